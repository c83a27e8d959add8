package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.interleave.spec.Sweep;
import org.junit.jupiter.api.Test;

/** Against the function of Ishigami and Homma (1990), of which all indices are known. */
class SobolIndicesTest {

  private static final double A = 7;
  private static final double B = 0.1;

  private static final String RANGE = "{from: -3.14159265, to: 3.14159265, whole: false}";

  private static double ishigami(Map<String, String> at) {
    ToDoubleFunction<String> x = name -> Double.parseDouble(at.getOrDefault(name, ""));
    double second = Math.sin(x.applyAsDouble("b"));
    return Math.sin(x.applyAsDouble("a")) * (1 + B * Math.pow(x.applyAsDouble("c"), 4))
        + A * second * second;
  }

  @Test
  void agreeWithTheKnownIndices() {
    Sweep sweep =
        PointsTest.sweep(
            "vary: {a: RANGE, b: RANGE, c: RANGE}\ndesign: {sensitivity: 8192}\nseed: 7\n"
                .replace("RANGE", RANGE));
    Points points = Points.of(sweep);
    SobolIndices sobol = new SobolIndices(sweep.paths());
    for (long p = 0; p < points.count(); p++) {
      sobol.add(ishigami(points.at(p)));
    }
    double eighth = Math.pow(Math.PI, 8);
    double variance = A * A / 8 + B * Math.pow(Math.PI, 4) / 5 + B * B * eighth / 18 + 0.5;
    double alone = Math.pow(1 + B * Math.pow(Math.PI, 4) / 5, 2) / 2;
    double together = B * B * eighth * (1.0 / 18 - 1.0 / 50);
    double[] first = {alone / variance, A * A / 8 / variance, 0};
    double[] total = {(alone + together) / variance, A * A / 8 / variance, together / variance};
    List<SobolIndices.Index> indices = sobol.indices();
    for (int j = 0; j < 3; j++) {
      SobolIndices.Index i = indices.get(j);
      assertThat(i.first()).as("first order of %s", i.axis()).isCloseTo(first[j], within(0.02));
      assertThat(i.total()).as("total of %s", i.axis()).isCloseTo(total[j], within(0.02));
      assertThat(Math.abs(i.first() - first[j])).isLessThan(2 * i.firstHalf() + 0.005);
      assertThat(i.totalHalf()).isLessThan(0.1);
    }
  }

  @Test
  void whatDoesNotVaryHasNoShares() {
    SobolIndices sobol = new SobolIndices(List.of("a"));
    for (int point = 0; point < 3 * 70; point++) {
      sobol.add(0.1 + 0.2);
    }
    assertThat(sobol.indices().get(0).first()).isNaN();
    assertThat(sobol.indices().get(0).total()).isNaN();
  }

  @Test
  void rowsWithAPointThatCannotBeRunAreLeftOut() {
    SobolIndices with = new SobolIndices(List.of("a"));
    SobolIndices without = new SobolIndices(List.of("a"));
    for (int row = 0; row < 60; row++) {
      for (double f : new double[] {row % 7, row % 5, row % 3}) {
        with.add(f);
        without.add(f);
      }
      if (row % 10 == 0) {
        with.add(1);
        with.add(Double.NaN);
        with.add(3);
      }
    }
    assertThat(with.incomplete()).isEqualTo(6);
    assertThat(with.indices()).isEqualTo(without.indices());
  }
}
