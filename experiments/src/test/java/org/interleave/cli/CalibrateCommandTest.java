package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CalibrateCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SPEC = "cdag2-as-run";
  private static final String[] HERE = {
    "--cluster", "summit-16-as-run", "--overheads", "summit-entk"
  };

  @TempDir private Path folder;

  private Path traces() {
    Path traces = folder.resolve("traces");
    CommandRun run =
        CommandRun.of("simulate", SPEC, HERE[0], HERE[1], HERE[2], HERE[3], "--out", "" + traces);
    assertThat(run.code()).isZero();
    return traces;
  }

  @Test
  void overheadsOfTracesAreWrittenAndSayHowFarToTrustThem() throws Exception {
    Path file = folder.resolve("found.yaml");
    CommandRun run =
        CommandRun.of(
            "calibrate",
            traces().toString(),
            "--spec",
            SPEC,
            "--name",
            "found",
            "--out",
            "" + file);
    assertThat(run.err()).contains("wrote " + file);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("stage-gap", "95 % interval", "left out", "policy: order");
    String text = Files.readString(file);
    assertThat(text).startsWith("# calibrated on trace-").contains("\ncalibration:\n  runs: 3\n");

    CommandRun inside =
        CommandRun.of("simulate", SPEC, HERE[0], HERE[1], "--overheads", file.toString());
    assertThat(inside.out())
        .contains(
            "trust: overheads found foretold spans within", "lies inside what was calibrated");
    CommandRun outside =
        CommandRun.of(
            "predict", SPEC, "--set", "sets.T0.tasks=7", "--overheads", "" + file, "--json");
    JsonNode trust = JSON.readTree(outside.out()).path("trust");
    assertThat(trust.path("inside").asBoolean()).isFalse();
    assertThat(trust.path("outside").get(0).asString()).startsWith("tasks a set: 'T0' of 7");
    assertThat(trust.path("runs").asInt()).isEqualTo(3);
    assertThat(trust.path("leaveOneOut").asDouble()).isLessThan(0.05);
  }

  @Test
  void aFolderGetsTheResultsToo() {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of("calibrate", "" + traces(), "--spec", SPEC, "--json", "--out", "" + out);
    assertThat(run.code()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("spans")).hasSize(3);
    assertThat(json.path("policy").path("placement").asString()).isEqualTo("next-fit");
    assertThat(out.resolve("overheads.yaml")).exists();
    assertThat(out.resolve("calibration.json")).exists();
    assertThat(out.resolve("calibration.txt")).exists();
  }

  @Test
  void durationsAreWrittenAsASpecificationThatRuns() throws Exception {
    Path file = folder.resolve("workflow.yaml");
    Path one = traces().resolve("trace-asynchronous.csv");
    CommandRun run = CommandRun.of("calibrate", "" + one, "--spec", SPEC, "--durations", "" + file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("times of", "AD p");
    CommandRun simulated = CommandRun.of("simulate", file.toString());
    assertThat(simulated.code()).as(simulated.err()).isZero();
    assertThat(simulated.out()).contains("trust: overheads calibrated come from one run");
    CommandRun without = CommandRun.of("calibrate", "" + one, "--durations", "" + file);
    assertThat(without.code()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err().lines()).hasSize(1);
  }

  @Test
  void wrongInputsAreOneLineEach() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");
    Path traces = traces();
    Path one = traces.resolve("trace-asynchronous.csv");
    for (String[] arguments :
        new String[][] {
          {"calibrate", "" + empty},
          {"calibrate", "" + folder.resolve("nowhere.csv")},
          {"calibrate", "" + one, "" + one},
          {"calibrate", "" + one, "--spec", "ddmd-as-run"},
          {"calibrate", "" + one, "--spec", "no-such-spec"},
          {"calibrate", "" + one, "--name", "two words"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(run.err().lines()).as(run.err()).hasSize(1);
      assertThat(run.out()).isEmpty();
    }
  }
}
