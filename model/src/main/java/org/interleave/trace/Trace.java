package org.interleave.trace;

import java.util.List;

/**
 * What happened in one run, task by task.
 *
 * @param header what it is a trace of
 * @param records one for each attempt at a task, in the order in which the attempts started
 */
public record Trace(TraceHeader header, List<TaskRecord> records) {

  public Trace {
    records = List.copyOf(records);
  }
}
