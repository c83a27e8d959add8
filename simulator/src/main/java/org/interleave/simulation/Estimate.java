package org.interleave.simulation;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of independent observations with Student's interval.
 *
 * @param n how many observations
 * @param mean of them
 * @param sd their standard deviation, with n - 1; 0 for a single one
 * @param low the lower end of the interval; equal to the mean for a single observation
 * @param high the upper end
 */
public record Estimate(int n, double mean, double sd, double low, double high) {

  /** The confidence of all intervals. */
  public static final double CONFIDENCE = 0.95;

  private static final int MOST_QUANTILES = 10_000;

  /** By observations: to invert the distribution takes longer than many a simulation. */
  private static final ConcurrentMap<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

  /** The estimate from all of some independent observations, one or more. */
  public static Estimate of(double[] observations) {
    return of(observations, observations.length);
  }

  /** The estimate from the first {@code n} of some observations. */
  static Estimate of(double[] observations, int n) {
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      // Welford: stable where the spread is small beside the mean.
      double delta = observations[i] - mean;
      mean += delta / (i + 1);
      squares += delta * (observations[i] - mean);
    }
    if (n < 2) {
      return new Estimate(n, mean, 0, mean, mean);
    }
    double sd = Math.sqrt(Math.max(0, squares / (n - 1)));
    double half = quantile(n) * sd / Math.sqrt(n);
    return new Estimate(n, mean, sd, mean - half, mean + half);
  }

  private static double quantile(int n) {
    Double known = QUANTILES.get(n);
    if (known != null) {
      return known;
    }
    double quantile =
        new TDistribution(null, n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    if (QUANTILES.size() < MOST_QUANTILES) {
      QUANTILES.put(n, quantile);
    }
    return quantile;
  }

  /** Half the width of the interval. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  /** Whether the interval leaves zero out; a single observation has none. */
  public boolean excludesZero() {
    return n > 1 && (low > 0 || high < 0);
  }
}
