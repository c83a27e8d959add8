package org.interleave.plot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;

/** A step function in the making. */
final class Changes {

  private long[] micros = new long[64];
  private long[] changes = new long[64];
  private int size;

  /** From one instant to another it is higher by an amount. */
  void add(long fromMicros, long toMicros, long amount) {
    if (toMicros > fromMicros && amount != 0) {
      at(fromMicros, amount);
      at(toMicros, -amount);
    }
  }

  private void at(long instant, long change) {
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, 2 * size);
      changes = Arrays.copyOf(changes, 2 * size);
    }
    micros[size] = instant;
    changes[size++] = change;
  }

  Steps steps() {
    return Steps.of(Arrays.copyOf(micros, size), Arrays.copyOf(changes, size));
  }

  /** By set, how many tasks are between two of their instants. */
  static Map<String, List<Steps>> bySet(
      Trace trace, ToLongFunction<TaskRecord> from, ToLongFunction<TaskRecord> to) {
    Map<String, Changes> bySet = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      bySet
          .computeIfAbsent(t.set(), k -> new Changes())
          .add(from.applyAsLong(t), to.applyAsLong(t), 1);
    }
    Map<String, List<Steps>> steps = new HashMap<>();
    bySet.forEach((set, changes) -> steps.put(set, List.of(changes.steps())));
    return steps;
  }
}
