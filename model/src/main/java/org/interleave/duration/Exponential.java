package org.interleave.duration;

/**
 * Memoryless: {@code P(T > t) = exp(-t / mean)}; its coefficient of variation is 1.
 *
 * @param mean seconds, positive
 */
public record Exponential(double mean) implements Duration {

  public Exponential {
    Parameters.positive("mean", mean);
  }

  @Override
  public double meanSeconds() {
    return mean;
  }

  @Override
  public double sdSeconds() {
    return mean;
  }

  @Override
  public double quantileSeconds(double p) {
    return -mean * Math.log1p(-p);
  }

  @Override
  public double cumulative(double t) {
    return t <= 0 ? 0 : -Math.expm1(-t / mean);
  }

  @Override
  public double survival(double t) {
    return t <= 0 ? 1 : Math.exp(-t / mean);
  }

  @Override
  public Exponential scaledBy(double factor) {
    return new Exponential(mean * factor);
  }
}
