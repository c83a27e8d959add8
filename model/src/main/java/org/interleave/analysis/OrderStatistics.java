package org.interleave.analysis;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;

/**
 * How long the slowest of several tasks takes. A set is done when its slowest task is, so a spread
 * of 5% stretches a set of 96 tasks by 12%.
 */
public final class OrderStatistics {

  private static final GaussIntegratorFactory GAUSS = new GaussIntegratorFactory();

  private static final int POINTS = 40;
  private static final int MOST_SEGMENTS = 400;

  /** What is left out of the integral, as a share of the result. */
  private static final double NEGLIGIBLE = 1e-12;

  private OrderStatistics() {}

  /**
   * The expected maximum of {@code n} independent times: {@code a + integral over t > a of 1 -
   * F(t)^n}, with {@code a} so low that the maximum is practically never below. The integral is
   * taken by Gauss and Legendre on segments that grow geometrically with the tail.
   *
   * @param n 1 or more
   * @return seconds
   */
  public static double expectedSlowestSeconds(Duration time, long n) {
    if (n == 1 || time.isConstant()) {
      return time.meanSeconds();
    }
    if (time instanceof Empirical measured) {
      return measured.expectedSlowestSeconds(n);
    }
    double low = time.quantileSeconds(Math.max(Math.pow(NEGLIGIBLE, 1.0 / n), 1e-300));
    double middle = time.quantileSeconds(Math.min(Math.pow(0.5, 1.0 / n), 1 - 0x1p-53));
    double width = Math.max((middle - low) / 8, low * 1e-9);
    double largest = time.largestSeconds();
    double sum = low;
    double from = low;
    for (int s = 0; s < MOST_SEGMENTS && from < largest; s++) {
      double to = Math.min(from + width, largest);
      double part = GAUSS.legendre(POINTS, from, to).integrate(t -> maximumExceeds(time, n, t));
      sum += part;
      if (from > middle && part < NEGLIGIBLE * sum) {
        break;
      }
      from = to;
      // Where the integrand falls it needs short steps; far out in a heavy tail long ones will do.
      width *= from > middle ? 1.25 : 1;
    }
    // Where a tail is so heavy that the segments do not reach its end, at least the mean is known.
    return Math.max(sum, time.meanSeconds());
  }

  /** The probability that the slowest of n takes longer than t, without loss in the tail. */
  private static double maximumExceeds(Duration time, long n, double t) {
    return -Math.expm1(n * Math.log1p(-time.survival(t)));
  }
}
