package org.interleave.sweep;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much of the variance of I each axis causes, alone (first order) and with all its interactions
 * (total): Jansen's estimators (Saltelli and others 2010, table 2 c and f).
 */
final class SobolIndices {

  /**
   * The indices of an axis with the half widths of their 95% intervals; NaN where there are too few
   * points.
   */
  record Index(String axis, double first, double firstHalf, double total, double totalHalf) {}

  private static final double CONFIDENCE = 0.975;
  private static final double DUST = 1e-12;

  private final List<String> axes;
  private final List<Groups> groups = new ArrayList<>();
  private final double[] block;
  private int filled;
  private boolean whole = true;
  private long incomplete;

  SobolIndices(List<String> axes) {
    this.axes = List.copyOf(axes);
    axes.forEach(a -> groups.add(new Groups(4)));
    block = new double[axes.size() + 2];
  }

  /** The next point of the design; NaN if it could not be run. */
  void add(double improvement) {
    block[filled++] = improvement;
    whole &= Double.isFinite(improvement);
    if (filled < block.length) {
      return;
    }
    if (whole) {
      double a = block[0];
      double b = block[1];
      for (int j = 0; j < axes.size(); j++) {
        double mixed = block[j + 2];
        groups
            .get(j)
            .add(
                (b - mixed) * (b - mixed) / 2,
                (a - mixed) * (a - mixed) / 2,
                (a + b) / 2,
                (a * a + b * b) / 2);
      }
    } else {
      incomplete++;
    }
    filled = 0;
    whole = true;
  }

  /** Rows of the matrices that had to be left out. */
  long incomplete() {
    return incomplete;
  }

  /** NaN if it is nothing but what rounding leaves: of what does not vary there are no shares. */
  private static double variance(double[] means) {
    double variance = means[3] - means[2] * means[2];
    return variance > DUST * means[3] ? variance : Double.NaN;
  }

  List<Index> indices() {
    List<Index> indices = new ArrayList<>();
    double t = new TDistribution(null, Groups.COUNT - 1).inverseCumulativeProbability(CONFIDENCE);
    for (int j = 0; j < axes.size(); j++) {
      Groups g = groups.get(j);
      Groups.Statistic first = m -> 1 - m[0] / variance(m);
      Groups.Statistic total = m -> m[1] / variance(m);
      indices.add(
          new Index(
              axes.get(j),
              g.value(first),
              t * g.standardError(first),
              g.value(total),
              t * g.standardError(total)));
    }
    return indices;
  }
}
