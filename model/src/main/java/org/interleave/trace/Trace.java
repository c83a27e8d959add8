package org.interleave.trace;

import java.util.Comparator;
import java.util.List;

/**
 * What happened in one run, task by task.
 *
 * @param header what it is a trace of
 * @param records one for each attempt at a task, in the order in which the attempts started
 */
public record Trace(TraceHeader header, List<TaskRecord> records) {

  private static final Comparator<TaskRecord> STARTS =
      Comparator.comparingLong(TaskRecord::startedMicros)
          .thenComparingLong(TaskRecord::dispatchedMicros)
          .thenComparing(TaskRecord::set)
          .thenComparingInt(TaskRecord::iteration)
          .thenComparingInt(TaskRecord::index)
          .thenComparingInt(TaskRecord::attempt);

  public Trace {
    records = List.copyOf(records);
  }

  /** A trace of records in any order. */
  public static Trace of(TraceHeader header, List<TaskRecord> records) {
    return new Trace(header, records.stream().sorted(STARTS).toList());
  }
}
