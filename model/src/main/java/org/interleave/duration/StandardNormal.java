package org.interleave.duration;

/**
 * Quantiles of the standard normal distribution from a table: exact but for some units in the last
 * place, and several times as fast as an inverse error function.
 *
 * <p>Probabilities from 2^-24 to 1/2 are cut into cells, 32 between every two powers of two, so
 * that the first bits of a probability are the number of its cell. In each cell stands the Taylor
 * polynomial about its middle; the derivatives follow from {@code z' = 1 / phi(z)}.
 */
final class StandardNormal {

  private static final int SHIFT = 52 - 5;
  private static final int TERMS = 8;
  private static final double LEAST = 0x1.0p-24;
  private static final long FIRST_CELL = cell(LEAST);
  private static final int CELLS = (int) (cell(0.5) - FIRST_CELL) + 1;
  private static final double[] TABLE = table();

  private StandardNormal() {}

  /**
   * The z that a fraction {@code p} of standard normal numbers does not exceed.
   *
   * @param p strictly between 0 and 1
   */
  static double quantile(double p) {
    double tail = Math.min(p, 1 - p);
    if (!(tail >= LEAST)) {
      return p < 0.5 ? farQuantile(p) : -farQuantile(1 - p);
    }
    return Math.copySign(evaluated(tail), p - 0.5);
  }

  private static double evaluated(double tail) {
    double[] c = TABLE;
    long cell = cell(tail);
    int at = (int) (cell - FIRST_CELL) * TERMS;
    double d = tail - middle(cell);
    double d2 = d * d;
    double low = c[at] + d * c[at + 1] + d2 * (c[at + 2] + d * c[at + 3]);
    double high = c[at + 4] + d * c[at + 5] + d2 * (c[at + 6] + d * c[at + 7]);
    return low + d2 * d2 * high;
  }

  private static long cell(double tail) {
    return Double.doubleToRawLongBits(tail) >> SHIFT;
  }

  private static double middle(long cell) {
    return Double.longBitsToDouble(cell << SHIFT | 1L << (SHIFT - 1));
  }

  /** By Newton's iteration on the logarithm, from the table's end. */
  private static double farQuantile(double tail) {
    double z = evaluated(LEAST);
    for (int i = 0; i < 8; i++) {
      z = improved(z, tail);
    }
    return z;
  }

  private static double improved(double z, double tail) {
    double below = cumulative(z);
    return z - Math.log(below / tail) * below / density(z);
  }

  /**
   * The probability below a z of 0 or less: by the power series, and farther out by Mills'
   * continued fraction.
   */
  static double cumulative(double z) {
    double x = -z;
    if (x < 2) {
      double term = x;
      double sum = x;
      for (int k = 3; Math.abs(term) > Math.abs(sum) * 1e-18; k += 2) {
        term *= x * x / k;
        sum += term;
      }
      return 0.5 - density(x) * sum;
    }
    double fraction = x;
    for (int k = 100; k > 0; k--) {
      fraction = x + k / fraction;
    }
    return density(x) / fraction;
  }

  static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double[] table() {
    double[] c = new double[CELLS * TERMS];
    double z = 0;
    double r = 1 / density(z);
    double before = 0.5;
    for (int i = CELLS - 1; i >= 0; i--) {
      double m = middle(FIRST_CELL + i);
      double d = r * (m - before);
      before = m;
      z = improved(improved(z + d + z * d * d / 2, m), m);
      r = 1 / density(z);
      double y = z * z;
      double[] derivatives = {
        z,
        1,
        z,
        1 + 2 * y,
        z * (7 + 6 * y),
        7 + y * (46 + 24 * y),
        z * (127 + y * (326 + 120 * y)),
        127 + y * (1740 + y * (2556 + 720 * y))
      };
      double power = 1;
      for (int n = 0; n < TERMS; n++) {
        c[i * TERMS + n] = derivatives[n] * power;
        power *= r / (n + 1);
      }
    }
    return c;
  }
}
