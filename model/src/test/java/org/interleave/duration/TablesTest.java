package org.interleave.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Are quantiles from tables as exact as they say? */
class TablesTest {

  private static final long SEED = 40_917;

  /** By the probability of what comes out, which its own functions have no part in. */
  @Test
  void areNormalQuantilesExact() {
    for (double p : probabilities()) {
      double z = StandardNormal.quantile(p);
      double tail = Math.min(p, 1 - p);
      double is = Erf.erfc(Math.abs(z) / Math.sqrt(2)) / 2;
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      assertThat((is - tail) / density).as("p = %s, seed %d", p, SEED).isCloseTo(0, within(4e-14));
      assertThat(z < 0).as("p = %s", p).isEqualTo(p < 0.5);
    }
    assertThat(StandardNormal.quantile(0.5)).isCloseTo(0, within(1e-15));
    assertThat(StandardNormal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-14));
  }

  /** Where one cell of the table ends and another begins. */
  @Test
  void doNormalQuantilesOnlyGrow() {
    for (double p = 0x1.0p-26; p < 0.5; p *= 1 + 0x1.0p-5 / 3) {
      double start = Double.longBitsToDouble(Double.doubleToRawLongBits(p) >> 47 << 47);
      double before = StandardNormal.quantile(start * (1 - 1e-13));
      assertThat(StandardNormal.quantile(start)).as("p = %s", start).isGreaterThan(before);
      assertThat(StandardNormal.quantile(1 - start)).as("1 - %s", start).isLessThan(-before);
    }
  }

  /** The error in the logarithm of the time is that in its probability over its density. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.06, 0.11, 0.25, 0.5, 1, 1.5, 3, 11.1, 100, 40_000, 1e6})
  void areGammaQuantilesExactToAPartIn1e9(double shape) {
    Gamma time = new Gamma(shape, 1e8);
    double logGamma = org.apache.commons.math3.special.Gamma.logGamma(shape);
    for (double p : probabilities()) {
      double[] q = {p};
      time.toQuantiles(q, 1);
      if (q[0] < 1e-290) {
        continue; // close to the least number, what is left of the time has few digits
      }
      double off = p < 0.5 ? time.cumulative(q[0]) - p : time.survival(q[0]) - (1 - p);
      double y = Math.log(q[0] / 1e8);
      double density = Math.exp(shape * y - Math.exp(y) - logGamma);
      assertThat(off / density).as("p = %s, seed %d", p, SEED).isCloseTo(0, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("org.interleave.duration.Families#all")
  void areManyQuantilesThoseOfEach(Duration time) {
    double[] p = probabilities();
    double[] q = p.clone();
    time.toQuantiles(q, p.length - 1);
    assertThat(q[p.length - 1]).isEqualTo(p[p.length - 1]);
    for (int i = 0; i < p.length - 1; i++) {
      // The search for Gamma's single quantile stops some nanoseconds, or probabilities, off.
      if (time instanceof Gamma && Math.min(p[i], 1 - p[i]) < 1e-5) {
        continue;
      }
      double one = time.quantileSeconds(p[i]);
      double off = time instanceof Gamma ? 1e-8 * one + 4e-9 : 0;
      assertThat(q[i]).as("%s at %s, seed %d", time, p[i], SEED).isCloseTo(one, within(off));
    }
  }

  @Test
  void doGammasOfOneShapeShareTheirNumbers() {
    Gamma one = new Gamma(2, 10);
    assertThat(one).isEqualTo(new Gamma(2, 10)).hasSameHashCodeAs(new Gamma(2, 10));
    assertThat(one).isNotEqualTo(new Gamma(2, 11)).isNotEqualTo(new Gamma(3, 10));
    assertThat(one).hasToString("Gamma[shape=2.0, scale=10.0]");
    double[] q = {0.3};
    one.toQuantiles(q, 1);
    double[] scaled = {0.3};
    one.scaledBy(2).toQuantiles(scaled, 1);
    assertThat(scaled[0]).isCloseTo(2 * q[0], within(1e-14 * q[0]));
  }

  /** Ordinary ones, and ones close to 0 and 1. */
  private static double[] probabilities() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] p = new double[3_000];
    for (int i = 0; i < p.length; i++) {
      double u = (random.nextLong() >>> 12) * 0x1.0p-52 + 0x1.0p-53;
      double small = Math.pow(2, -1 - 50 * u);
      p[i] = i % 3 == 0 ? u : i % 3 == 1 ? small : 1 - small;
    }
    p[0] = 0.5;
    p[1] = 0x1.0p-24;
    p[2] = Math.nextDown(0x1.0p-24);
    p[3] = 0x1.0p-53;
    p[4] = 1 - 0x1.0p-53;
    return p;
  }
}
