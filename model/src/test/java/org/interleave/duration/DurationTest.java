package org.interleave.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.interleave.Workload;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the families' functions agree with each other, and with what is drawn? */
class DurationTest {

  private static final double[] PROBABILITIES = {
    1e-9, 1e-6, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9
  };
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#continuous")
  void isTheCumulativeProbabilityOfAQuantileItsProbability(Duration time) {
    // Where a time can't be told from its neighbours: what one unit in its last place is worth.
    double spacing = 8 * Math.ulp(time.meanSeconds()) / time.sdSeconds();
    for (double p : PROBABILITIES) {
      double q = time.quantileSeconds(p);
      double off = 1e-8 * Math.min(p, 1 - p) + 1e-13 + spacing;
      // Gamma's quantile is searched for, to a nanosecond.
      double searched = time.cumulative(q + 2e-9) - time.cumulative(q - 2e-9);
      assertThat(time.cumulative(q))
          .as("%s at %s", time, p)
          .isCloseTo(p, within(off + (time instanceof Gamma ? searched : 0)));
      assertThat(q).as("%s at %s", time, p).isPositive().isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#discrete")
  void isAQuantileTheLeastTimeThatAFractionDoesNotExceed(Duration time) {
    for (double p : PROBABILITIES) {
      double q = time.quantileSeconds(p);
      assertThat(time.cumulative(q)).as("%s at %s", time, p).isGreaterThanOrEqualTo(p);
      assertThat(time.cumulative(Math.nextDown(q))).as("%s at %s", time, p).isLessThanOrEqualTo(p);
    }
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void isSurvivalTheRestOfTheCumulativeProbability(Duration time) {
    for (double p : PROBABILITIES) {
      double q = time.quantileSeconds(p);
      for (double t : new double[] {q / 2, Math.nextDown(q), q, Math.nextUp(q), 2 * q}) {
        assertThat(time.survival(t))
            .as("%s at %s s", time, t)
            .isBetween(0.0, 1.0)
            .isCloseTo(1 - time.cumulative(t), within(1e-7 * time.survival(t) + 1e-12));
      }
    }
    assertThat(time.cumulative(0)).isZero();
    assertThat(time.survival(0)).isEqualTo(1);
    assertThat(time.cumulative(-1)).isZero();
    assertThat(time.survival(-1)).isEqualTo(1);
    assertThat(time.cumulative(1e300)).isEqualTo(1);
    assertThat(time.survival(1e300)).isZero();
    assertThat(time.cumulative(time.largestSeconds())).as("%s", time).isEqualTo(1);
    assertThat(time.survival(time.largestSeconds())).as("%s", time).isZero();
  }

  /** The numbers nearest to 1 are drawn as often as any others. */
  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void areQuantilesNearOneStillTheTimesThatAreAsRare(Duration time) {
    for (double p : new double[] {1 - 1e-12, 1 - 1e-14, 1 - 1e-15, 1 - 3e-16, 1 - 0x1p-53}) {
      double q = time.quantileSeconds(p);
      assertThat(q).as("%s at %s", time, p).isPositive().isFinite();
      // Probabilities lie 1.1e-16 apart here.
      assertThat(time.survival(q * (1 - 1e-9)))
          .as("survival of %s s, %s at %s", q, time, p)
          .isGreaterThanOrEqualTo(0.1 * (1 - p));
    }
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void doQuantilesAndCumulativeProbabilitiesOnlyGrow(Duration time) {
    double before = 0;
    double cumulativeBefore = 0;
    double reach = time.quantileSeconds(0.999) * 1.5;
    for (int i = 1; i < 2000; i++) {
      double q = time.quantileSeconds(i / 2000.0);
      // The search for Gamma's quantile may be a nanosecond off.
      assertThat(q).as("%s at %d", time, i).isGreaterThanOrEqualTo(before - 2e-9);
      before = q;
      double c = time.cumulative(reach * i / 2000);
      assertThat(c).as("%s at %d", time, i).isGreaterThanOrEqualTo(cumulativeBefore - 1e-12);
      cumulativeBefore = c;
    }
  }

  /**
   * The integral of the quantile function, by the trapezoidal rule in standard normal units from
   * -7.5 to 7.5. What lies beyond the ends weighs most where the tail is heavy.
   */
  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#continuous")
  void areMeanAndSpreadThoseOfTheQuantiles(Duration time) {
    double step = 0.02;
    double weight = 0;
    double sum = 0;
    double squares = 0;
    double mean = time.meanSeconds();
    for (int i = -375; i <= 375; i++) {
      double z = i * step;
      double w = step * STANDARD.density(z);
      double x = time.quantileSeconds(STANDARD.cumulativeProbability(z)) - mean;
      weight += w;
      sum += w * x;
      squares += w * x * x;
    }
    assertThat(weight).isCloseTo(1, within(1e-12));
    double sd = time.sdSeconds();
    double heavy = sd > 1.5 * mean ? 2e-3 : 1e-6;
    assertThat(sum).as("mean of %s", time).isCloseTo(0, within(1e-6 * sd + 1e-13 * mean));
    // Uniform times have corners at the ends, truncated ones at zero.
    assertThat(Math.sqrt(squares)).as("sd of %s", time).isCloseTo(sd, within(heavy * sd));
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#discrete")
  void areMeanAndSpreadThoseOfEqualShares(Duration time) {
    int n =
        time instanceof Empirical e
            ? e.size()
            : time instanceof Recorded r ? r.timesSeconds().size() : 1;
    double[] x = new double[n];
    Arrays.setAll(x, i -> time.quantileSeconds((i + 0.5) / n));
    double mean = DoubleStream.of(x).average().orElseThrow();
    double variance = DoubleStream.of(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(time.meanSeconds()).isCloseTo(mean, within(1e-12 * mean));
    assertThat(time.sdSeconds()).isCloseTo(Math.sqrt(variance), within(1e-12 * mean));
    assertThat(time.isConstant()).isEqualTo(variance == 0);
  }

  /**
   * Kolmogorov's statistic of 20,000 draws, whose p-value must be more than 1e-4. Draws are rounded
   * to microseconds, so the comparison is made half a microsecond above each; between those the
   * statistic can only be smaller, which makes the test the more lenient the coarser the times.
   */
  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void areDrawsDistributedAsTheySay(Duration time) {
    long seed = 20_261_122;
    int n = 20_000;
    TaskSet set = TaskSet.of("X", n, Resources.of(1, 0), time);
    Workload drawn = Workload.draw(WorkflowGraph.of(Workflow.of("draws", set)), seed, 3);
    long[] micros = new long[n];
    Arrays.setAll(micros, drawn::durationMicros);
    Arrays.sort(micros);
    double worst = 0;
    for (int i = 0; i < n; i++) {
      if (i + 1 == n || micros[i + 1] > micros[i]) {
        double expected = time.cumulative((micros[i] + 0.5) / 1e6);
        worst = Math.max(worst, Math.abs((i + 1.0) / n - expected));
        if (i + 1 < n) {
          double next = time.cumulative((micros[i + 1] - 0.5) / 1e6);
          worst = Math.max(worst, Math.abs((i + 1.0) / n - next));
        }
      }
    }
    double p = 2 * Math.exp(-2 * n * worst * worst);
    assertThat(p).as("%s: D = %s, seed %d", time, worst, seed).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void doesScalingMultiplyEveryTime(Duration time) {
    for (double factor : new double[] {1e-2, 0.5, 1, 3}) {
      Duration scaled = time.scaledBy(factor);
      assertThat(scaled).hasSameClassAs(time);
      assertThat(scaled.meanSeconds())
          .isCloseTo(factor * time.meanSeconds(), within(1e-12 * factor * time.meanSeconds()));
      assertThat(scaled.sdSeconds())
          .as("%s", time)
          .isCloseTo(
              factor * time.sdSeconds(),
              within(factor * (1e-9 * time.sdSeconds() + 1e-12 * time.meanSeconds())));
      assertThat(scaled.largestSeconds()).isEqualTo(factor * time.largestSeconds());
      for (double p : new double[] {0.01, 0.3, 0.5, 0.99}) {
        double expected = factor * time.quantileSeconds(p);
        assertThat(scaled.quantileSeconds(p))
            .as("%s at %s", time, p)
            .isCloseTo(expected, within(1e-9 * expected + 4e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        -1,
        0,
        -0.0,
        1e300,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY
      })
  void isScalingByWhatIsNoFactorRefused(double factor) {
    Families.all()
        .forEach(
            time ->
                assertThatThrownBy(() -> time.scaledBy(factor))
                    .as("%s by %s", time, factor)
                    .isInstanceOf(IllegalArgumentException.class));
  }
}
