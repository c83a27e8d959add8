package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  /** A fork of the given width in WfFormat, of 10 s a task, recorded without starts. */
  private Path instance(String name, int width, double makespan) throws Exception {
    StringBuilder known =
        new StringBuilder("{\"id\": \"first\", \"name\": \"first\", \"parents\": []}");
    StringBuilder run = new StringBuilder("{\"id\": \"first\", \"runtimeInSeconds\": 10}");
    for (int t = 0; t < width; t++) {
      known.append(
          ", {\"id\": \"t%d\", \"name\": \"t%d\", \"parents\": [\"first\"]}".formatted(t, t));
      run.append(", {\"id\": \"t%d\", \"runtimeInSeconds\": 10}".formatted(t));
    }
    return Files.writeString(
        folder.resolve(name),
        """
        {"name": "fork", "schemaVersion": "1.5", "workflow": {
          "specification": {"tasks": [%s]},
          "execution": {"makespanInSeconds": %s, "tasks": [%s],
            "machines": [{"nodeName": "n", "cpu": {"coreCount": 64}}]}}}
        """
            .formatted(known, makespan, run));
  }

  @Test
  void runsWithoutStartsYieldOneConstant() throws Exception {
    Path out = folder.resolve("out");
    String[] runs = {
      "" + instance("a.json", 3, 50), "" + instance("b.json", 4, 52), "" + instance("c.json", 5, 48)
    };
    CommandRun run =
        CommandRun.of("calibrate", runs[0], runs[1], runs[2], "--json", "--out", "" + out);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("taken").path("standsFor").asString()).isEqualTo("bootstrap");
    assertThat(json.path("taken").path("seconds").asDouble()).isCloseTo(30, within(0.01));
    assertThat(json.path("runs")).hasSize(3);
    assertThat(json.path("runs").get(0).path("plainError").asDouble()).isEqualTo(20 / 50.0 - 1);
    assertThat(json.path("leaveOneOut").asDouble()).isBetween(0.03, 0.09);
    assertThat(json.path("notes")).hasSize(3);
    CommandRun worse =
        CommandRun.of("calibrate", "" + instance("d.json", 3, 20), "" + instance("e.json", 4, 200));
    assertThat(worse.out()).contains("foretells these runs no better than none at all");
    assertThat(out.resolve("calibration.txt"))
        .content()
        .doesNotContain("no better", "no trace of the run", " error  error")
        .containsPattern(" error without .* error foretold ")
        .contains("median", "assumed: a.json: 4 tasks (the first is first) had no coreCount");
    CommandRun simulated =
        CommandRun.of("simulate", SPEC, "--overheads", "" + out.resolve("overheads.yaml"));
    assertThat(simulated.out()).contains("trust: overheads calibrated foretold makespans within");

    CommandRun gaps =
        CommandRun.of("calibrate", runs[0], runs[1], "--constant", "set-gap", "--json");
    assertThat(JSON.readTree(gaps.out()).path("taken").path("standsFor").asString())
        .isEqualTo("set-gap");
    Path trace = traces().resolve("trace-asynchronous.csv");
    assertThat(CommandRun.of("compare", "" + trace, runs[0]).err())
        .contains("does not tell when its tasks started", "import'", "'interleave calibrate'")
        .hasLineCount(1);
    Path untold = folder.resolve("untold.json");
    Files.writeString(
        untold, Files.readString(Path.of(runs[0])).replace("\"makespanInSeconds\": 50.0, ", ""));
    assertThat(CommandRun.of("compare", "" + trace, "" + untold).err())
        .contains("import'")
        .doesNotContain("calibrate'");
    for (String[] arguments :
        new String[][] {
          {"calibrate", runs[0], "--constant", "lunch"},
          {"calibrate", runs[0], "" + trace},
          {"calibrate", runs[0], "" + instance("again.json", 3, 50)},
          {"calibrate", runs[0], "--durations", "" + folder.resolve("d.yaml")},
          {"calibrate", runs[0], "--spec", SPEC},
          {"calibrate", "" + trace, "--constant", "launch"},
          {"calibrate", runs[0], "" + instance("zero.json", 3, 0)},
          {"calibrate", runs[0], "" + untold},
          {"calibrate", "" + untold},
        }) {
      CommandRun wrong = CommandRun.of(arguments);
      assertThat(wrong.code()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(wrong.err().lines()).as(wrong.err()).hasSize(1);
    }
    String tiny = "" + instance("tiny.json", 3, 0.000001);
    String huge = "" + instance("huge.json", 3, 1e9);
    String odd = ".json has a recorded makespan of ";
    CommandRun wrong = CommandRun.of("calibrate", runs[0], tiny);
    assertThat(wrong.err()).contains("tiny" + odd + "0.000001 s", "leave it out").hasLineCount(1);
    wrong = CommandRun.of("calibrate", runs[0], huge);
    assertThat(wrong.err()).contains("huge" + odd + "1000000000 s", "leave it out").hasLineCount(1);
    wrong = CommandRun.of("calibrate", huge);
    assertThat(wrong.err()).contains("huge" + odd, "may be 10000000 s at most").hasLineCount(1);
    assertThat(CommandRun.of("calibrate", "" + untold).err()).contains("nor its makespan; leave");
  }

  @Test
  void runsOfOneFileNameAreToldApartByTheirFolders() throws Exception {
    Files.createDirectories(folder.resolve("one"));
    Files.createDirectories(folder.resolve("two"));
    CommandRun run =
        CommandRun.of(
            "calibrate",
            "" + instance("one/run.json", 3, 50),
            "" + instance("two/run.json", 4, 52),
            "" + instance("lone.json", 5, 54));
    assertThat(run.out().lines().map(l -> l.split(" ", 2)[0]))
        .contains("one/run.json", "two/run.json", "lone.json");
    CommandRun alike =
        CommandRun.of(
            "calibrate", "" + folder.resolve("one/run.json"), "" + instance("two/run.json", 3, 50));
    assertThat(alike.err()).contains("one/run.json and two/run.json are one run");
    Path trace = traces().resolve("trace-asynchronous.csv");
    Path other = Files.copy(trace, folder.resolve("two/" + trace.getFileName()));
    CommandRun recorded =
        CommandRun.of("calibrate", "" + trace, "" + other, "--spec", SPEC, "--json");
    assertThat(JSON.readTree(recorded.out()).path("spans").toString())
        .contains("\"traces/trace-asynchronous.csv\"", "\"two/trace-asynchronous.csv\"");
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
