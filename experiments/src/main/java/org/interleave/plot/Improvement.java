package org.interleave.plot;

import java.util.List;

/**
 * The relative improvement I of a workflow, Eqn 4 of the paper, as one source has it.
 *
 * @param workflow its name
 * @param from who says so, such as {@code simulated, 100 replications}
 * @param source what kind of source that is
 * @param points each value that is known by itself, one or more
 * @param low the lower end of the 95% interval of their mean; NaN where there is none
 * @param high its upper end, or NaN
 */
public record Improvement(
    String workflow, String from, Source source, List<Double> points, double low, double high) {

  /** Where a value comes from, in the order in which they are shown. */
  public enum Source {
    PREDICTED,
    SIMULATED,
    MEASURED
  }

  public Improvement {
    points = List.copyOf(points);
    if (points.isEmpty() || !points.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("I of '" + workflow + "', " + from + ", is not a number");
    }
    if (Double.isNaN(low) != Double.isNaN(high)) {
      throw new IllegalArgumentException("an interval has two ends");
    }
  }

  /** Values without an interval. */
  static Improvement of(String workflow, String from, Source source, List<Double> points) {
    return new Improvement(workflow, from, source, points, Double.NaN, Double.NaN);
  }

  double mean() {
    return points.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  boolean hasInterval() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  /** The least of all its values. */
  double least() {
    double least = points.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return hasInterval() ? Math.min(low, least) : least;
  }

  /** The largest of all its values. */
  double most() {
    double most = points.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return hasInterval() ? Math.max(high, most) : most;
  }
}
