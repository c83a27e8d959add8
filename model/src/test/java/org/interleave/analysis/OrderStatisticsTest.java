package org.interleave.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.math3.special.Gamma;
import org.interleave.analysis.OrderStatistics.Group;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Exponential;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Uniform;
import org.interleave.duration.Weibull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is the expected slowest of n what theory, tables and another integration say? */
class OrderStatisticsTest {

  private static final double NEARLY = 1e-8;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 10, 96, 1000, 100_000, 10_000_000})
  void isTheSlowestOfExponentialTimesAHarmonicNumber(long n) {
    double harmonic = LongStream.rangeClosed(1, n).mapToDouble(i -> 1.0 / (n + 1 - i)).sum();
    check(new Exponential(50), n, 50 * harmonic);
    check(new Weibull(1, 50), n, 50 * harmonic);
    check(new org.interleave.duration.Gamma(1, 50), n, 50 * harmonic);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 10, 96, 1000, 100_000, 10_000_000})
  void isTheSlowestOfUniformTimesAShareOfTheRange(long n) {
    check(new Uniform(10, 30), n, 10 + 20.0 * n / (n + 1));
    check(new Uniform(1e-6, 1), n, 1e-6 + (1 - 1e-6) * n / (n + 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.06, 0.2, 0.5, 1, 2, 10, 1000})
  void isTheSlowestOfWeibullTimesAnAlternatingSum(double shape) {
    for (int n = 1; n <= 12; n++) {
      double sum = 0;
      double binomial = 1;
      for (int j = 1; j <= n; j++) {
        binomial *= (n - j + 1.0) / j;
        sum += (j % 2 == 1 ? 1 : -1) * binomial * Math.pow(j, -1 / shape);
      }
      double expected = 60 * Math.exp(Gamma.logGamma(1 + 1 / shape)) * sum;
      check(new Weibull(shape, 60), n, expected);
    }
  }

  /** Closed forms for n to 4, and the published table of Harter (1961), five places. */
  @ParameterizedTest
  @CsvSource({
    "2, 0.5641895835477563, 1e-9",
    "3, 0.8462843753216345, 1e-9",
    "4, 1.0293753730039641, 1e-9",
    "5, 1.16296, 5e-6",
    "10, 1.53875, 5e-6",
    "50, 2.24907, 5e-6",
    "100, 2.50759, 5e-6"
  })
  void isTheSlowestOfNormalTimesThatOfTheTable(long n, double expected, double tolerance) {
    double found = OrderStatistics.expectedSlowestSeconds(new Normal(1000, 10), n);
    assertThat((found - 1000) / 10).isCloseTo(expected, within(tolerance));
  }

  /** By Simpson's rule on the density of the maximum, with a Phi that is summed as a series. */
  @ParameterizedTest
  @ValueSource(longs = {2, 5, 96, 1000, 1_000_000, 10_000_000})
  void isTheSlowestOfNormalTimesThatOfAnotherIntegration(long n) {
    int steps = 20_000;
    double h = 20.0 / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double x = -10 + h * i;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * x * n * density(x) * Math.exp((n - 1) * Math.log1p(-upperTail(x)));
    }
    double expected = sum * h / 3;
    double found = OrderStatistics.expectedSlowestSeconds(new Normal(1000, 10), n);
    assertThat((found - 1000) / 10).as("n = %d", n).isCloseTo(expected, within(1e-8));
  }

  /** E max(X, Y) = 2 E X Phi(sigma / sqrt 2). */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 0.3, 1, 3, 5, 7, 8, 9, 10})
  void isTheSlowerOfTwoLognormalTimesItsClosedForm(double sigma) {
    Lognormal time = new Lognormal(30, sigma);
    check(time, 2, 2 * time.meanSeconds() * (1 - upperTail(sigma / Math.sqrt(2))));
  }

  /** E max(X, Y) = E X (1 + Gamma(k + 1/2) / (sqrt pi Gamma(k + 1))), by Gini's difference. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.05, 0.3, 1, 3, 10, 20, 30})
  void isTheSlowerOfTwoGammaTimesItsClosedForm(double cv) {
    org.interleave.duration.Gamma time = org.interleave.duration.Gamma.withCv(100, cv);
    double k = time.shape();
    double gini = Math.exp(Gamma.logGamma(k + 0.5) - Gamma.logGamma(k + 1)) / Math.sqrt(Math.PI);
    assertThat(OrderStatistics.expectedSlowestSeconds(time, 2))
        .isCloseTo(100 * (1 + gini), within(1e-4));
  }

  @Test
  void doHeavyTailsOfGammaKeepWithinTheirBounds() {
    for (double cv : new double[] {2, 3, 5, 10, 20, 30}) {
      Duration time = org.interleave.duration.Gamma.withCv(100, cv);
      double before = time.meanSeconds();
      for (long n : new long[] {2, 3, 10, 96, 1000, 100_000}) {
        double slowest = OrderStatistics.expectedSlowestSeconds(time, n);
        // Hartley and David (1954); and a maximum is no more than the sum.
        double most = time.meanSeconds() + time.sdSeconds() * (n - 1) / Math.sqrt(2.0 * n - 1);
        assertThat(slowest)
            .as("cv %s, n = %d", cv, n)
            .isGreaterThan(before)
            .isLessThan(Math.min(most, n * time.meanSeconds()));
        before = slowest;
      }
    }
  }

  @Test
  void isTheSlowestOfMeasuredTimesThatOfAllCombinations() {
    double[] times = {3, 1, 2, 2, 8};
    Empirical measured = new Empirical(List.of(3.0, 1.0, 2.0, 2.0, 8.0));
    double sum = 0;
    for (double a : times) {
      for (double b : times) {
        for (double c : times) {
          sum += Math.max(a, Math.max(b, c));
        }
      }
    }
    check(measured, 3, sum / 125);
    check(measured, 1, 3.2);
    check(measured, 10_000_000, 8);
  }

  @Test
  void isTheSlowestOfSeveralMeasuredSetsThatOfAllCombinations() {
    double[] some = {0.206, 0.2060001, 0.31};
    double[] others = {0.1, 0.206, 0.25, 0.25};
    double sum = 0;
    for (double a : some) {
      for (double b : some) {
        for (double c : others) {
          sum += Math.max(Math.max(a, b), Math.max(c, 0.2));
        }
      }
    }
    double found =
        OrderStatistics.expectedSlowestSeconds(
            List.of(
                new Group(new Empirical(List.of(0.206, 0.2060001, 0.31)), 2),
                new Group(new Empirical(List.of(0.1, 0.206, 0.25, 0.25)), 1),
                new Group(new Constant(0.2), 50)));
    assertThat(found).isCloseTo(sum / 36, within(1e-12));
  }

  /** Times as clocks give them lie as near to each other as numbers can. */
  @Test
  void doMeasuredTimesThatHardlyDifferHaveASlowest() {
    double time = 0.206;
    double next = Math.nextUp(time);
    for (Duration beside :
        new Duration[] {
          new Empirical(List.of(0.1, time)), Normal.withCv(0.1, 0.01), new Uniform(0.1, next)
        }) {
      Group hardly = new Group(new Empirical(List.of(time, next)), 1);
      assertThat(OrderStatistics.expectedSlowestSeconds(List.of(hardly, new Group(beside, 3))))
          .as("%s", beside)
          .isCloseTo(time, within(1e-6));
    }
  }

  @Test
  void doesTheSlowestOfConstantTimesTakeThatTime() {
    check(new Constant(7), 10_000_000, 7);
    check(new Normal(7, 0), 96, 7);
    check(Normal.withCv(7, 1e-12), 96, 7 * (1 + 2.5e-12));
  }

  /** The headline: a spread of 5% stretches 96 tasks by 12%. */
  @Test
  void doesASpreadOfFivePercentStretch96TasksBy12() {
    double stretch = OrderStatistics.expectedSlowestSeconds(Normal.withCv(340, 0.05), 96) / 340;
    assertThat(stretch).isCloseTo(1.12, within(0.005));
  }

  private static void check(Duration time, long n, double expected) {
    assertThat(OrderStatistics.expectedSlowestSeconds(time, n))
        .as("%d of %s", n, time)
        .isCloseTo(expected, within(NEARLY * expected));
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** 1 - Phi(x): a series near zero, Laplace's continued fraction further out. */
  private static double upperTail(double x) {
    if (x < 0) {
      return 1 - upperTail(-x);
    }
    if (x > 3) {
      double fraction = x;
      for (int k = 200; k >= 1; k--) {
        fraction = x + k / fraction;
      }
      return density(x) / fraction;
    }
    double term = x;
    double sum = x;
    for (int k = 3; Math.abs(term) > 1e-18; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 - density(x) * sum;
  }
}
