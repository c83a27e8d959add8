package org.interleave.simulation;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How often something happened, with Wilson's interval, which holds near 0 and 1 too.
 *
 * @param successes how often it happened
 * @param n of how many times
 * @param low the lower end of the interval
 * @param high the upper end
 */
public record Proportion(int successes, int n, double low, double high) {

  static Proportion of(int successes, int n) {
    ConfidenceInterval interval =
        new WilsonScoreInterval().createInterval(n, successes, Estimate.CONFIDENCE);
    return new Proportion(
        successes,
        n,
        successes == 0 ? 0 : Math.max(0, interval.getLowerBound()),
        successes == n ? 1 : Math.min(1, interval.getUpperBound()));
  }

  /** The share itself. */
  public double share() {
    return (double) successes / n;
  }
}
