package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.interleave.interchange.TraceFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.Format;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Predicted, simulated and measured, of commands whose time nobody knows before. */
class ValidateCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private String spec = "";

  @BeforeEach
  void write() throws IOException {
    spec =
        Files.writeString(
                folder.resolve("s.yaml"),
                """
                interleave: 1
                name: small
                iterations: 2
                sets:
                  A: {tasks: 3, time: 5 s, run: [sleep, "0.1"]}
                  B: {tasks: 1, time: 5 s, run: [sleep, "0.2"], after: [A]}
                  C: {tasks: 1, time: 150 ms, after: [A]}
                cluster: {name: three, virtual: true, nodes: [{count: 1, cores: 3}]}
                """)
            .toString();
  }

  @Test
  void durationsAreLearnedBeforeEachRepetition() throws IOException {
    Path out = folder.resolve("out");
    String[] command = {
      "validate", spec, "--learn", "--repeat", "2", "--seed", "3", "--json", "--out", "" + out
    };
    CommandRun run = CommandRun.of(command);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("measured")).hasSize(2);
    assertThat(json.path("simulatedAsRun")).hasSize(2);
    assertThat(json.path("measuredHalfWidth").path("improvement").asDouble()).isPositive();
    assertThat(json.path("simulatedHalfWidth").path("sequentialSpan").asDouble()).isPositive();
    assertThat(out.resolve("validation.txt"))
        .content()
        .containsPattern(row("95 % interval, +/-", json.path("measuredHalfWidth")))
        .containsPattern(row("measured, mean", json.path("measuredMean")))
        .containsPattern(row("simulated, as tasks took", json.path("simulatedAsRunMean")));
    double asRun = json.path("simulatedAsRunMean").path("sequentialSpan").asDouble();
    double measured = json.path("measuredMean").path("sequentialSpan").asDouble();
    assertThat(asRun).isCloseTo(measured, within(0.2 * measured));
    assertThat(json.path("predicted").path("sequentialSeconds").asDouble()).isBetween(0.5, 2.0);
    assertThat(json.path("notes").toString()).contains("before each repetition");

    Spec learned = new SpecReader(new ShippedPresets()).read(out.resolve("learned.yaml"));
    for (TaskSet set : learned.workflow().sets()) {
      assertThat(set.time().meanSeconds()).as(set.name()).isBetween(0.1, 1.0);
    }
    assertThat(learned.workflow().sets().get(2).time().meanSeconds()).isEqualTo(0.15);
    for (String name : new String[] {"learning/sequential-1", "learning/sequential-2"}) {
      assertThat(TraceFile.read(out.resolve(name).resolve("trace.csv")).records()).hasSize(5);
    }
    String before = Files.readString(out.resolve("measured/asynchronous-2/trace.csv"));
    CommandRun again = CommandRun.of(command);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(JSON.readTree(again.out()).path("measuredMean"))
        .isEqualTo(json.path("measuredMean"));
    assertThat(Files.readString(out.resolve("measured/asynchronous-2/trace.csv")))
        .isEqualTo(before);
    List<String> begun = run.err().lines().filter(l -> l.startsWith("-- ")).toList();
    assertThat(begun)
        .containsExactly(
            "-- small, learning, sequential #1",
            "-- small, sequential #1",
            "-- small, asynchronous #1",
            "-- small, learning, sequential #2",
            "-- small, sequential #2",
            "-- small, asynchronous #2");

    command[4] = "3";
    CommandRun more = CommandRun.of(command);
    assertThat(more.code()).isEqualTo(ExitCode.USAGE);
    assertThat(more.err()).contains("number of repetitions; choose another --out");
  }

  private static String row(String name, JsonNode of) {
    return "(?m)^%s +%s +%s +"
        .formatted(
            Pattern.quote(name),
            Format.seconds(of.path("sequentialTtx").asDouble()),
            Format.seconds(of.path("asynchronousTtx").asDouble()));
  }

  @Test
  void whereNoCommandsAreNothingIsLearned() throws IOException {
    Path out = folder.resolve("out");
    String known = Files.readString(Path.of(spec)).replaceAll(", run: \\[[^]]*]", "");
    Files.writeString(Path.of(spec), known);
    CommandRun run =
        CommandRun.of("validate", spec, "--learn", "--time-scale", "0.01", "--out", "" + out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("note: nothing was learned: no task set runs a command");
    assertThat(out.resolve("learning")).doesNotExist();
    assertThat(out.resolve("learned.yaml")).doesNotExist();
    JsonNode json = JSON.readTree(Files.readString(out.resolve("validation.json")));
    assertThat(json.path("measuredHalfWidth").path("improvement").isNull()).isTrue();
  }

  @Test
  void attemptsInVainAreTold() throws IOException {
    Path out = folder.resolve("out");
    Files.writeString(
        Path.of(spec),
        """
        interleave: 1
        name: small
        sets:
          A: {tasks: 1, time: 1 s, run: [sh, -c, "test {attempt} = 2"]}
        cluster: {name: one, virtual: true, nodes: [{count: 1, cores: 1}]}
        failures: {retries: 1}
        """);
    CommandRun run = CommandRun.of("validate", spec, "--out", "" + out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("note: sequential holds 1 attempts", "note: asynchronous holds 1 attempts");
  }

  @Test
  void aForecastThatIsTooFarOffFails() {
    Path out = folder.resolve("out");
    CommandRun run = CommandRun.of("validate", spec, "--tolerance", "0.5", "--out", out.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("the simulated TTX of the sequential run is", "off, more than 50");
    assertThat(run.out()).contains("simulated, as tasks took").doesNotContain("95 % interval");
  }
}
