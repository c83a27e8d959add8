package org.interleave.duration;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A normal distribution, conditioned on positive times.
 *
 * <p>{@code mean} and {@code sd} are those of the distribution before it is truncated at zero; the
 * effective ones are {@link #meanSeconds} and {@link #sdSeconds}. Sampling inverts the conditioned
 * distribution instead of clipping or drawing again, so one uniform number always gives one time.
 *
 * @param mean seconds, positive
 * @param sd seconds, zero or more
 */
public record Normal(double mean, double sd) implements Duration {

  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  public Normal {
    Parameters.positive("mean", mean);
    Parameters.nonNegative("sd", sd);
  }

  /** A normal duration whose standard deviation is {@code cv} times its mean. */
  public static Normal withCv(double mean, double cv) {
    return new Normal(mean, mean * cv);
  }

  @Override
  public double meanSeconds() {
    return sd == 0 ? mean : mean + sd * hazard();
  }

  @Override
  public double sdSeconds() {
    if (sd == 0) {
      return 0;
    }
    double h = hazard();
    return sd * Math.sqrt(Math.max(0, 1 + cut() * h - h * h));
  }

  @Override
  public double quantileSeconds(double p) {
    return sd == 0
        ? mean
        : quantile(
            p, STANDARD.cumulativeProbability(cut()), STANDARD.cumulativeProbability(-cut()));
  }

  @Override
  public void toQuantiles(double[] probabilities, int count) {
    if (sd == 0) {
      java.util.Arrays.fill(probabilities, 0, count, mean);
      return;
    }
    double below = STANDARD.cumulativeProbability(cut());
    double above = STANDARD.cumulativeProbability(-cut());
    for (int i = 0; i < count; i++) {
      probabilities[i] = quantile(probabilities[i], below, above);
    }
  }

  private double quantile(double p, double below, double above) {
    // From the nearer end: close to 1 a probability has no digits left.
    double z =
        p < 0.5
            ? StandardNormal.quantile(below + p * above)
            : -StandardNormal.quantile((1 - p) * above);
    return Math.max(mean + sd * z, Double.MIN_NORMAL);
  }

  @Override
  public double cumulative(double t) {
    if (t <= 0) {
      return 0;
    }
    if (sd == 0) {
      return t >= mean ? 1 : 0;
    }
    double below = STANDARD.cumulativeProbability(cut());
    return (STANDARD.cumulativeProbability((t - mean) / sd) - below) / (1 - below);
  }

  @Override
  public double survival(double t) {
    if (t <= 0 || sd == 0) {
      return t < mean ? 1 : 0;
    }
    return STANDARD.cumulativeProbability((mean - t) / sd) / STANDARD.cumulativeProbability(-cut());
  }

  @Override
  public Normal scaledBy(double factor) {
    return new Normal(mean * factor, sd * factor);
  }

  /** Zero in standard units. */
  private double cut() {
    return -mean / sd;
  }

  /** phi(a) / (1 - Phi(a)) at the cut, the shift of the mean in standard deviations. */
  private double hazard() {
    double a = cut();
    return STANDARD.density(a) / (1 - STANDARD.cumulativeProbability(a));
  }
}
