package org.interleave.duration;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Gamma;

/**
 * The Weibull distribution: {@code P(T > t) = exp(-(t / scale)^shape)}.
 *
 * @param shape more than 0.05 and at most 10^5; below 1 the tail is heavier than an exponential's
 * @param scale seconds, positive
 */
public record Weibull(double shape, double scale) implements Duration {

  private static final double LEAST_SHAPE = 0.05;
  private static final double MOST_SHAPE = 1e5;

  public Weibull {
    Parameters.number("shape", shape, LEAST_SHAPE, MOST_SHAPE);
    Parameters.positive("scale", scale);
  }

  /**
   * A Weibull duration of the given mean and coefficient of variation; the shape solves {@code
   * Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 = 1 + cv^2}.
   */
  public static Weibull withCv(double mean, double cv) {
    Parameters.positive("mean", mean);
    Parameters.number("cv", cv, 2e-5, 100);
    double target = Math.log1p(cv * cv);
    double logShape =
        new BrentSolver(1e-14)
            .solve(
                500,
                x -> {
                  double k = Math.exp(x);
                  return Gamma.logGamma(1 + 2 / k) - 2 * Gamma.logGamma(1 + 1 / k) - target;
                },
                Math.log(LEAST_SHAPE),
                Math.log(MOST_SHAPE));
    double shape = Math.exp(logShape);
    return new Weibull(shape, mean / Math.exp(Gamma.logGamma(1 + 1 / shape)));
  }

  @Override
  public double meanSeconds() {
    return scale * Math.exp(Gamma.logGamma(1 + 1 / shape));
  }

  @Override
  public double sdSeconds() {
    double ratio = Gamma.logGamma(1 + 2 / shape) - 2 * Gamma.logGamma(1 + 1 / shape);
    return meanSeconds() * Math.sqrt(Math.max(0, Math.expm1(ratio)));
  }

  @Override
  public double quantileSeconds(double p) {
    return Math.max(scale * Math.pow(-Math.log1p(-p), 1 / shape), Double.MIN_NORMAL);
  }

  @Override
  public double cumulative(double t) {
    return t <= 0 ? 0 : -Math.expm1(-Math.pow(t / scale, shape));
  }

  @Override
  public double survival(double t) {
    return t <= 0 ? 1 : Math.exp(-Math.pow(t / scale, shape));
  }

  @Override
  public Weibull scaledBy(double factor) {
    return new Weibull(shape, scale * factor);
  }
}
