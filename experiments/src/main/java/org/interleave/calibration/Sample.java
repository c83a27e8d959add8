package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.TDistribution;
import org.interleave.OverheadTime;
import org.interleave.duration.Empirical;

/** Times of one part of the overheads, in microseconds, as they were observed. */
final class Sample {

  /** The most times of an empirical distribution: beyond, each stands for some neighbours. */
  static final int MOST_TIMES = 1_000;

  /** Of fewer observations nobody can tell how they are distributed. */
  static final int FEWEST = 10;

  private static final double NEGLIGIBLE_MICROS = 10;
  private static final double NEGLIGIBLE_SHARE = 0.005;
  private static final double MICROS = 1e6;

  private final double[] sorted;
  private final List<Value> values;
  private final double mean;
  private final double sd;

  private Sample(List<Value> values) {
    this.values = List.copyOf(values);
    this.sorted = values.stream().mapToDouble(Value::micros).sorted().toArray();
    int n = sorted.length;
    this.mean = n == 0 ? 0 : Arrays.stream(sorted).sum() / n;
    double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
    this.sd = n < 2 ? 0 : Math.sqrt(squares / (n - 1));
  }

  static Sample of(List<Value> values) {
    return new Sample(values);
  }

  /** Those values alone for which the test holds. */
  Sample only(Predicate<Value> test) {
    return new Sample(values.stream().filter(test).toList());
  }

  List<Value> values() {
    return values;
  }

  int size() {
    return sorted.length;
  }

  double mean() {
    return mean;
  }

  double sd() {
    return sd;
  }

  double quantile(double p) {
    int n = sorted.length;
    return n == 0 ? 0 : sorted[(int) Math.min(n - 1.0, Math.floor(p * n))];
  }

  /**
   * Half the width of the 95% interval of the mean, by Student's t over the sums of the clusters;
   * NaN for fewer than two clusters.
   */
  double halfWidth() {
    Map<String, Double> sums = new TreeMap<>();
    values.forEach(v -> sums.merge(v.run() + " " + v.cluster(), v.micros() - mean, Double::sum));
    int k = sums.size();
    if (k < 2) {
      return Double.NaN;
    }
    double squares = sums.values().stream().mapToDouble(s -> s * s).sum();
    double se = Math.sqrt(squares * k / (k - 1)) / values.size();
    return se * new TDistribution(null, k - 1).inverseCumulativeProbability(0.975);
  }

  /** The mean as a constant. */
  OverheadTime constant() {
    return OverheadTime.ofMicros(Math.max(0, Math.round(mean)));
  }

  /** The distribution, or the mean where the spread is negligible or the observations are few. */
  OverheadTime distribution() {
    boolean varies = sd > Math.max(NEGLIGIBLE_MICROS, NEGLIGIBLE_SHARE * mean);
    return varies && sorted.length >= FEWEST ? OverheadTime.of(new Empirical(times())) : constant();
  }

  /** Means of neighbours, which keep the mean of all and show the slowest. */
  private List<Double> times() {
    int n = sorted.length;
    int count = Math.min(n, MOST_TIMES);
    List<Double> times = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * n / count);
      int to = (int) ((i + 1L) * n / count);
      double micros = Arrays.stream(sorted, from, to).sum() / (to - from);
      times.add(Math.max(1, micros) / MICROS);
    }
    return times;
  }

  /** The part of the overheads that was made of it. */
  Part part(String name, OverheadTime fitted, String otherwise) {
    String form = fitted.isRandom() ? "distribution" : "constant";
    return new Part(
        name,
        Math.max(0, mean) / MICROS,
        "s",
        sorted.length,
        sd / MICROS,
        Math.max(0, quantile(0.05)) / MICROS,
        Math.max(0, quantile(0.95)) / MICROS,
        sorted.length == 0 ? "none: " + otherwise : form,
        Math.max(0, mean - halfWidth()) / MICROS,
        (mean + halfWidth()) / MICROS,
        Homogeneity.of(values));
  }
}
