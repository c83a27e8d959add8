package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * From which duration on tasks overrun by another time than shorter ones, if by any.
 *
 * <p>The sets are what is compared, not their tasks, which share their circumstances: Welch's test
 * of the means of short and long sets, at the limit that tells them apart best, corrected for the
 * number of limits after Bonferroni.
 */
final class Split {

  /** The fewest sets on either side. */
  private static final int FEWEST = 3;

  private static final double SIGNIFICANT = 0.001;

  private record SetMean(double duration, double overrun) {}

  private Split() {}

  /** The limit in microseconds, or 0 for none. */
  static long of(Sample overruns, Map<String, Double> durations) {
    Map<String, double[]> sums = new HashMap<>();
    for (Value v : overruns.values()) {
      double[] sum = sums.computeIfAbsent(v.run() + " " + v.cluster(), c -> new double[2]);
      sum[0] += v.micros();
      sum[1]++;
    }
    List<SetMean> sets = new ArrayList<>();
    sums.forEach(
        (c, sum) -> sets.add(new SetMean(durations.getOrDefault(c, 0.0), sum[0] / sum[1])));
    sets.sort(Comparator.comparingDouble(SetMean::duration).thenComparingDouble(SetMean::overrun));
    double best = SIGNIFICANT;
    long limit = 0;
    int limits = Math.max(1, sets.size() - 2 * FEWEST + 1);
    for (int i = FEWEST; i + FEWEST <= sets.size(); i++) {
      if (sets.get(i).duration > sets.get(i - 1).duration) {
        double p = limits * welch(sets.subList(0, i), sets.subList(i, sets.size()));
        if (p < best) {
          best = p;
          limit = Math.round((sets.get(i - 1).duration + sets.get(i).duration) / 2);
        }
      }
    }
    return limit;
  }

  private static double welch(List<SetMean> a, List<SetMean> b) {
    double va = variance(a) / a.size();
    double vb = variance(b) / b.size();
    if (!(va + vb > 0)) {
      return 1; // constants of a simulation, which are the same for all or are told apart elsewhere
    }
    double t = Math.abs(mean(a) - mean(b)) / Math.sqrt(va + vb);
    double freedom = (va + vb) * (va + vb) / (va * va / (a.size() - 1) + vb * vb / (b.size() - 1));
    return 2 * new TDistribution(null, freedom).cumulativeProbability(-t);
  }

  private static double mean(List<SetMean> sets) {
    return sets.stream().mapToDouble(SetMean::overrun).average().orElse(0);
  }

  private static double variance(List<SetMean> sets) {
    double mean = mean(sets);
    return sets.stream().mapToDouble(s -> (s.overrun - mean) * (s.overrun - mean)).sum()
        / (sets.size() - 1);
  }
}
