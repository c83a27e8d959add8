package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.interleave.spec.SweepAxis;
import org.junit.jupiter.api.Test;

class AlikeLinesTest {

  private static List<String> told(String vary, BiFunction<String, String, String> says) {
    List<SweepAxis> axes = PointsTest.sweep("vary: " + vary + "\n").axes();
    List<BreakEven.Line> lines = new ArrayList<>();
    for (int i = 0; i < axes.get(0).levels(); i++) {
      for (int j = 0; j < axes.get(1).levels(); j++) {
        String a = axes.get(0).parameters().get(0).values().level(i);
        String b = axes.get(1).parameters().get(0).values().level(j);
        String sentence = says.apply(a, b);
        if (!sentence.isEmpty()) {
          lines.add(new BreakEven.Line(List.of(a, b), sentence));
        }
      }
    }
    return AlikeLines.told(axes, lines);
  }

  @Test
  void anAxisThatDoesNotMatterIsNotToldValueByValue() {
    assertThat(told("{n: [1, 2, 4], p: [x, y]}", (n, p) -> "pays"))
        .containsExactly("any n, any p: pays");
    assertThat(told("{n: [1, 2, 4], p: [x, y]}", (n, p) -> p.equals("x") ? "pays" : "never"))
        .containsExactly("any n, p = x: pays", "any n, p = y: never");
    assertThat(told("{n: [1, 2, 4], p: [x, y]}", (n, p) -> n.equals("2") ? "pays" : "never"))
        .containsExactly("n = 1 or 4, any p: never", "n = 2, any p: pays");
  }

  @Test
  void whatDiffersIsToldLineByLine() {
    assertThat(told("{n: [1, 2], p: [x, y]}", (n, p) -> n + p))
        .containsExactly(
            "n = 1, p = x: 1x", "n = 1, p = y: 1y", "n = 2, p = x: 2x", "n = 2, p = y: 2y");
  }

  /** Nothing is said of values at which nothing could be run. */
  @Test
  void anyIsSaidOnlyWhereAllValuesWereRun() {
    assertThat(told("{n: [1, 2, 4], p: [x]}", (n, p) -> n.equals("4") ? "" : "pays"))
        .containsExactly("n = 1 or 2, p = x: pays");
  }

  @Test
  void numbersNextToEachOtherAreToldByTheirEnds() {
    assertThat(told("{n: [1, 2, 3, 4, 5], p: [x]}", (n, p) -> n.equals("5") ? "never" : "pays"))
        .containsExactly("n = 1 to 4, p = x: pays", "n = 5, p = x: never");
    assertThat(told("{n: [1, 2, 3, 4, 5], p: [x]}", (n, p) -> n.equals("3") ? "never" : "pays"))
        .containsExactly("n = 1, 2, 4 or 5, p = x: pays", "n = 3, p = x: never");
    assertThat(told("{n: [a, b, c, d, e], p: [x]}", (n, p) -> n.equals("e") ? "never" : "pays"))
        .containsExactly("n = a, b, c or d, p = x: pays", "n = e, p = x: never");
  }

  @Test
  void oneLineAloneIsASentence() {
    assertThat(AlikeLines.told(List.of(), List.of(new BreakEven.Line(List.of(), "pays"))))
        .containsExactly("pays");
    assertThat(AlikeLines.told(List.of(), List.of())).isEmpty();
  }
}
