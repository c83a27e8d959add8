package org.interleave.trace;

import java.math.BigDecimal;

/** How violations name instants, tasks and attempts. */
final class Wording {

  private static final int MICRO_DIGITS = 6;

  private Wording() {}

  /** Whole microseconds in seconds, to the last digit and for every {@code long}. */
  static String seconds(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).toPlainString() + " s";
  }

  static String task(String set, int iteration, int index, int iterations) {
    return (iterations == 1 ? set : set + "[" + iteration + "]") + " #" + index;
  }

  static String task(TaskRecord r, int iterations) {
    return task(r.set(), r.iteration(), r.index(), iterations);
  }

  static String attempt(TaskRecord r, int iterations) {
    return task(r, iterations) + " attempt " + r.attempt();
  }
}
