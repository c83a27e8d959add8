package org.interleave.spec;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers and numbers with units as texts that {@link Quantity} reads as just the same numbers. */
final class QuantityText {

  private static final long MEBIBYTES_A_GIBIBYTE = 1024;

  /** Every decimal number of so many digits is told apart by a double. */
  private static final int SURE_DIGITS = 15;

  /** So many digits tell every double apart. */
  private static final int ENOUGH_DIGITS = 17;

  private static final int MOST_PLAIN_DIGITS = 21;

  private QuantityText() {}

  /** A number without a unit. */
  static String number(double value) {
    return written(shortest(value));
  }

  /** A time of which every digit counts. */
  static String seconds(double seconds) {
    return time(shortest(seconds));
  }

  /** A time in whole microseconds. */
  static String micros(long micros) {
    return time(BigDecimal.valueOf(micros, 6));
  }

  static String mebibytes(long mebibytes) {
    return mebibytes % MEBIBYTES_A_GIBIBYTE == 0
        ? mebibytes / MEBIBYTES_A_GIBIBYTE + " GiB"
        : mebibytes + " MiB";
  }

  private static String time(BigDecimal seconds) {
    if (seconds.signum() == 0 || seconds.compareTo(BigDecimal.ONE) >= 0) {
      return written(seconds) + " s";
    }
    BigDecimal millis = seconds.movePointRight(3);
    return millis.compareTo(BigDecimal.ONE) >= 0
        ? written(millis) + " ms"
        : written(millis.movePointRight(3)) + " us";
  }

  /**
   * The decimal number of the fewest digits that is read as the given one. Java's own texts of
   * doubles differ from version to version.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = SURE_DIGITS; digits < ENOUGH_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(ENOUGH_DIGITS));
  }

  private static String written(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    int magnitude = stripped.precision() - stripped.scale();
    return Math.abs(magnitude) < MOST_PLAIN_DIGITS ? stripped.toPlainString() : stripped.toString();
  }
}
