package org.interleave.interchange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;

/** A record of a trace as cells, one a column. */
final class TraceRow {

  /** The columns. */
  static final List<String> COLUMNS =
      List.of(
          "set",
          "iteration",
          "index",
          "attempt",
          "stage",
          "slots",
          "gpus",
          "memory_mib",
          "nodes",
          "ready_s",
          "dispatched_s",
          "started_s",
          "ended_s",
          "freed_s",
          "requested_s",
          "end",
          "slot_ids",
          "gpu_ids",
          "exit_code");

  /** The columns of files from before there was real execution. */
  static final List<String> OLDER_COLUMNS = COLUMNS.subList(0, COLUMNS.indexOf("slot_ids"));

  private static final Set<String> TEXTS =
      Set.of("set", "stage", "nodes", "end", "slot_ids", "gpu_ids");

  private static final int LONGEST_TIME = 40;

  private TraceRow() {}

  /** Whether a column holds text, and not a number. */
  static boolean isText(String column) {
    return TEXTS.contains(column);
  }

  static List<String> cells(TaskRecord t) {
    List<String> cells = new ArrayList<>(COLUMNS.size());
    cells.add(t.set());
    cells.add(Integer.toString(t.iteration()));
    cells.add(Integer.toString(t.index()));
    cells.add(Integer.toString(t.attempt()));
    cells.add(t.stage());
    cells.add(Integer.toString(t.slots()));
    cells.add(Integer.toString(t.gpus()));
    cells.add(Long.toString(t.memoryMiB()));
    cells.add(String.join(" ", t.nodes().stream().map(n -> Integer.toString(n)).toList()));
    cells.add(seconds(t.readyMicros()));
    cells.add(seconds(t.dispatchedMicros()));
    cells.add(seconds(t.startedMicros()));
    cells.add(seconds(t.endedMicros()));
    cells.add(seconds(t.freedMicros()));
    cells.add(seconds(t.requestedMicros()));
    cells.add(t.end().name());
    cells.addAll(ExecutionCells.of(t.execution(), t.nodes()));
    return cells;
  }

  /**
   * Reads a row of all columns, or of the older ones.
   *
   * @throws IllegalArgumentException if a cell is damaged
   * @throws ArithmeticException if a time is not in whole microseconds
   */
  static TaskRecord record(List<String> c) {
    boolean older = c.size() == OLDER_COLUMNS.size();
    List<Integer> nodes = Arrays.stream(c.get(8).split(" ", -1)).map(Integer::valueOf).toList();
    int slots = Integer.parseInt(c.get(5));
    int gpus = Integer.parseInt(c.get(6));
    int held = Math.max(slots, gpus);
    return new TaskRecord(
        c.get(0),
        Integer.parseInt(c.get(1)),
        Integer.parseInt(c.get(2)),
        Integer.parseInt(c.get(3)),
        c.get(4),
        slots,
        gpus,
        Long.parseLong(c.get(7)),
        nodes,
        micros(c.get(9)),
        micros(c.get(10)),
        micros(c.get(11)),
        micros(c.get(12)),
        micros(c.get(13)),
        micros(c.get(14)),
        TaskEnd.valueOf(c.get(15)),
        older ? null : ExecutionCells.read(c.get(16), c.get(17), c.get(18), nodes, held));
  }

  static String seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  static long micros(String seconds) {
    if (seconds.length() > LONGEST_TIME) {
      throw new IllegalArgumentException("'" + seconds + "' is not a time");
    }
    return new BigDecimal(seconds).movePointRight(6).longValueExact();
  }
}
