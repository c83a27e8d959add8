package org.interleave.duration;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The logarithm of the time is normal: {@code ln t ~ N(ln median, sigma)}.
 *
 * @param median seconds, positive
 * @param sigma standard deviation of the logarithm, more than 0 and at most 10
 */
public record Lognormal(double median, double sigma) implements Duration {

  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  public Lognormal {
    Parameters.positive("median", median);
    Parameters.number("sigma", sigma, 0, 10);
  }

  /** A lognormal duration of the given mean and coefficient of variation. */
  public static Lognormal withCv(double mean, double cv) {
    Parameters.positive("mean", mean);
    Parameters.number("cv", cv, 0, 1e6);
    double variance = Math.log1p(cv * cv);
    return new Lognormal(mean * Math.exp(-variance / 2), Math.sqrt(variance));
  }

  @Override
  public double meanSeconds() {
    return median * Math.exp(sigma * sigma / 2);
  }

  @Override
  public double sdSeconds() {
    return meanSeconds() * Math.sqrt(Math.expm1(sigma * sigma));
  }

  @Override
  public double quantileSeconds(double p) {
    return median * Math.exp(sigma * StandardNormal.quantile(p));
  }

  @Override
  public void toQuantiles(double[] probabilities, int count) {
    for (int i = 0; i < count; i++) {
      probabilities[i] = median * Math.exp(sigma * StandardNormal.quantile(probabilities[i]));
    }
  }

  @Override
  public double cumulative(double t) {
    return t <= 0 ? 0 : STANDARD.cumulativeProbability(Math.log(t / median) / sigma);
  }

  @Override
  public double survival(double t) {
    return t <= 0 ? 1 : STANDARD.cumulativeProbability(-Math.log(t / median) / sigma);
  }

  @Override
  public Lognormal scaledBy(double factor) {
    return new Lognormal(median * factor, sigma);
  }
}
