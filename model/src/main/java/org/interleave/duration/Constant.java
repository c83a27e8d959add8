package org.interleave.duration;

/**
 * A time that does not vary.
 *
 * @param seconds positive and finite
 */
public record Constant(double seconds) implements Duration {

  public Constant {
    Parameters.positive("time", seconds);
  }

  @Override
  public double meanSeconds() {
    return seconds;
  }

  @Override
  public double sdSeconds() {
    return 0;
  }

  @Override
  public double quantileSeconds(double p) {
    return seconds;
  }

  @Override
  public double cumulative(double t) {
    return t >= seconds ? 1 : 0;
  }

  @Override
  public double largestSeconds() {
    return seconds;
  }

  @Override
  public Constant scaledBy(double factor) {
    return new Constant(seconds * factor);
  }
}
