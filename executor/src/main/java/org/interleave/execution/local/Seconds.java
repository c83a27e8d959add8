package org.interleave.execution.local;

import java.math.BigDecimal;

/** Durations as programs and people read them: decimal seconds, whatever the locale. */
final class Seconds {
  private Seconds() {}

  /** All digits that there are, without an exponent: {@code 1.5}, {@code 20}, {@code 0.000001}. */
  static String of(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
  }
}
