package org.interleave.duration;

import org.apache.commons.math3.distribution.GammaDistribution;

/**
 * The gamma distribution with density {@code t^(shape-1) exp(-t/scale)}, up to a constant.
 *
 * @param shape more than 0.001 and at most 10^8
 * @param scale seconds, positive
 */
public record Gamma(double shape, double scale) implements Duration {

  private static final double NEARLY_ONE = 1 - 1e-9;

  public Gamma {
    Parameters.number("shape", shape, 1e-3, 1e8);
    Parameters.positive("scale", scale);
  }

  /** A gamma duration of the given mean and coefficient of variation. */
  public static Gamma withCv(double mean, double cv) {
    Parameters.positive("mean", mean);
    Parameters.number("cv", cv, 1e-4, 30);
    return new Gamma(1 / (cv * cv), mean * cv * cv);
  }

  @Override
  public double meanSeconds() {
    return shape * scale;
  }

  @Override
  public double sdSeconds() {
    return Math.sqrt(shape) * scale;
  }

  @Override
  public double quantileSeconds(double p) {
    double t =
        p < NEARLY_ONE ? distribution().inverseCumulativeProbability(p) : upperQuantile(1 - p);
    return Math.max(t, Double.MIN_NORMAL);
  }

  /** By bisection of the survival: close to 1 the inverse of the cumulative probability is lost. */
  private double upperQuantile(double above) {
    double low = 0;
    double high = meanSeconds() + sdSeconds();
    while (survival(high) > above) {
      low = high;
      high *= 2;
    }
    while (high - low > high * 1e-15 && (low + high) / 2 > low && (low + high) / 2 < high) {
      double middle = (low + high) / 2;
      if (survival(middle) > above) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public double cumulative(double t) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 1 : 0;
    }
    return t <= 0 ? 0 : distribution().cumulativeProbability(t);
  }

  @Override
  public double survival(double t) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 0 : 1;
    }
    return t <= 0 ? 1 : org.apache.commons.math3.special.Gamma.regularizedGammaQ(shape, t / scale);
  }

  @Override
  public Gamma scaledBy(double factor) {
    return new Gamma(shape, scale * factor);
  }

  private GammaDistribution distribution() {
    return new GammaDistribution(null, shape, scale);
  }
}
