package org.interleave.duration;

import java.util.Arrays;
import java.util.List;

/** Measured times, each as likely as any other of them: the empirical distribution. */
public final class Empirical implements Duration {

  private final double[] sorted;
  private final double mean;
  private final double sd;

  /**
   * The distribution of the given times.
   *
   * @param seconds one or more, each positive; in any order
   */
  public Empirical(List<Double> seconds) {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("an empirical distribution needs one time or more");
    }
    this.sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    for (double each : sorted) {
      Parameters.positive("time", each);
    }
    this.mean = Arrays.stream(sorted).sum() / sorted.length;
    double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
    this.sd = Math.sqrt(squares / sorted.length);
  }

  /** How many times there are. */
  public int size() {
    return sorted.length;
  }

  /** The times, the shortest first. */
  public List<Double> timesSeconds() {
    return Arrays.stream(sorted).boxed().toList();
  }

  @Override
  public double meanSeconds() {
    return mean;
  }

  @Override
  public double sdSeconds() {
    return sorted[0] == sorted[sorted.length - 1] ? 0 : sd;
  }

  @Override
  public double quantileSeconds(double p) {
    return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(p * sorted.length))];
  }

  @Override
  public double cumulative(double t) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) low / sorted.length;
  }

  @Override
  public double largestSeconds() {
    return sorted[sorted.length - 1];
  }

  /** The expected maximum of {@code n} draws, exact: the sum of x_i ((i/m)^n - ((i-1)/m)^n). */
  public double expectedSlowestSeconds(long n) {
    double sum = 0;
    double below = 0;
    for (int i = 0; i < sorted.length; i++) {
      double upTo = Math.exp(n * Math.log((i + 1.0) / sorted.length));
      sum += sorted[i] * (upTo - below);
      below = upTo;
    }
    return sum;
  }

  @Override
  public Empirical scaledBy(double factor) {
    return new Empirical(Arrays.stream(sorted).map(x -> x * factor).boxed().toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Empirical e && Arrays.equals(sorted, e.sorted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  @Override
  public String toString() {
    return "Empirical[" + sorted.length + " times, mean=" + mean + "]";
  }
}
