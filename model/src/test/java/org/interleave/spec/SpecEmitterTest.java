package org.interleave.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is emitted is parsed as what it was. */
class SpecEmitterTest {

  private static final long SEED = 20_260_101;

  @Test
  void nastyTextsComeBackWhereverTheyStand() {
    for (String text : NastyTexts.ALL) {
      SpecNode list = Draft.list(List.of(Draft.text(text), Draft.text(text)));
      Draft root = new Draft().put("a", Draft.text(text)).put("b", list);
      root.put("c", Draft.list(List.of(list, Draft.only("d", Draft.text(text)))));
      root.put("long", Draft.list(List.of(Draft.text("x".repeat(100)), Draft.text(text))));
      if (!text.equals("<<")) {
        root.put(text, Draft.only(text, Draft.text(text)));
        root.put("keys", Draft.list(List.of(Draft.only(text, Draft.only(text, list)))));
      }
      check(root.node());
    }
  }

  @Test
  void randomTreesComeBack() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 3_000; i++) {
      Draft root = new Draft();
      for (int f = random.nextInt(4); f >= 0; f--) {
        root.put(key(random), tree(random, 4));
      }
      check(root.node());
    }
  }

  @Test
  void shortPartsStandInOneLine() {
    SpecNode root =
        SpecParser.parse(
            "text",
            "a: {b: {c: [1, 2]}, d: {}}\ne: {f: 'true', g: x}\nh: [" + "i, ".repeat(40) + "]\n");
    String items = "  - i\n".repeat(40);
    assertThat(SpecEmitter.text(root))
        .isEqualTo("a:\n  b: {c: [1, 2]}\n  d: {}\ne: {f: 'true', g: x}\nh:\n" + items);
  }

  private static SpecNode tree(SplittableRandom random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(3);
    if (kind == 0) {
      return random.nextInt(4) == 0
          ? Draft.plain(String.valueOf(random.nextInt()))
          : Draft.text(NastyTexts.any(random));
    }
    if (kind == 1) {
      return Draft.list(
          random.ints(random.nextInt(4)).mapToObj(i -> tree(random, depth - 1)).toList());
    }
    Draft draft = new Draft();
    for (int f = random.nextInt(4); f > 0; f--) {
      draft.put(key(random), tree(random, depth - 1));
    }
    return draft.node();
  }

  private static String key(SplittableRandom random) {
    String key = NastyTexts.any(random);
    return key.equals("<<") ? "merge" : key;
  }

  private static void check(SpecNode node) {
    String text = SpecEmitter.text(node);
    assertThat(content(SpecParser.parse("emitted", text))).as(text).isEqualTo(content(node));
    assertThat(text).endsWith("\n").doesNotContainPattern("(?m)[ \t\r]+$").doesNotContain("\t");
    assertThat(text.codePoints()).as(text).noneMatch(c -> c != '\n' && Printable.isUnsafe(c));
  }

  /** The texts alone, in lists and maps: without places. */
  private static Object content(SpecNode node) {
    if (node instanceof SpecNode.Items list) {
      return list.items().stream().map(SpecEmitterTest::content).toList();
    }
    if (node instanceof SpecNode.Fields fields) {
      return fields.values().entrySet().stream()
          .map(f -> Map.entry(f.getKey(), content(f.getValue())))
          .collect(Collectors.toList());
    }
    return ((SpecNode.Scalar) node).text();
  }
}
