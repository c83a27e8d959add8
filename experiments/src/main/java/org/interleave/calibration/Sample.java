package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final double mean;
  private final double sd;

  private Sample(double[] micros) {
    this.sorted = micros.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    this.mean = n == 0 ? 0 : Arrays.stream(sorted).sum() / n;
    double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
    this.sd = n < 2 ? 0 : Math.sqrt(squares / (n - 1));
  }

  static Sample of(List<Double> micros) {
    return new Sample(micros.stream().mapToDouble(Double::doubleValue).toArray());
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
        sorted.length == 0 ? "none: " + otherwise : form);
  }
}
