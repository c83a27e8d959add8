package org.interleave.duration;

import org.apache.commons.math3.distribution.GammaDistribution;

/**
 * The gamma distribution with density {@code t^(shape-1) exp(-t/scale)}, up to a constant.
 *
 * @param shape more than 0.001 and at most 10^8
 * @param scale seconds, positive
 */
public record Gamma(double shape, double scale) implements Duration {

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
    return Math.max(distribution().inverseCumulativeProbability(p), Double.MIN_NORMAL);
  }

  @Override
  public double cumulative(double t) {
    return t <= 0 ? 0 : distribution().cumulativeProbability(t);
  }

  @Override
  public double survival(double t) {
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
