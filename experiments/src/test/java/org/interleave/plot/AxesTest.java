package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.junit.jupiter.api.Test;

class AxesTest {

  @Test
  void ticksAreRound() {
    assertThat(labels(Axes.time(1622, 308)))
        .containsExactly("0", "250", "500", "750", "1000", "1250", "1500");
    assertThat(labels(Axes.time(0.075, 308))).contains("0", "0.01", "0.07");
    assertThat(labels(Axes.amount(109.4, 118))).containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(labels(Axes.amount(3064, 118))).hasSize(7).endsWith("3000");
  }

  @Test
  void amountsAreWhole() {
    assertThat(labels(Axes.amount(1.14, 118))).containsExactly("0", "1");
    assertThat(labels(Axes.amount(4 * 1.14, 118))).containsExactly("0", "1", "2", "3", "4");
    assertThat(labels(Axes.amount(15.9, 118))).containsExactly("0", "5", "10", "15");
  }

  @Test
  void labelsDoNotTouch() {
    for (double end = 1e-6; end < 1e13; end *= 3.7) {
      for (double pixels : new double[] {200, 308, 600}) {
        NumberAxis axis = Axes.time(end, pixels);
        double between = pixels * axis.getTickUnit().getSize() / end;
        assertThat(Axes.labelWidth(axis)).as("%s s on %s", end, pixels).isLessThan(between);
        assertThat(Axes.ticks(axis)).hasSizeBetween(2, 9);
      }
    }
  }

  private static List<String> labels(NumberAxis axis) {
    return Arrays.stream(Axes.ticks(axis)).mapToObj(t -> Axes.label(axis, t)).toList();
  }
}
