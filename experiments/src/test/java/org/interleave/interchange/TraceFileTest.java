package org.interleave.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TaskRecord.Execution;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFileTest {

  @TempDir private Path folder;

  private static final Trace TRACE =
      new Trace(
          new TraceHeader(
              "simulated",
              "a \"quoted\", name: with colon",
              2,
              "sequential/ranks",
              "submission/skip/next-fit",
              false,
              new Cluster(
                  "two groups",
                  SlotKind.THREAD,
                  List.of(new NodeGroup(2, 42, 4, 6, 4, 0), new NodeGroup(1, 8, 1, 0, 0, 1024))),
              "none",
              -5,
              3,
              1_234_567_891_234L),
          List.of(
              new TaskRecord(
                  "A,1", 0, 0, 1, "p/0", 4, 1, 0, List.of(0), 0, 0, 1, 2, 3, 1, TaskEnd.DONE),
              new TaskRecord(
                  "B\n2",
                  1,
                  7,
                  2,
                  "p/1",
                  2,
                  0,
                  5,
                  List.of(0, 2, 2),
                  10,
                  20,
                  1_000_001,
                  1_234_567_890_123L,
                  1_234_567_890_124L,
                  77,
                  TaskEnd.LOST)));

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json", "TRACE.JSON", "trace"})
  void whatIsReadIsWhatWasWritten(String name) {
    Path file = folder.resolve(name);
    TraceFile.write(file, TRACE);
    assertThat(TraceFile.read(file)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json"})
  void aFileCutAtAnyByteIsRefused(String name) throws Exception {
    Path file = folder.resolve(name);
    TraceFile.write(file, TRACE);
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 0; cut < bytes.length - 1; cut++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, cut));
      assertThatThrownBy(() -> TraceFile.read(file))
          .as("cut at %d", cut)
          .isInstanceOf(SpecException.class);
    }
  }

  @Test
  void otherFilesAreRefusedWithTheirPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "uid,start\n1,2\n");
    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("x.csv:1:1: this is not a trace of version 1");
    Path json = Files.writeString(folder.resolve("x.json"), "{}");
    assertThatThrownBy(() -> TraceFile.read(json))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("not a trace of version 1");
  }

  // Real executions.

  private static TaskRecord executed(String set, int slots, int gpus, Execution execution) {
    List<Integer> nodes = execution.shares().stream().map(Share::node).toList();
    return record(set, "stage 0", slots, gpus, nodes.isEmpty() ? List.of(0) : nodes, execution);
  }

  private static TaskRecord record(
      String set,
      String stage,
      int slots,
      int gpus,
      List<Integer> nodes,
      @Nullable Execution execution) {
    TaskEnd end = execution == null ? TaskEnd.CANCELED : TaskEnd.DONE;
    return new TaskRecord(
        set, 0, 0, 1, stage, slots, gpus, 0, nodes, 1, 2, 3, 4, LATE, 0, end, execution);
  }

  private static Trace executed(List<TaskRecord> records) {
    Map<String, String> provenance =
        Map.of(TraceHeader.TIME_SCALE, "0.01", "host-2", " \"a\": b\n# ttx_s: 1\n", "note", "");
    TraceHeader header =
        new TraceHeader(
            "executed",
            "w",
            1,
            "asynchronous",
            "p",
            false,
            Cluster.of("c", 9, 20, 8).asVirtual(),
            "none",
            0,
            0,
            LATE,
            provenance);
    return new Trace(header, records);
  }

  /** So late that a double does not hold it. */
  private static final long LATE = 9_007_199_254_740_993L;

  private static final List<Execution> EXECUTIONS =
      List.of(
          new Execution(
              0,
              List.of(
                  new Share(3, IntStream.range(0, 16).boxed().toList(), List.of()),
                  new Share(8, List.of(3, 4, 7), List.of(0, 2)))),
          new Execution(137, List.of(new Share(0, List.of(), List.of(5)))),
          new Execution(-1, List.of()),
          new Execution(1, List.of(new Share(0, List.of(), List.of()))),
          new Execution(2, List.of(new Share(0, List.of(9, 8, 8, 0, 1, -1, 0, 1), List.of(-7)))));

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json"})
  void realExecutionsAreReadAsTheyWereWritten(String name) {
    List<TaskRecord> records = new ArrayList<>();
    EXECUTIONS.forEach(e -> records.add(executed("A", 16, 2, e)));
    records.add(record("B", "b", 1, 0, List.of(4), null));
    // A process elsewhere than the record says, and one more than it has.
    List<Share> astray =
        List.of(new Share(2, List.of(1), List.of()), new Share(6, List.of(2), List.of(1)));
    records.add(record("C", "c", 1, 0, List.of(4), new Execution(0, astray)));
    Trace trace = executed(records);
    Path file = folder.resolve(name);
    TraceFile.write(file, trace);
    assertThat(TraceFile.read(file)).isEqualTo(trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json"})
  void nastyNamesAreReadAsTheyWereWritten(String name) {
    List<TaskRecord> records = new ArrayList<>();
    for (String nasty :
        List.of(
            "# seed: 1",
            " a ",
            "\"",
            "a,b;c\td",
            "\r",
            "\r\n\n",
            "\n# ttx_s: 1.000000\n",
            "\\u0041'",
            "\u2028\u00e4\ud83d\ude00",
            "-",
            "0-15")) {
      records.add(executed(nasty, 1, 0, EXECUTIONS.get(0)));
      records.add(record("A", nasty, 1, 0, List.of(4), null));
    }
    Path file = folder.resolve(name);
    TraceFile.write(file, executed(records));
    assertThat(TraceFile.read(file)).isEqualTo(executed(records));
  }

  @Test
  void idsAreWrittenAsRanges() throws Exception {
    Path file = folder.resolve("trace.csv");
    TraceFile.write(file, executed(EXECUTIONS.stream().map(e -> executed("A", 16, 2, e)).toList()));
    assertThat(Files.readAllLines(file).stream().filter(l -> l.startsWith("A,")))
        .extracting(l -> l.substring(l.indexOf("DONE") + 4))
        .containsExactly(
            ",\"0-15 3-4,7\",\"- 0,2\",0",
            ",-,5,137",
            ",,,-1",
            ",-,-,1",
            ",\"9,8,8,0-1,-1,0-1\",-7,2");
    TraceFile.write(file, executed(List.of(record("A", "a", 1, 0, List.of(4), null))));
    assertThat(Files.readString(file)).contains(",CANCELED,,,\n");
  }

  @Test
  void theHeaderTellsOfVirtualClustersAndProvenanceOnlyWhereTheyAre() throws Exception {
    Path file = folder.resolve("trace.csv");
    TraceFile.write(file, TRACE);
    assertThat(Files.readAllLines(file).stream().filter(l -> l.startsWith("# ")))
        .extracting(l -> l.substring(2, l.indexOf(':')))
        .containsExactly(
            "interleave-trace",
            "engine",
            "workflow",
            "iterations",
            "mode",
            "policy",
            "pooled",
            "cluster",
            "slot",
            "nodes",
            "overheads",
            "seed",
            "replication",
            "ttx_s");
    TraceFile.write(file, executed(List.of()));
    assertThat(Files.readAllLines(file))
        .containsSubsequence(
            "# virtual: true",
            "# overheads: none",
            "# replication: 0",
            "# host-2: \" \\\"a\\\": b\\n# ttx_s: 1\\n\"",
            "# note: \"\"",
            "# time-scale: 0.01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json"})
  void keysThatTheHeaderHasItselfAreNoProvenance(String name) {
    Path file = folder.resolve(name);
    TraceHeader h = TRACE.header();
    for (String key :
        List.of("seed", "virtual", "tasks", "ttx_s", "", "A", "a b", "a:", "\u00e4")) {
      TraceHeader header =
          new TraceHeader(
              h.engine(),
              h.workflow(),
              h.iterations(),
              h.mode(),
              h.policy(),
              h.pooled(),
              h.cluster(),
              h.overheads(),
              h.seed(),
              h.replication(),
              h.ttxMicros(),
              Map.of(key, "x"));
      assertThatThrownBy(() -> TraceFile.write(file, new Trace(header, List.of())))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + key + "'");
      assertThat(file).doesNotExist();
    }
  }

  // Files from before there was real execution.

  private static final String HEADER =
      """
      # interleave-trace: 1
      # engine: simulated
      # workflow: w
      # iterations: 1
      # mode: asynchronous
      # policy: p
      # pooled: false
      # cluster: c
      # slot: core
      # nodes: 1x4x1:1:0:0
      # overheads: none
      # seed: 1
      # replication: 0
      """;

  private static final String OLDER =
      "set,iteration,index,attempt,stage,slots,gpus,memory_mib,nodes,ready_s,dispatched_s,"
          + "started_s,ended_s,freed_s,requested_s,end";

  private static final String ROW = "A,0,0,1,A,1,0,0,0,0.000000,0.000000,0.5,1.5,1.500000,1,DONE";

  private static final TaskRecord OF_ROW =
      new TaskRecord(
          "A",
          0,
          0,
          1,
          "A",
          1,
          0,
          0,
          List.of(0),
          0,
          0,
          500_000,
          1_500_000,
          1_500_000,
          1_000_000,
          TaskEnd.DONE);

  @Test
  void olderFilesAreReadToo() throws Exception {
    String csv = HEADER + OLDER + "\n" + ROW + "\n# ttx_s: 2.000000\n";
    Trace trace = TraceFile.read(Files.writeString(folder.resolve("old.csv"), csv));
    assertThat(trace.records()).containsExactly(OF_ROW);
    assertThat(trace.header().provenance()).isEmpty();
    assertThat(trace.header().cluster()).isEqualTo(Cluster.of("c", 1, 4, 1));
  }

  @Test
  void aRowHasAsManyCellsAsItsHeading() throws Exception {
    assertRefused("trace.csv", HEADER + OLDER + "\n" + ROW + ",,,0\n", 15, "19 cells, not 16");
    assertRefused("trace.csv", HEADER + COLUMNS + "\n" + ROW + "\n", 15, "16 cells, not 19");
    assertRefused("trace.csv", HEADER + OLDER + ",slot_ids\n", 14, "not those of a trace");
  }

  // Damage.

  private static final String COLUMNS = OLDER + ",slot_ids,gpu_ids,exit_code";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0-x|-|0|slot_ids must be like '0-15 3-4,7', not '0-x': not a list",
        "'0 '|-|0|slot_ids are of 2 process(es), but gpu_ids of 1; '-' stands for none",
        "0|-|x|exit_code must be a whole number, not 'x'",
        "0|-|12345678901|exit_code must be a whole number",
        "0|-|''|there are slot_ids or gpu_ids, but no exit_code",
        "''|-|0|slot_ids are of 0 process(es), but gpu_ids of 1",
        "3-1|-|0|not '3-1': '3-1' is not a range",
        "0,|-|0|not '0,': not a list",
        "0-2000000000|-|0|not '0-2000000000': more than 1000000 numbers",
        "0-9999999999|-|0|'0-9999999999' is not a range",
        "0|0;1|0|gpu_ids must be like '0-15 3-4,7', not '0;1'",
        "0 1|- -|0|slot_ids are of more processes than there are nodes: '0 1'",
        "a:0|-|0|slot_ids name the node 'a', which is not a number",
        "1:|-|0|not '1:'"
      })
  void damagedCellsAreRefusedInOneLineWithTheirPlace(
      String slots, String gpus, String exit, String message) throws Exception {
    // The first name spans two lines of the file.
    String rows =
        ROW.replaceFirst("A", "\"A\nB\"")
            + ",0,-,0\n"
            + ROW
            + ",\""
            + slots
            + "\",\""
            + gpus
            + "\","
            + exit;
    assertRefused("trace.csv", HEADER + COLUMNS + "\n" + rows + "\n", 17, message);
    Path good = folder.resolve("good.json");
    TraceFile.write(
        good,
        executed(
            List.of(
                record("A", "a", 1, 0, List.of(0), null),
                executed(
                    "B",
                    1,
                    0,
                    new Execution(77, List.of(new Share(0, List.of(33), List.of(44))))))));
    String json =
        Files.readString(good)
            .replace("\"33\"", "\"" + slots + "\"")
            .replace("\"44\"", "\"" + gpus + "\"")
            .replace("77", exit.isEmpty() || exit.equals("x") ? "\"" + exit + "\"" : exit);
    assertRefused("trace.json", json, 3, message);
  }

  private void assertRefused(String name, String text, int line, String message) throws Exception {
    String whole = name.endsWith(".csv") ? text + "# ttx_s: 2.000000\n" : text;
    Path file = Files.writeString(folder.resolve(name), whole);
    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(name + ":" + line + ":1: ")
        .hasMessageContaining(message)
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1);
  }
}
