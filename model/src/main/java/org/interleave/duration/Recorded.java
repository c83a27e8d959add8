package org.interleave.duration;

import java.util.Arrays;
import java.util.List;

/**
 * Times of a run that was recorded, one a task: the task with index i takes the i-th, whatever the
 * seed, and behind the last time the list begins anew. As a distribution it is that of a task
 * chosen at random.
 */
public final class Recorded implements Duration {

  private final double[] times;
  private final Empirical distribution;

  /**
   * The given times.
   *
   * @param seconds one or more, each positive; in the order of the tasks
   */
  public Recorded(List<Double> seconds) {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("recorded times are one or more");
    }
    this.times = seconds.stream().mapToDouble(Double::doubleValue).toArray();
    this.distribution = new Empirical(seconds);
  }

  /** The times, in the order of the tasks. */
  public List<Double> timesSeconds() {
    return Arrays.stream(times).boxed().toList();
  }

  /** The longest time of the first {@code n} tasks. */
  public double slowestSeconds(long n) {
    double slowest = 0;
    for (int i = 0; i < Math.min(n, times.length); i++) {
      slowest = Math.max(slowest, times[i]);
    }
    return slowest;
  }

  /** The shortest time of all. */
  public double smallestSeconds() {
    return Arrays.stream(times).min().orElse(0);
  }

  @Override
  public void toTimes(double[] probabilities, int first, int count) {
    for (int i = 0; i < count; i++) {
      probabilities[i] = times[(first + i) % times.length];
    }
  }

  @Override
  public double meanSecondsOf(int index) {
    return times[index % times.length];
  }

  @Override
  public double meanSeconds() {
    return distribution.meanSeconds();
  }

  @Override
  public double sdSeconds() {
    return distribution.sdSeconds();
  }

  @Override
  public double quantileSeconds(double p) {
    return distribution.quantileSeconds(p);
  }

  @Override
  public double cumulative(double seconds) {
    return distribution.cumulative(seconds);
  }

  @Override
  public double largestSeconds() {
    return distribution.largestSeconds();
  }

  @Override
  public Recorded scaledBy(double factor) {
    return new Recorded(Arrays.stream(times).map(x -> x * factor).boxed().toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recorded r && Arrays.equals(times, r.times);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(times);
  }

  @Override
  public String toString() {
    return "Recorded[" + times.length + " times, mean=" + meanSeconds() + "]";
  }
}
