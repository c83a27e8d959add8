package org.interleave.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/**
 * Whether one distribution holds in all runs: the values of each run against those of all others,
 * by the two-sample test of Kolmogorov and Smirnov, corrected for the number of runs after
 * Bonferroni.
 *
 * @param statistic the largest distance of two distributions; NaN if there was nothing to compare
 * @param p how likely chance alone is to give such distances; NaN likewise
 */
public record Homogeneity(double statistic, double p) {

  /** Nothing was compared. */
  public static final Homogeneity NONE = new Homogeneity(Double.NaN, Double.NaN);

  /** The fewest values of a run that tell something of a distribution. */
  private static final int FEWEST = 2;

  static Homogeneity of(List<Value> values) {
    Map<Integer, List<Double>> byRun = new TreeMap<>();
    values.forEach(v -> byRun.computeIfAbsent(v.run(), r -> new ArrayList<>()).add(v.micros()));
    double largest = Double.NaN;
    double least = Double.NaN;
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    for (Map.Entry<Integer, List<Double>> one : byRun.entrySet()) {
      List<Double> rest = new ArrayList<>();
      byRun.forEach((run, micros) -> rest.addAll(run.equals(one.getKey()) ? List.of() : micros));
      if (one.getValue().size() >= FEWEST && rest.size() >= FEWEST) {
        double d = test.kolmogorovSmirnovStatistic(array(one.getValue()), array(rest));
        // The asymptotic one, as small numbers of equal values would need random ties otherwise.
        double p = test.approximateP(d, one.getValue().size(), rest.size());
        largest = Double.isNaN(largest) ? d : Math.max(largest, d);
        least = Double.isNaN(least) ? p : Math.min(least, p);
      }
    }
    return Double.isNaN(least)
        ? NONE
        : new Homogeneity(largest, Math.min(1, Math.max(0, least) * byRun.size()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
