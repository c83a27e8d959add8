package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import org.junit.jupiter.api.Test;

class BreakEvenTest {

  private static final Sweep ONE = PointsTest.sweep("vary: {t: [60 s, 2 min, 4 min, 5 min]}\n");

  private static String says(double... improvements) {
    BreakEven even = new BreakEven(ONE);
    List<String> values = List.of("60 s", "2 min", "4 min", "5 min");
    for (int i = 0; i < improvements.length; i++) {
      even.add(List.of(Integer.toString(i), values.get(i)), improvements[i]);
    }
    assertThat(even.lines()).hasSize(1);
    return even.lines().get(0).sentence();
  }

  @Test
  void isFoundByAStraightLineBetweenNeighbours() {
    assertThat(says(-0.1, -0.1, 0.1, 0.2))
        .isEqualTo("asynchronous pays where t is from about 3.000 min on");
    assertThat(says(0.3, -0.1, -0.1, -0.1))
        .isEqualTo("asynchronous pays where t is from 60 s to about 1.750 min");
    assertThat(says(0.1, -0.1, -0.1, 0.1))
        .isEqualTo(
            "asynchronous pays where t is from 60 s to about 1.500 min, and from about 4.500 min on");
    assertThat(says(0.1, 0.1, 0.1, 0.1)).isEqualTo("asynchronous pays at all values of t");
    assertThat(says(0, -0.1, 0, 0)).isEqualTo("asynchronous never pays, whatever t is");
  }

  @Test
  void saysTheSameOfNumbersThatFall() {
    assertThat(falling(0.1, 0.1, -0.1, -0.1))
        .isEqualTo("asynchronous pays where t is from about 3.000 min on");
    assertThat(falling(-0.1, -0.1, -0.1, 0.3))
        .isEqualTo("asynchronous pays where t is from 60 s to about 105.0 s");
    assertThat(falling(0.1, -0.1, -0.1, 0.1))
        .isEqualTo(
            "asynchronous pays where t is from 60 s to about 90.00 s, and from about 4.500 min on");
    assertThat(falling(-0.1, 0.1, 0.1, -0.1))
        .isEqualTo("asynchronous pays where t is from about 90.00 s to about 4.500 min");
  }

  private static String falling(double... improvements) {
    BreakEven even = new BreakEven(PointsTest.sweep("vary: {t: [5 min, 4 min, 2 min, 60 s]}\n"));
    List<String> values = List.of("5 min", "4 min", "2 min", "60 s");
    for (int i = 0; i < improvements.length; i++) {
      even.add(List.of(Integer.toString(i), values.get(i)), improvements[i]);
    }
    return even.lines().get(0).sentence();
  }

  @Test
  void numbersInNoOrderHaveNoNeighbours() {
    BreakEven even = new BreakEven(PointsTest.sweep("vary: {t: [8, 1, 4]}\n"));
    even.add(List.of("0", "8"), 1);
    even.add(List.of("1", "1"), -1);
    even.add(List.of("2", "4"), 1);
    assertThat(even.lines()).isEmpty();
  }

  @Test
  void hasALineForEveryValueOfTheOthers() {
    Sweep two = PointsTest.sweep("vary: {n: [1, 2], t: [1, 2, 3]}\n");
    BreakEven even = new BreakEven(two);
    int point = 0;
    for (String n : List.of("1", "2")) {
      for (String t : List.of("1", "2", "3")) {
        even.add(List.of(Integer.toString(point++), n, t), n.equals("1") ? 1 : -1);
      }
    }
    assertThat(even.lines())
        .extracting(BreakEven.Line::values)
        .containsExactly(List.of("1"), List.of("2"));
    assertThat(even.others()).extracting(SweepAxis::label).containsExactly("n");
  }

  @Test
  void namesHaveNoBreakEven() {
    BreakEven even = new BreakEven(PointsTest.sweep("vary: {policy.fit: [skip, strict]}\n"));
    even.add(List.of("0", "skip"), 1);
    assertThat(even.lines()).isEmpty();
  }

  /** Where nothing is gained on a whole stretch, a straight line would lead to its first place. */
  @Test
  void ofAStretchWithoutGainTheNeighbourThatPaysIsNamed() {
    assertThat(says(0.3, 0.1, 0, 0)).isEqualTo("asynchronous pays where t is from 60 s to 2 min");
    assertThat(says(0, 0, 0.1, 0.1)).isEqualTo("asynchronous pays where t is from 4 min on");
  }
}
