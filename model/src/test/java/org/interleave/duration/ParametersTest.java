package org.interleave.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do durations have the mean and spread that are asked for, and are senseless ones refused? */
class ParametersTest {

  private static final List<BiFunction<Double, Double, Duration>> WITH_CV =
      List.of(Uniform::withCv, Normal::withCv, Lognormal::withCv, Gamma::withCv, Weibull::withCv);

  @ParameterizedTest
  @ValueSource(doubles = {2.1e-4, 1e-3, 0.01, 0.05, 0.3, 0.5, 1, 3, 10, 29})
  void doDurationsHaveTheMeanAndCvThatAreAskedFor(double cv) {
    for (double mean : new double[] {1e-3, 1, 340, 1e6}) {
      for (BiFunction<Double, Double, Duration> family : WITH_CV) {
        if (cv > 0.577 && family.equals(WITH_CV.get(0))) {
          continue; // No positive uniform times have that.
        }
        Duration time = family.apply(mean, cv);
        if (time instanceof Normal n) {
          // Of the untruncated distribution; the effective ones are others where much is cut off.
          assertThat(n.mean()).isEqualTo(mean);
          assertThat(n.sd()).isCloseTo(cv * mean, within(1e-15 * mean));
          assertThat(n.meanSeconds()).isGreaterThanOrEqualTo(mean);
          if (cv > 0.1) {
            continue;
          }
        }
        assertThat(time.meanSeconds()).as("%s", time).isCloseTo(mean, within(1e-9 * mean));
        assertThat(time.sdSeconds() / time.meanSeconds())
            .as("%s", time)
            .isCloseTo(cv, within(1e-6 * cv));
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
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        -Double.MIN_VALUE,
        Double.MAX_VALUE
      })
  void isEverySenselessParameterRefused(double wrong) {
    List<DoubleFunction<Duration>> makers =
        List.of(
            Constant::new,
            Exponential::new,
            x -> new Uniform(x, 2),
            x -> new Uniform(1, x),
            x -> Uniform.withCv(x, 0.1),
            x -> Uniform.withCv(1, x),
            x -> new Normal(x, 1),
            x -> Normal.withCv(x, 0.1),
            x -> new Lognormal(x, 1),
            x -> new Lognormal(1, x),
            x -> Lognormal.withCv(x, 1),
            x -> Lognormal.withCv(1, x),
            x -> new Gamma(x, 1),
            x -> new Gamma(1, x),
            x -> Gamma.withCv(x, 1),
            x -> Gamma.withCv(1, x),
            x -> new Weibull(x, 1),
            x -> new Weibull(1, x),
            x -> Weibull.withCv(x, 1),
            x -> Weibull.withCv(1, x),
            x -> new Empirical(List.of(1.0, x)),
            Duration::ofSeconds);
    for (int m = 0; m < makers.size(); m++) {
      DoubleFunction<Duration> maker = makers.get(m);
      assertThatThrownBy(() -> maker.apply(wrong))
          .as("maker %d of %s", m, wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be");
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, -1, -Double.MIN_VALUE, Double.NEGATIVE_INFINITY, Double.MAX_VALUE})
  void isASenselessSpreadOfANormalRefused(double wrong) {
    assertThatThrownBy(() -> new Normal(1, wrong)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Normal.withCv(1, wrong)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Uniform(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Empirical(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
