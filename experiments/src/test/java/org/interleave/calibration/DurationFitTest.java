package org.interleave.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.interleave.calibration.DurationFit.Family;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Exponential;
import org.interleave.duration.Gamma;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Uniform;
import org.interleave.duration.Weibull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was drawn from a family is found to be of that family. */
class DurationFitTest {

  private static List<Double> drawn(Duration time, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return DoubleStream.generate(() -> time.quantileSeconds(random.nextDouble(1e-12, 1)))
        .limit(n)
        .boxed()
        .toList();
  }

  static Stream<Duration> families() {
    return Stream.of(
        new Normal(300, 20),
        new Normal(10, 8),
        new Lognormal(50, 0.8),
        new Gamma(0.7, 40),
        new Weibull(6, 90),
        new Exponential(25),
        new Uniform(10, 90));
  }

  private static String name(Duration time) {
    return time.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static Family of(DurationFit fit, String name) {
    return fit.families().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("families")
  void itsOwnFamilyIsNotRefusedAndItsMomentsAreFound(Duration time) {
    DurationFit fit = DurationFit.of(drawn(time, 250, 11), 1);
    Family own = of(fit, name(time));
    assertThat(own.adP()).isGreaterThan(DurationFit.REFUSED);
    assertThat(own.ksP()).isGreaterThan(DurationFit.REFUSED);
    assertThat(own.time().meanSeconds())
        .isCloseTo(time.meanSeconds(), within(time.sdSeconds() / 5));
    assertThat(own.time().sdSeconds()).isCloseTo(time.sdSeconds(), within(time.sdSeconds() / 4));
    assertThat(own.aic()).isLessThan(fit.families().get(0).aic() + 6);
    assertThat(fit.family()).isNotEqualTo("empirical");
  }

  @Test
  void wrongFamiliesAreRefused() {
    DurationFit lognormal = DurationFit.of(drawn(new Lognormal(50, 0.8), 400, 5), 1);
    assertThat(lognormal.family()).isEqualTo("lognormal");
    for (String wrong : List.of("normal", "exponential", "uniform", "weibull")) {
      assertThat(of(lognormal, wrong).adP()).as(wrong).isLessThan(DurationFit.REFUSED);
    }
    assertThat(of(lognormal, "normal").ksP()).isLessThan(DurationFit.REFUSED);
    DurationFit uniform = DurationFit.of(drawn(new Uniform(10, 90), 400, 5), 1);
    assertThat(uniform.family()).isEqualTo("uniform");
    assertThat(of(uniform, "normal").adP()).isLessThan(DurationFit.REFUSED);
  }

  @Test
  void timesOfNoFamilyStayAsTheyAre() {
    List<Double> two = new ArrayList<>(drawn(new Normal(100, 1), 100, 3));
    two.addAll(drawn(new Normal(500, 1), 100, 4));
    DurationFit fit = DurationFit.of(two, 1);
    assertThat(fit.family()).isEqualTo("empirical");
    assertThat(fit.time()).isEqualTo(new Empirical(two));
    assertThat(fit.why()).contains("refuse");
  }

  /** Of 60 samples the intervals hold the truth in 57 on average; 50 is a bad day. */
  @Test
  void intervalsHoldTheTruth() {
    Duration truth = new Weibull(2.5, 60);
    int means = 0;
    int sds = 0;
    for (int s = 0; s < 60; s++) {
      double[] times = drawn(truth, 60, 1_000 + s).stream().mapToDouble(t -> t).sorted().toArray();
      Family own = DurationFit.family(Likelihood.WEIBULL, times, s);
      means += own.mean().contains(truth.meanSeconds()) ? 1 : 0;
      sds += own.sd().contains(truth.sdSeconds()) ? 1 : 0;
    }
    assertThat(means).isBetween(50, 60);
    assertThat(sds).isBetween(47, 60);
  }

  @Test
  void fewTimesAndEqualTimesTellNoFamily() {
    assertThat(DurationFit.of(List.of(5.0, 6.0, 9.0), 1).family()).isEqualTo("empirical");
    assertThat(DurationFit.of(List.of(5.0, 5.0, 5.0), 1).time()).isEqualTo(new Constant(5));
    assertThatThrownBy(() -> DurationFit.of(List.of(), 1)).hasMessageContaining("one time or more");
    assertThatThrownBy(() -> DurationFit.of(List.of(0.0), 1)).hasMessageContaining("positive");
  }

  @Test
  void theSameSeedGivesTheSameAnswer() {
    List<Double> times = drawn(new Gamma(3, 10), 80, 2);
    assertThat(DurationFit.of(times, 9)).isEqualTo(DurationFit.of(times, 9));
  }
}
