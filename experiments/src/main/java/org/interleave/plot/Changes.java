package org.interleave.plot;

import java.util.Arrays;
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
}
