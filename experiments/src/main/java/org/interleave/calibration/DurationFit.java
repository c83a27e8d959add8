package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Gamma;

/**
 * How the times of a task set are distributed, from times that were seen: the offered families are
 * fitted by maximum likelihood, the one with the smallest AIC is taken, and kept if the test of
 * Anderson and Darling does not refuse it; else the times themselves are taken.
 *
 * <p>The p-values are those of a parametric bootstrap: samples of the fitted distribution are
 * fitted themselves, as parameters that were fitted make a distance smaller than the tables of
 * either test say.
 *
 * @param time what the times are best taken for
 * @param family its name: one of the families, {@code constant} or {@code empirical}
 * @param why that one
 * @param observations how many times were seen
 * @param families all that could be fitted, by AIC
 */
public record DurationFit(
    Duration time, String family, String why, int observations, List<Family> families) {

  /** Of fewer times nobody can tell how they are distributed. */
  public static final int FEWEST = 10;

  /** Below this p-value a family is refused. */
  public static final double REFUSED = 0.01;

  private static final int RESAMPLES = 199;

  /** Of more times so many quantiles are taken. */
  private static final int MOST = 1_000;

  private static final double NEGLIGIBLE = 1e-9;

  public DurationFit {
    families = List.copyOf(families);
  }

  /**
   * A fitted family.
   *
   * @param name of the family
   * @param time the fitted distribution
   * @param aic Akaike's information criterion: small is good
   * @param bic Schwarz's, which asks more of further parameters
   * @param ks the statistic of Kolmogorov and Smirnov
   * @param ksP its p-value by parametric bootstrap
   * @param ad the statistic of Anderson and Darling
   * @param adP its p-value by parametric bootstrap
   * @param mean the 95% interval of the mean in seconds, by the same bootstrap
   * @param sd the 95% interval of the standard deviation in seconds
   */
  public record Family(
      String name,
      Duration time,
      double aic,
      double bic,
      double ks,
      double ksP,
      double ad,
      double adP,
      Interval mean,
      Interval sd) {}

  /** From low to high. */
  public record Interval(double low, double high) {

    /** Whether a value lies in it. */
    public boolean contains(double value) {
      return low <= value && value <= high;
    }
  }

  /**
   * Fits times.
   *
   * @param seconds one or more, each positive
   * @param seed of the bootstrap: the same one gives the same answer
   */
  public static DurationFit of(List<Double> seconds, long seed) {
    double[] x = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (x.length == 0 || !(x[0] > 0)) {
      throw new IllegalArgumentException("durations are fitted to one time or more, each positive");
    }
    int n = x.length;
    if (x[n - 1] - x[0] <= NEGLIGIBLE * x[n - 1]) {
      Duration constant = Duration.ofSeconds(x[n / 2]);
      return new DurationFit(constant, "constant", "all times are equal", n, List.of());
    }
    Duration empirical = new Empirical(Arrays.stream(x).boxed().toList());
    if (n < FEWEST) {
      String why = "of fewer than " + FEWEST + " times nobody can tell a family";
      return new DurationFit(empirical, "empirical", why, n, List.of());
    }
    double[] sample = thinned(x);
    List<Family> families = new ArrayList<>();
    for (Likelihood family : Likelihood.values()) {
      try {
        families.add(family(family, sample, seed));
      } catch (RuntimeException e) {
        continue; // its likeliest member is not one that is offered
      }
    }
    families.sort(Comparator.comparingDouble(Family::aic));
    if (!families.isEmpty() && families.get(0).adP >= REFUSED) {
      Family best = families.get(0);
      return new DurationFit(best.time, best.name, "the smallest AIC, not refused", n, families);
    }
    String why =
        families.isEmpty()
            ? "no family could be fitted"
            : "Anderson and Darling refuse the best family, " + families.get(0).name;
    return new DurationFit(empirical, "empirical", why, n, families);
  }

  private static double[] thinned(double[] sorted) {
    int n = sorted.length;
    if (n <= MOST) {
      return sorted;
    }
    double[] some = new double[MOST];
    for (int i = 0; i < MOST; i++) {
      some[i] = sorted[(int) ((i + 0.5) * n / MOST)];
    }
    return some;
  }

  /** One family for times of ascending order. */
  static Family family(Likelihood family, double[] x, long seed) {
    Duration fitted = family.fit(x);
    double log = family.logLikelihood(fitted, x);
    double ks = ks(fitted, x);
    double ad = ad(fitted, x);
    int ksAbove = 1;
    int adAbove = 1;
    double[] means = new double[RESAMPLES];
    double[] sds = new double[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      double[] drawn = drawn(fitted, x.length, seed + b);
      Duration again = family.fit(drawn);
      ksAbove += ks(again, drawn) >= ks ? 1 : 0;
      adAbove += ad(again, drawn) >= ad ? 1 : 0;
      means[b] = again.meanSeconds();
      sds[b] = again.sdSeconds();
    }
    int k = family.parameters();
    return new Family(
        family.label(),
        fitted,
        2 * k - 2 * log,
        k * Math.log(x.length) - 2 * log,
        ks,
        (double) ksAbove / (RESAMPLES + 1),
        ad,
        (double) adAbove / (RESAMPLES + 1),
        interval(means),
        interval(sds));
  }

  private static Interval interval(double[] values) {
    Arrays.sort(values);
    int cut = (int) Math.round(0.025 * (values.length + 1)) - 1;
    return new Interval(values[cut], values[values.length - 1 - cut]);
  }

  private static double[] drawn(Duration time, int n, long seed) {
    double[] x = new double[n];
    if (time instanceof Gamma g) {
      // Its inverse is slow.
      GammaDistribution gamma = new GammaDistribution(new Well19937c(seed), g.shape(), g.scale());
      Arrays.setAll(x, i -> Math.max(gamma.sample(), Double.MIN_NORMAL));
    } else {
      SplittableRandom random = new SplittableRandom(seed);
      Arrays.setAll(x, i -> time.quantileSeconds(random.nextDouble(1e-15, 1)));
    }
    Arrays.sort(x);
    return x;
  }

  private static double ks(Duration time, double[] sorted) {
    double largest = 0;
    int n = sorted.length;
    for (int i = 0; i < n; i++) {
      double f = time.cumulative(sorted[i]);
      largest = Math.max(largest, Math.max(f - (double) i / n, (i + 1.0) / n - f));
    }
    return largest;
  }

  private static double ad(Duration time, double[] sorted) {
    int n = sorted.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      // The extremes of a uniform distribution lie on its edges.
      double below = Math.max(time.cumulative(sorted[i]), 0.5 / n / n);
      double above = Math.max(time.survival(sorted[n - 1 - i]), 0.5 / n / n);
      sum += (2 * i + 1) * (Math.log(below) + Math.log(above));
    }
    return -n - sum / n;
  }
}
