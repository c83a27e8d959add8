package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict",
        "simulate",
        "paper",
        "replay",
        "import",
        "calibrate",
        "compare",
        "export",
        "plot",
        "report",
        "run",
        "validate",
        "sweep",
        "merge",
        "init",
        "check",
        "examples",
        "completion"
      })
  void helpShowsAnExample(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Usage: interleave " + command, "Example: interleave " + command);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void predictSpeaksJson() {
    CommandRun run = CommandRun.of("predict", "ddmd-as-run", "--json");
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("doaDep").asInt()).isEqualTo(2);
    assertThat(json.path("doaRes").asInt()).isEqualTo(1);
    assertThat(json.path("wla").asInt()).isEqualTo(1);
    assertThat(json.path("sequential").path("ranksSeconds").asDouble()).isEqualTo(1575.0);
    assertThat(json.path("asynchronous").path("eqn6Seconds").asDouble()).isEqualTo(1342.5);
    assertThat(json.path("bounds").path("criticalPathSeconds").asDouble()).isEqualTo(1205.0);
    assertThat(json.path("verdict").asString()).startsWith("asynchronous: yes, +20%");
  }

  @Test
  void simulateSpeaksJson() {
    JsonNode json = JSON.readTree(CommandRun.of("simulate", "cdag2-as-run", "--json").out());
    assertThat(json.path("sequential").path("ttxSeconds").asDouble()).isEqualTo(1769.1);
    assertThat(json.path("asynchronous").path("ttxSeconds").asDouble()).isEqualTo(1307.6);
    assertThat(json.path("improvement").asDouble()).isCloseTo(1 - 1307.6 / 1769.1, within(1e-9));
  }

  @Test
  void settingsReplaceValuesAndPartsOfPresets() {
    String iterations = CommandRun.of("check", "ddmd-as-run", "--set", "iterations=6").out();
    assertThat(iterations).contains("1254 tasks");
    String nodes =
        CommandRun.of("check", "ddmd-as-run", "--set", "cluster.nodes[0].count=32").out();
    assertThat(nodes).contains("32 nodes");
    String policy = CommandRun.of("check", "ddmd-as-run", "--set", "policy.order=shortest").out();
    assertThat(policy).contains("shortest/skip/next-fit");
  }

  @Test
  void wrongSettingsSayWhatThereIs() {
    CommandRun run = CommandRun.of("check", "ddmd-as-run", "--set", "sets.Trainng.tasks=4");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "--set sets.Trainng.tasks=4:1:1: the path 'sets.Trainng.tasks' leads nowhere: there is"
                + " no 'Trainng'; did you mean 'Training'?"
                + System.lineSeparator());
  }

  @Test
  void missingFilesAndNamesAreUsageErrors() {
    CommandRun run = CommandRun.of("predict", "no-such-file.yaml");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("interleave: there is no file 'no-such-file.yaml'");
    assertThat(CommandRun.of("replay", "no-such-file.csv").code()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("simulate", "diamond", "--mode", "pst").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("simulate", "diamond", "--seed", "x").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("simulat").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void outputThatCannotBeWrittenIsAnInputOutputError() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run = CommandRun.of("predict", "diamond", "--out", file.resolve("x").toString());
    assertThat(run.code()).isEqualTo(ExitCode.IO);
    assertThat(run.err()).hasLineCount(1).startsWith("interleave: ");
  }

  @Test
  void aStarterIsWrittenOnceAndCanBeSimulated() {
    Path file = folder.resolve("workflow.yaml");
    assertThat(CommandRun.of("init", file.toString()).code()).isZero();
    assertThat(CommandRun.of("init", file.toString()).code()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("init", file.toString(), "--force").code()).isZero();
    assertThat(CommandRun.of("simulate", file.toString()).code()).isZero();
  }

  @Test
  void everyShippedWorkflowIsPredictedAndSimulated() {
    for (String name :
        new org.interleave.presets.ShippedPresets()
            .names(org.interleave.presets.ShippedPresets.WORKFLOW)) {
      assertThat(CommandRun.of("predict", name).code()).as(name).isZero();
      CommandRun run = CommandRun.of("simulate", name, "--baseline", "all");
      assertThat(run.code()).as(name + run.err()).isZero();
    }
  }

  @Test
  void examplesAreListedPrintedAndCopied() {
    assertThat(CommandRun.of("examples").out()).contains("ddmd-as-run", "summit-16", "summit-entk");
    assertThat(CommandRun.of("examples", "summit-entk").out()).contains("stage-gap: 6.96 s");
    assertThat(CommandRun.of("examples", "--out", folder.toString()).code()).isZero();
    assertThat(folder.resolve("cdag1-as-run.yaml")).exists();
    assertThat(CommandRun.of("examples", "cdag1-as-run", "--out", folder.toString()).code())
        .isEqualTo(ExitCode.USAGE);
    Path spec = folder.resolve("cdag1-as-run.yaml");
    assertThat(CommandRun.of("check", spec.toString()).code()).isZero();
  }
}
