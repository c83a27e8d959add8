package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interleave.scheduling.SequentialBaseline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepReaderTest {

  private static final String VARY = "vary: {a.b: [1, 2]}\n";

  private static Sweep read(String... lines) {
    return SweepReader.read("s.yaml", "sweep: 1\nspec: base\n" + String.join("\n", lines));
  }

  @Test
  void whatIsNotSaidHasItsUsualValue() {
    Sweep s = read(VARY);
    assertThat(s.name()).isEqualTo("base");
    assertThat(s.design()).isEqualTo(new Sweep.Design(Sweep.Kind.GRID, 0));
    assertThat(s.effort()).isEqualTo(new Sweep.Effort(10, 10, 0, false));
    assertThat(s.seed()).isEqualTo(1);
    assertThat(s.baseline()).isEqualTo(SequentialBaseline.RANKS);
    assertThat(s.paths()).containsExactly("a.b");
  }

  @Test
  void whatIsQuotedStaysQuoted() {
    Sweep s = read("set: {name: \"a \\\" b\"}", "vary: {x: ['1', 1, 90 s]}");
    assertThat(s.settings()).containsExactly("name=\"a \\\" b\"");
    assertThat(s.axes().get(0).parameters().get(0).values())
        .isEqualTo(new SweepAxis.Listed(List.of("\"1\"", "1", "90 s")));
  }

  @Test
  void parametersOfOneItemVaryTogether() {
    Sweep s = read("vary: [{a: [1, 2], b: [3, 4]}, {c: [5]}]");
    assertThat(s.axes()).extracting(SweepAxis::label).containsExactly("a & b", "c");
    assertThat(s.axes()).extracting(SweepAxis::levels).containsExactly(2, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from: 1, to: 4, count: 4} | 1,2,3,4",
        "{from: 1, to: 4, count: 3} | 1,2,4",
        "{from: 1, to: 4, count: 3, whole: false} | 1,2.5,4",
        "{from: 1, to: 100, count: 3, scale: log} | 1,10,100",
        "{from: 10 s, to: 30 s, step: 10 s} | 10 s,20 s,30 s",
        "{from: 0.1, to: 0.45, step: 0.1} | 0.1,0.2,0.3,0.4",
        "{from: 5 min, to: 1 min, count: 2} | 5 min,1 min",
        "{from: 7, to: 9, count: 1} | 7"
      })
  void rangesHaveTheseLevels(String range, String levels) {
    SweepAxis.Values values =
        read("vary: {x: " + range + "}").axes().get(0).parameters().get(0).values();
    List<String> all =
        java.util.stream.IntStream.range(0, values.levels()).mapToObj(values::level).toList();
    assertThat(String.join(",", all)).isEqualTo(levels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{x} * 4 <= 704                     | true",
        "{x} * 4 <= 703                     | false",
        "{t} == 90                          | true",
        "{x} > 100 and {t} < 60 or {x} == 176 | true",
        "not ({x} > 100)                    | false",
        "-({x} - 176) + 2 * 3 - 6 / 2 == 3  | true",
        "{m} == 2048                        | true",
        "{w} > 0                            | false",
        "{w} <= 0                           | false",
        "{w} != 0                           | false",
        "{x} != 0                           | true",
        "{x} != 176                         | false"
      })
  void conditionsHold(String condition, boolean expected) {
    SweepConstraint c =
        SweepConstraint.of(
            condition.strip(), new Position("s.yaml", 1, 1), java.util.Set.of("x", "t", "m", "w"));
    assertThat(c.holds(Map.of("x", "176", "t", "1.5 min", "m", "2 GiB", "w", "skip")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vary: {a: 3} | 3:11: the values of 'a' must be a list, or a range {from: .., to: .., count: ..}",
        "vary: {} | 3:7: vary names nothing; give it a path and its values",
        "vary: {a: []} | 3:11: the values of 'a' are none; give one at least",
        "vary: {a: [1, 1]} | 3:11: the values of 'a' hold one twice; leave it out",
        "vary: {a: {from: 1, to: 2}} | 3:11: the values of 'a' need count or step for a grid; add one, or choose another design",
        "vary: {a: {from: 1 s, to: 2, count: 2}} | 3:23: from and to of the values of 'a' must have the same unit",
        "vary: {a: {from: 0, to: 2, count: 2, scale: log}} | 3:38: the values of 'a' must be more than 0 on a log scale; change from, or the scale",
        "vary: {a: {from: x, to: 2, count: 2}} | 3:18: from of the values of 'a' must be a number such as 16 or '90 s', not 'x'",
        "vary: {a: {from: 1, to: 1e400, count: 3}} | 3:25: to of the values of 'a' must be 0 or from 1e-100 to 1e100, not '1e400'",
        "vary: {a: {from: 1e-200, to: 1e90, count: 3, scale: log}} | 3:18: from of the values of 'a' must be 0 or from 1e-100 to 1e100, not '1e-200'",
        "vary: {a: {from: 1, to: 2, step: -1}} | 3:28: step of the values of 'a' must lead from the one to the other in its unit, in fewer than 1000000 steps",
        "vary: [{a: [1, 2], b: [1]}] | 3:20: 'b' has 1 values, but 'a', which varies together with it, has 2",
        "vary: [{a: [1]}, {a: [2]}] | 3:1: vary names 'a' twice; leave one out",
        "vary: {'a[': [1]} | 3:8: 'a[' is not a key or key[number]"
      })
  void whatIsWrongWithValuesIsSaid(String line, String message) {
    complains(message, line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "design: lattice | 4:9: design must be grid, tornado, or one of {random: N}",
        "design: {sobol: 0} | 4:17: sobol of design must be from 1 to 10000000, but is 0",
        "where: ['{a.c} > 1'] | 4:9: the condition '{a.c} > 1' names 'a.c', which is not varied",
        "where: ['{a.b} >'] | 4:9: the condition '{a.b} >' ends too early",
        "where: ['{a.b} 1'] | 4:9: the condition '{a.b} 1' can't be understood from '1' on",
        "where: ['({a.b}'] | 4:9: the condition '({a.b}' has no ')' for a '('",
        "replications: {least: 4} | 4:16: least goes with half-width; add it, or use count",
        "replications: 0 | 4:15: replications must be from 1 to 10000000, but is 0",
        "sede: 4 | 4:1: unknown key 'sede' in the sweep; known are: sweep, name"
      })
  void whatElseIsWrongIsSaid(String line, String message) {
    complains(message, VARY.strip(), line);
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    String deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);
    complains("4:8: the condition", VARY.strip(), "where: '" + deep + "'");
    complains("4:8: the condition", VARY.strip(), "where: '" + "-".repeat(100_000) + "1'");
  }

  private static void complains(String message, String... lines) {
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("s.yaml:" + message);
  }

  @Test
  void whatIsSetAndVariedMayBeMappingsAndLists() {
    Sweep sweep =
        SweepReader.read(
            "s",
            """
            sweep: 1
            spec: x
            set:
              sets.A.time: {normal: {mean: 10 s, cv: 0.1}}
              sets.B.run: [sh, -c, 'a, "b"', x]
            vary:
              sets.B.after: [[A], []]
              sets.C.time: [5 s, {exponential: {mean: 5 s}}]
            """);
    assertThat(sweep.settings())
        .containsExactly(
            "sets.A.time={normal: {mean: 10 s, cv: 0.1}}",
            "sets.B.run=[sh, -c, \"a, \\\"b\\\"\", x]");
    assertThat(sweep.axes().get(0).parameters().get(0).values().level(0)).isEqualTo("[A]");
    assertThat(sweep.axes().get(0).parameters().get(0).values().level(1)).isEqualTo("[]");
    assertThat(sweep.axes().get(1).parameters().get(0).values().level(1))
        .isEqualTo("{exponential: {mean: 5 s}}");
  }
}
