package org.interleave.analysis;

import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.interleave.duration.Duration;

/**
 * How long the slowest of several tasks takes. A set is done when its slowest task is, so a spread
 * of 5% stretches a set of 96 tasks by 12%.
 */
public final class OrderStatistics {

  /** The probability that is left out at either end of the integral. */
  private static final double NEGLIGIBLE = 1e-13;

  private OrderStatistics() {}

  /**
   * The expected maximum of {@code n} independent times: {@code a + integral over t > a of 1 -
   * F(t)^n}, with {@code a} so low that all n are practically never below.
   *
   * @param n 1 or more
   * @return seconds
   */
  public static double expectedSlowestSeconds(Duration time, long n) {
    if (n == 1 || time.isConstant()) {
      return time.meanSeconds();
    }
    double low = time.quantileSeconds(Math.pow(NEGLIGIBLE, 1.0 / n));
    double high = time.quantileSeconds(1 - Math.max(NEGLIGIBLE / n, 0x1p-53));
    if (!(high > low)) {
      return high;
    }
    IterativeLegendreGaussIntegrator integrator =
        new IterativeLegendreGaussIntegrator(32, 1e-10, 1e-12, 2, 16);
    try {
      return low
          + integrator.integrate(
              2_000_000, t -> -Math.expm1(n * Math.log(time.cumulative(t))), low, high);
    } catch (TooManyEvaluationsException e) {
      throw new IllegalStateException("the expected slowest of " + n + " does not converge", e);
    }
  }
}
