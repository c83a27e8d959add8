package org.interleave.duration;

/**
 * Every time between two limits is equally likely.
 *
 * @param min seconds, positive
 * @param max seconds, at least {@code min}
 */
public record Uniform(double min, double max) implements Duration {

  public Uniform {
    Parameters.positive("min", min);
    Parameters.positive("max", max);
    if (max < min) {
      throw new IllegalArgumentException("max (" + max + " s) is less than min (" + min + " s)");
    }
  }

  /** A uniform duration of the given mean; the cv of positive times is less than 1/sqrt(3). */
  public static Uniform withCv(double mean, double cv) {
    Parameters.positive("mean", mean);
    Parameters.number("cv", cv, 0, 0.577);
    double half = mean * cv * Math.sqrt(3);
    return new Uniform(mean - half, mean + half);
  }

  @Override
  public double meanSeconds() {
    return min + (max - min) / 2;
  }

  @Override
  public double sdSeconds() {
    return (max - min) / Math.sqrt(12);
  }

  @Override
  public double quantileSeconds(double p) {
    return min + p * (max - min);
  }

  @Override
  public double cumulative(double t) {
    if (t >= max) {
      return 1;
    }
    return t <= min ? 0 : (t - min) / (max - min);
  }

  @Override
  public double largestSeconds() {
    return max;
  }

  @Override
  public Uniform scaledBy(double factor) {
    return new Uniform(min * factor, max * factor);
  }
}
