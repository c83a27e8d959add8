package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.sweep.ParquetTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SweepCommandTest {

  private static final String SPEC =
      """
      interleave: 1
      name: small
      sets:
        A: {tasks: 12, slots: 1, time: {normal: {mean: 30 s, cv: 0.2}}}
        B: {tasks: 12, slots: 1, time: {gamma: {mean: 40 s, cv: 0.5}}, after: [A]}
        C: {tasks: 3, slots: 2, gpus: 1, time: {lognormal: {mean: 90 s, cv: 0.3}}}
      cluster: {slot: core, nodes: [{count: 2, cores: 6, gpus: 2}]}
      overheads: {stage-gap: 5 s}
      """;

  private static final String SWEEP =
      """
      sweep: 1
      spec: small.yaml
      name: nodes and gaps
      vary:
        cluster.nodes[0].count: [1, 2, 4]
        overheads.stage-gap: {from: 0 s, to: 20 s, count: 3}
      replications: 7
      seed: 11
      """;

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("small.yaml"), SPEC);
    file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
  }

  private CommandRun run(String command, Path out, String... more) {
    List<String> words = new ArrayList<>(List.of(command, file.toString()));
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void aSweepSaysWhatMovesIMostAndWritesEverything() {
    Path out = folder.resolve("out");
    CommandRun run = run("sweep", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("nodes and gaps: 9 points simulated, design grid, seed 11\n")
        .contains("what moves I most", "overheads.stage-gap", "break-even");
    assertThat(out)
        .isDirectoryContaining("glob:**/points.csv")
        .isDirectoryContaining("glob:**/manifest.json")
        .isDirectoryContaining("glob:**/summary.json")
        .isDirectoryContaining("glob:**/figure-lines.png")
        .isDirectoryContaining("glob:**/figure-map.svg");
    assertThat(out.resolve("summary.txt")).hasContent(run.out());
    assertThat(run("sweep", out).out()).as("again").isEqualTo(run.out());
  }

  @Test
  void jsonIsTheSummary() {
    Path out = folder.resolve("out");
    CommandRun run = run("sweep", out, "--json");
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("points").asLong()).isEqualTo(9);
    assertThat(json.get("effects").size()).isEqualTo(2);
    assertThat(out.resolve("summary.json")).hasContent(run.out());
  }

  @Test
  void aDryRunWritesNothing() {
    Path out = folder.resolve("out");
    CommandRun run = run("sweep", out, "--dry-run", "--threads", "1");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .matches("9 points, about [^\\n]+ on 1 thread, judged by [0-9]+ trials?\\n");
    assertThat(out).doesNotExist();
    assertThat(run("sweep", out, "--dry-run", "--shard", "2/4").out()).startsWith("2 points");
  }

  @Test
  void threadsWithoutAPointDoNotMakeASweepShorter() {
    assertThat(SweepCommand.forecast(3, 2, 64)).isEqualTo(3);
    assertThat(SweepCommand.forecast(3, 65, 64)).isEqualTo(6);
    assertThat(SweepCommand.forecast(3, 640, 64)).isEqualTo(30);
    assertThat(SweepCommand.forecast(3, 7, 1)).isEqualTo(21);
  }

  @Test
  void aShippedSweepIsFoundByItsName() {
    CommandRun listed = CommandRun.of("examples");
    assertThat(listed.out()).contains("sweeps\n  ddmd-what-if");
    CommandRun run = CommandRun.of("sweep", "ddmd-what-if", "--dry-run");
    assertThat(run.out()).as(run.err()).startsWith("24 points, about ");
  }

  @Test
  void shardsAreMergedIntoWhatOneRunWrites() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    String text = run("sweep", whole).out();
    assertThat(run("sweep", parts, "--shard", "2/2").code()).isZero();
    CommandRun early = run("merge", parts);
    assertThat(early.code()).isEqualTo(ExitCode.USAGE);
    assertThat(early.err()).contains("shard 1/2 is not finished").hasLineCount(1);
    assertThat(run("sweep", parts, "--shard", "1/2").code()).isZero();
    CommandRun merged = run("merge", parts);
    assertThat(merged.code()).as(merged.err()).isZero();
    assertThat(merged.out()).isEqualTo(text);
    for (String each : List.of("points.csv", "manifest.json", "summary.json", "figure-lines.svg")) {
      assertThat(parts.resolve(each)).hasSameBinaryContentAs(whole.resolve(each));
    }
  }

  /** A row is what 'simulate --replications' says of the same specification. */
  @Test
  void aRowAgreesWithSimulate() throws IOException {
    Path out = folder.resolve("out");
    assertThat(run("sweep", out).code()).isZero();
    List<String> lines = Files.readAllLines(out.resolve("points.csv"));
    List<String> columns = List.of(lines.get(0).split(","));
    for (int row : new int[] {1, 5, 9}) {
      List<String> cells = List.of(lines.get(row).split(",", -1));
      CommandRun simulated =
          CommandRun.of(
              "simulate",
              folder.resolve("small.yaml").toString(),
              "--replications",
              "7",
              "--seed",
              "11",
              "--json",
              "--set",
              "cluster.nodes[0].count=" + cells.get(1),
              "--set",
              "overheads.stage-gap=" + cells.get(2));
      JsonNode json = JsonMapper.shared().readTree(simulated.out());
      for (String mode : List.of("sequential", "asynchronous")) {
        JsonNode ttx = json.get(mode).get("ttxSeconds");
        for (String end : List.of("mean", "low", "high")) {
          String column = mode + "_ttx" + (end.equals("mean") ? "" : "_" + end) + "_s";
          assertThat(Double.parseDouble(cells.get(columns.indexOf(column))))
              .as("row %d, %s", row, column)
              .isEqualTo(ttx.get(end).asDouble());
        }
        assertThat(Double.parseDouble(cells.get(columns.indexOf(mode + "_cpu"))))
            .isEqualTo(json.get(mode).get("cpuUtilization").get("mean").asDouble());
      }
      JsonNode improvement = json.findValue("improvement");
      assertThat(Double.parseDouble(cells.get(columns.indexOf("improvement"))))
          .isEqualTo(improvement.get("mean").asDouble());
      assertThat(Double.parseDouble(cells.get(columns.indexOf("improvement_low"))))
          .isEqualTo(improvement.get("low").asDouble());
    }
  }

  private void refused(String says, String... words) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(says).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    String out = folder.resolve("out").toString();
    String sweep = file.toString();
    refused("there is no file 'nowhere.yaml'", "sweep", "nowhere.yaml", "--out", out);
    refused("is a folder, not a sweep", "sweep", folder.toString(), "--out", out);
    refused("--shard: a shard is written i/n", "sweep", sweep, "--out", out, "--shard", "5/4");
    refused("--shard: a shard is written i/n", "sweep", sweep, "--out", out, "--shard", "x");
    refused("--threads must be from 1", "sweep", sweep, "--out", out, "--threads", "0");
    refused("there are no shards in", "merge", sweep, "--out", out);
    Files.writeString(file, SWEEP.replace("small.yaml", "smal.yaml"));
    refused("there is no file 'smal.yaml'", "sweep", sweep, "--out", out);
    Files.writeString(file, SWEEP.replace("count: 3", "cuont: 3"));
    refused("unknown key 'cuont'", "sweep", sweep, "--out", out);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void parquetIsRefusedWhereItsDriverIsMissing() {
    assumeThat(ParquetTable.isAvailable()).as("DuckDB's driver is there").isFalse();
    refused(
        "get it with './mvnw",
        "sweep",
        file.toString(),
        "--out",
        folder.resolve("out").toString(),
        "--parquet");
  }

  @Test
  void ctrlCEndsASweepThatThenGoesOn() throws Exception {
    String longer =
        SWEEP.replace("[1, 2, 4]", "{from: 1, to: 40, step: 1}").replace("count: 3", "count: 300");
    Files.writeString(file, longer);
    Path out = folder.resolve("out");
    Path table = out.resolve("points.csv");
    try (RealProgram program =
        RealProgram.start(folder, "sweep", file.toString(), "--out", out.toString())) {
      program.await("rows", () -> Files.exists(table) && table.toFile().length() > 3_000);
      program.signal("INT");
      assertThat(program.exitCode()).as(program.err()).isEqualTo(130);
      assertThat(program.err()).contains("not all points are done; the same command");
      assertThat(program.out()).isEmpty();
    }
    List<String> before = Files.readAllLines(table);
    assertThat(before).hasSizeLessThan(12_001);
    assertThat(Files.readString(table)).endsWith("\n");
    try (RealProgram program =
        RealProgram.start(folder, "sweep", file.toString(), "--out", out.toString())) {
      program.await(
          "more rows", () -> table.toFile().length() > String.join("\n", before).length() + 3_000);
    }
    assertThat(Files.readAllLines(table)).startsWith(before.toArray(String[]::new));
  }
}
