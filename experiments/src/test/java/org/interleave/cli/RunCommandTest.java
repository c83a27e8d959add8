package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.interleave.interchange.TraceFile;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SPEC =
      """
      interleave: 1
      name: fork
      sets:
        A: {tasks: 2, slots: 1, time: {uniform: {min: 10 s, max: 90 s}}}
        B: {tasks: 3, slots: 2, gpus: 1, time: {exponential: {mean: 20 s}}, after: [A]}
        C: {tasks: 3, slots: 1, time: 20 s, after: [A]}
        D: {tasks: 1, slots: 1, time: 20 s, after: [B]}
      cluster: {slot: core, nodes: [{count: 1, cores: 8, gpus: 2}]}
      """;

  @TempDir private Path folder;
  private String spec = "";
  private Path out = Path.of("");

  @BeforeEach
  void write() throws IOException {
    spec = Files.writeString(folder.resolve("spec.yaml"), SPEC).toString();
    out = folder.resolve("run");
  }

  @Test
  void aDryRunSaysWhatWouldBeRunAndDoesNothing() {
    CommandRun dry =
        CommandRun.of(
            "run", spec, "--dry-run", "--virtual", "--mode", "both", "--out", out.toString());
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("fork on in place (virtual slots), time scale 1: nothing is started")
        .containsPattern("B +3 +2 +1 ")
        .contains("asynchronous: about ")
        .containsPattern("sequential.*: about ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDryRunSpeaksJson() {
    CommandRun dry =
        CommandRun.of("run", spec, "--dry-run", "--virtual", "--json", "--time-scale", "0.5");
    assertThat(dry.code()).as(dry.err()).isZero();
    JsonNode json = JSON.readTree(dry.out());
    assertThat(json.path("workflow").asString()).isEqualTo("fork");
    assertThat(json.path("virtual").asBoolean()).isTrue();
    assertThat(json.path("timeScale").asDouble()).isEqualTo(0.5);
    assertThat(json.path("runs").size()).isEqualTo(1);
    assertThat(dry.out()).contains("\"sets\"", "\"after\"");
  }

  @Test
  void aDryRunRefusesWhatARunWould() {
    CommandRun dry = CommandRun.of("run", spec, "--dry-run", "--set", "cluster.nodes[0].count=900");
    assertThat(dry.code()).isEqualTo(ExitCode.USAGE);
    assertThat(dry.err()).hasLineCount(1).contains("declare it virtual");
  }

  @Test
  void bothModesRunTheSameWorkloadAndAreReportedInTheSameTerms() {
    String[] words = {
      "run",
      spec,
      "--virtual",
      "--mode",
      "both",
      "--time-scale",
      "0.002",
      "--json",
      "--seed",
      "7",
      "--out",
      out.toString()
    };
    CommandRun run = CommandRun.of(words);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = JSON.readTree(run.out());
    for (String mode : new String[] {"sequential", "asynchronous"}) {
      JsonNode one = json.path(mode);
      for (String key :
          new String[] {
            "ttxSeconds", "spanSeconds", "cpuUtilization", "gpuUtilization", "tasksPerSecond"
          }) {
        assertThat(one.path(key).isNumber()).as(mode + " " + key).isTrue();
        assertThat(one.path(key).asDouble()).as(mode + " " + key).isPositive();
      }
      assertThat(one.path("tasks").asInt()).isEqualTo(9);
      assertThat(one.path("ttxSeconds").asDouble())
          .isGreaterThanOrEqualTo(one.path("spanSeconds").asDouble());
    }
    double ratio =
        json.path("asynchronous").path("ttxSeconds").asDouble()
            / json.path("sequential").path("ttxSeconds").asDouble();
    assertThat(json.path("improvement").asDouble()).isCloseTo(1 - ratio, within(1e-9));
    assertThat(json.path("engine").asString()).isEqualTo("executed");
    assertThat(json.path("timeScale").asDouble()).isEqualTo(0.002);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(out.resolve("run-results.json")).hasContent(run.out());
    assertThat(out.resolve("utilization.svg")).exists();

    Map<String, Long> sequential = requested("sequential");
    assertThat(sequential).hasSize(9).isEqualTo(requested("asynchronous"));
    assertThat(sequential.get("C#0")).isEqualTo(40_000);
    assertThat(sequential.get("A#0")).isNotEqualTo(sequential.get("A#1"));
    var workflow = new RealFolder(out).workflow();
    for (String mode : new String[] {"sequential", "asynchronous"}) {
      var trace = TraceFile.read(out.resolve(mode).resolve("trace.csv"));
      assertThat(TraceChecker.check(trace, workflow)).isEmpty();
    }
  }

  private Map<String, Long> requested(String mode) {
    return TraceFile.read(out.resolve(mode).resolve("trace.csv")).records().stream()
        .collect(Collectors.toMap(r -> r.set() + "#" + r.index(), r -> r.requestedMicros()));
  }
}
