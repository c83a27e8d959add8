package org.interleave.sweep;

/**
 * Sums of one quantity or several, kept apart for groups of observations, so that a jackknife tells
 * how sure a ratio of their means is.
 */
final class Groups {

  /** Enough for an interval, few enough that each holds much. */
  static final int COUNT = 20;

  private final double[][] sums;
  private final long[] counts = new long[COUNT];
  private long observations;

  Groups(int quantities) {
    sums = new double[COUNT][quantities];
  }

  /** What is estimated, from means. */
  interface Statistic {
    double of(double[] means);
  }

  /** Adds one observation of all quantities. */
  void add(double... values) {
    int group = (int) (observations++ % COUNT);
    counts[group]++;
    for (int q = 0; q < values.length; q++) {
      sums[group][q] += values[q];
    }
  }

  long observations() {
    return observations;
  }

  /** The statistic of all groups. */
  double value(Statistic statistic) {
    return statistic.of(means(-1));
  }

  /** Its standard error, by leaving out one group after the other; NaN if there are too few. */
  double standardError(Statistic statistic) {
    if (observations < 2 * COUNT) {
      return Double.NaN;
    }
    double[] without = new double[COUNT];
    double mean = 0;
    for (int g = 0; g < COUNT; g++) {
      without[g] = statistic.of(means(g));
      mean += without[g] / COUNT;
    }
    double squares = 0;
    for (double each : without) {
      squares += (each - mean) * (each - mean);
    }
    return Math.sqrt((COUNT - 1.0) / COUNT * squares);
  }

  private double[] means(int leftOut) {
    double[] means = new double[sums[0].length];
    long n = 0;
    for (int g = 0; g < COUNT; g++) {
      if (g != leftOut) {
        n += counts[g];
        for (int q = 0; q < means.length; q++) {
          means[q] += sums[g][q];
        }
      }
    }
    for (int q = 0; q < means.length; q++) {
      means[q] /= n;
    }
    return means;
  }
}
