package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointsTest {

  private static Points points(String rest) {
    return Points.of(sweep(rest));
  }

  static Sweep sweep(String rest) {
    return SweepReader.read("s.yaml", "sweep: 1\nspec: diamond\n" + rest);
  }

  @Test
  void gridsHoldEveryCombinationOnce() {
    Points points = points("vary: [{a: [1, 2, 3], b: [4, 5, 6]}, {c: [x, y]}]\n");
    List<List<String>> all = new ArrayList<>();
    for (long p = 0; p < points.count(); p++) {
      all.add(List.copyOf(points.at(p).values()));
    }
    assertThat(all)
        .containsExactly(
            List.of("1", "4", "x"),
            List.of("1", "4", "y"),
            List.of("2", "5", "x"),
            List.of("2", "5", "y"),
            List.of("3", "6", "x"),
            List.of("3", "6", "y"));
  }

  @Test
  void pointsThatBreakAConditionAreNotWanted() {
    Points points =
        points("vary: {a: [1, 2, 3], b: [1, 2, 3]}\nwhere: ['{a} + {b} <= 4', '{a} != 2']\n");
    int wanted = 0;
    for (long p = 0; p < points.count(); p++) {
      wanted += points.isWanted(points.at(p)) ? 1 : 0;
    }
    assertThat(wanted).isEqualTo(4);
  }

  @Test
  void aTornadoTurnsOneAxisAtATime() {
    Points points = points("vary: {a: {from: 0, to: 10}, b: [u, v, w]}\ndesign: tornado\n");
    List<String> all = new ArrayList<>();
    for (long p = 0; p < points.count(); p++) {
      all.add(String.join(" ", points.at(p).values()));
    }
    assertThat(all).containsExactly("5 v", "0 v", "10 v", "5 u", "5 w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "sobol", "halton", "korobov"})
  void everyDesignFillsTheRangesEvenly(String kind) {
    Points points =
        points(
            "vary: {a: {from: 0, to: 1, whole: false}, b: {from: 1, to: 100, scale: log}}\n"
                + "design: {"
                + kind
                + ": 1024}\n");
    int[] cells = new int[16];
    for (long p = 0; p < points.count(); p++) {
      Map<String, String> at = points.at(p);
      double a = Double.parseDouble(at.getOrDefault("a", ""));
      double b = Math.log(Double.parseDouble(at.getOrDefault("b", ""))) / Math.log(100);
      assertThat(a).isBetween(0.0, 1.0);
      assertThat(b).isBetween(0.0, 1.0);
      cells[4 * (int) Math.min(3, 4 * a) + (int) Math.min(3, 4 * b)]++;
    }
    // 64 in each of 16 cells; random ones spread by 8, and whole numbers are coarse near 1.
    for (int n : cells) {
      assertThat(n).as("%s: %s", kind, java.util.Arrays.toString(cells)).isBetween(20, 120);
    }
  }

  /** 1516 leaves 1 when divided by some of them, and 0 by others. */
  @ParameterizedTest
  @ValueSource(ints = {101, 303, 379, 505, 758, 1515, 1516, 1517})
  void aLatticeDoesNotGiveTwoAxesTheSameCoordinates(int size) {
    Points points =
        points(
            "vary: {a: {from: 0, to: 1, whole: false}, b: {from: 0, to: 1, whole: false},"
                + " c: {from: 0, to: 1, whole: false}}\ndesign: {korobov: "
                + size
                + "}\n");
    for (List<String> two : List.of(List.of("a", "b"), List.of("a", "c"), List.of("b", "c"))) {
      Set<Long> differences = new HashSet<>();
      Set<Long> sums = new HashSet<>();
      for (long p = 0; p < points.count(); p++) {
        double x = Double.parseDouble(points.at(p).getOrDefault(two.get(0), ""));
        double y = Double.parseDouble(points.at(p).getOrDefault(two.get(1), ""));
        differences.add(Math.round((x - y + 1) % 1 * 1e6) % 1_000_000);
        sums.add(Math.round((x + y) % 1 * 1e6) % 1_000_000);
      }
      assertThat(differences).as("%s of %d", two, size).hasSizeGreaterThan(3);
      assertThat(sums).as("%s of %d", two, size).hasSizeGreaterThan(3);
    }
  }

  @Test
  void anotherSeedGivesOtherPoints() {
    String vary = "vary: {a: {from: 0, to: 1, whole: false}}\ndesign: {sobol: 64}\n";
    assertThat(points(vary + "seed: 2\n").at(5)).isNotEqualTo(points(vary + "seed: 3\n").at(5));
    assertThat(points(vary + "seed: 2\n").at(5)).isEqualTo(points(vary + "seed: 2\n").at(5));
  }

  @Test
  void aSensitivityDesignExchangesOneColumnAtATime() {
    Points points =
        points(
            "vary: {a: {from: 0, to: 1, whole: false}, b: {from: 0, to: 1, whole: false}}\n"
                + "design: {sensitivity: 8}\n");
    assertThat(points.count()).isEqualTo(8 * 4);
    for (long row = 0; row < 8; row++) {
      Map<String, String> first = points.at(4 * row);
      Map<String, String> second = points.at(4 * row + 1);
      assertThat(points.at(4 * row + 2))
          .isEqualTo(Map.of("a", second.get("a"), "b", first.get("b")));
      assertThat(points.at(4 * row + 3))
          .isEqualTo(Map.of("a", first.get("a"), "b", second.get("b")));
    }
  }

  @Test
  void aBillionPointsCostNothingUntilTheyAreAskedFor() {
    Points points =
        points(
            "vary: {a: {from: 1, to: 1000000, count: 1000000}, b: {from: 1, to: 1000, count: 1000}}\n");
    assertThat(points.count()).isEqualTo(1_000_000_000L);
    assertThat(points.at(999_999_999L).values()).containsExactly("1000000", "1000");
    assertThat(new HashSet<>(points.at(1_234_567).values()))
        .containsExactlyInAnyOrder("1235", "568");
  }
}
