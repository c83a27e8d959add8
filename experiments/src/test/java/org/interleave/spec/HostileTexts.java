package org.interleave.spec;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hostile specifications that are too large for a file of their own, or whose bytes an editor or a
 * version control system might mend.
 */
public final class HostileTexts {

  private static final String CLUSTER = "cluster: {nodes: [{cores: 8}]}\n";
  private static final String GOOD = spec("A: {time: 1 s}");
  private static final int DEEP = 100_000;
  private static final int LONG = 100_000;

  private HostileTexts() {}

  /** The bytes of each, by the name of its file. */
  public static Map<String, byte[]> byName() {
    Map<String, byte[]> all = new TreeMap<>();
    bytes(all);
    deep(all);
    longOnes(all);
    many(all);
    all.put("line-ends-cr.yaml", text(bad("1 s, tusks: 1").replace("\n", "\r")));
    all.put("line-ends-crlf.yaml", text(bad("1 s, tusks: 1").replace("\n", "\r\n")));
    all.put("line-ends-mixed.yaml", text("\r\n\r\n\n\r\r" + bad("1 s, tusks: 1")));
    return all;
  }

  /** What looks strange, but is read. */
  public static Map<String, byte[]> accepted() {
    return new TreeMap<>(
        Map.of(
            "byte-order-mark.yaml", text("\uFEFF" + GOOD),
            "line-ends-cr.yaml", text(GOOD.replace("\n", "\r")),
            "line-ends-crlf.yaml", text(GOOD.replace("\n", "\r\n")),
            "document-marks.yaml", text("---\n" + GOOD + "...\n"),
            "json.yaml",
                text(
                    "{\"interleave\":1,\"sets\":{\"A\":{\"time\":\"1 s\"}},"
                        + "\"cluster\":{\"nodes\":[{\"cores\":8}]}}"),
            "surrogate-pair.yaml", text("name: \"\\uD83D\\uDE00\"\n" + GOOD),
            "long-comment.yaml", text("#" + " x".repeat(4_000_000) + "\n" + GOOD),
            "many-lines.yaml", text("\n".repeat(8_000_000) + GOOD)));
  }

  /** More values than are read, which take more memory than a small process has. */
  public static byte[] tooManyNodes() {
    return text(("- [" + "a,".repeat(199_998) + "]\n").repeat(13));
  }

  private static void bytes(Map<String, byte[]> all) {
    all.put("nul.yaml", text(bad("1\0 s")));
    all.put("escape-character.yaml", text(bad("1 \u001B[31ms")));
    all.put("bell.yaml", text("interleave: 1\n\n# \u0007\n"));
    all.put("c1-control.yaml", text(bad("1 s\u009B")));
    all.put("byte-order-mark-twice.yaml", text("\uFEFF\uFEFF" + GOOD));
    all.put("byte-order-mark-within.yaml", text(bad("\uFEFF1 s")));
    all.put("surrogate-bytes.yaml", raw("interleave: 1\nname: a", 0xED, 0xA0, 0x80));
    all.put("latin-1.yaml", raw("interleave: 1\nname: caf", 0xE9));
    all.put("overlong-slash.yaml", raw("interleave: 1\r\nname: ", 0xC0, 0xAF));
    all.put("cut-character.yaml", raw("interleave: 1\rname: ", 0xE2, 0x82));
    all.put("utf-16.yaml", ("\uFEFF" + GOOD).getBytes(UTF_16LE));
    all.put("utf-16-big-endian.yaml", ("\uFEFF" + GOOD).getBytes(UTF_16BE));
    all.put("utf-16-without-mark.yaml", GOOD.getBytes(UTF_16LE));
    all.put("noncharacter.yaml", text(bad("1 s\uFFFF")));
    all.put("emoji-before-error.yaml", text("{name: \"\uD83D\uDE00\uD83D\uDE00\", tusks: 1}\n"));
    all.put("empty.yaml", new byte[0]);
    all.put("only-byte-order-mark.yaml", text("\uFEFF"));
    all.put("zip.yaml", raw("PK", 3, 4, 20, 0, 8, 0, 0xFF, 0xFE));
  }

  private static void deep(Map<String, byte[]> all) {
    all.put("deep-brackets.yaml", text(bad("[".repeat(DEEP))));
    all.put("deep-closed-brackets.yaml", text(bad("[".repeat(DEEP) + "]".repeat(DEEP))));
    all.put("deep-braces.yaml", text(bad("{a: ".repeat(DEEP))));
    all.put("deep-dashes.yaml", text("- ".repeat(DEEP) + "a\n"));
    all.put("deep-question-marks.yaml", text("? ".repeat(DEEP) + "a\n"));
    all.put(
        "deep-block-mappings.yaml",
        text(join(5_000, i -> " ".repeat(i) + "a:\n") + " ".repeat(5_000) + "b\n"));
    all.put("deep-closing-brackets.yaml", text(bad("]".repeat(DEEP))));
    all.put("deep-path-in-name.yaml", text(spec("a" + ".a".repeat(DEEP) + ": {time: 1 s}")));
  }

  private static void longOnes(Map<String, byte[]> all) {
    String letters = "a".repeat(LONG);
    all.put("long-top-level-key.yaml", text("? " + letters + "\n: 1\n"));
    all.put("long-simple-key.yaml", text(letters + ": 1\n"));
    all.put("long-set-name.yaml", text(spec("? " + letters + "\n  : {time: 1 s}")));
    all.put("long-name.yaml", text("name: " + letters + "\n" + GOOD));
    all.put("long-time.yaml", text(bad(letters)));
    all.put("long-number.yaml", text(bad("1".repeat(LONG))));
    all.put("long-time-with-unit.yaml", text(bad("1".repeat(LONG) + " s")));
    all.put("long-fraction.yaml", text(bad("0." + "0".repeat(LONG) + "1 s")));
    all.put("long-tasks.yaml", text(bad("1 s, tasks: " + "9".repeat(LONG))));
    all.put("long-zeros.yaml", text(bad("1 s, tasks: " + "0".repeat(LONG))));
    all.put("long-reference.yaml", text(bad("1 s, after: " + letters)));
    all.put("long-tag.yaml", text(bad("!" + letters + " 1 s")));
    all.put("long-anchor.yaml", text(bad("&" + letters + " 1 s")));
    all.put("long-order.yaml", text(GOOD + "policy: {order: " + letters + "}\n"));
    all.put("long-cluster.yaml", text("interleave: 1\ncluster: " + letters + "\n" + sets(1)));
    all.put("long-plain-value.yaml", text("name: " + "a".repeat(16_000_000) + "\n" + GOOD));
    all.put("long-quoted-value.yaml", text("name: \"" + "a".repeat(16_000_000) + "\"\n" + GOOD));
    all.put("long-block-value.yaml", text("name: |\n " + "a".repeat(16_000_000) + "\n" + GOOD));
    all.put("long-unfinished.yaml", text("name: '" + "a\n".repeat(1_000_000)));
    all.put("seventeen-mebibytes.yaml", text("#" + "x".repeat(17 << 20)));
  }

  private static void many(Map<String, byte[]> all) {
    all.put("sets-200001.yaml", text("interleave: 1\n" + CLUSTER + sets(200_001)));
    all.put("cycle-10000.yaml", text(ring(10_000)));
    all.put("list-200001.yaml", text(bad("{empirical: [" + "1 s,".repeat(200_001) + "]}")));
    all.put(
        "groups-200001.yaml",
        text(
            "interleave: 1\ncluster: {nodes: ["
                + "{cores: 1},".repeat(200_001)
                + "]}\n"
                + sets(1)));
    all.put("pipelines-backwards.yaml", text(pipelines(50_000, i -> i + 1)));
    all.put("pipelines-in-a-ring.yaml", text(pipelines(50_000, i -> (i + 1) % 50_000)));
    all.put(
        "pipelines-all-for-all.yaml",
        text(
            "interleave: 1\n"
                + CLUSTER
                + sets(8_000)
                + "pipelines: {p: {stages: [["
                + names(0, 4_000)
                + "], ["
                + names(4_000, 8_000)
                + "]]}}\n"));
    all.put(
        "edges-times-iterations.yaml",
        text(
            "interleave: 1\niterations: 900\n"
                + CLUSTER
                + "sets:\n"
                + join(200, i -> "  S" + i + ": {time: 1 s, after: [" + names(0, i) + "]}\n")));
    all.put(
        "masked-60000.yaml",
        text(
            "interleave: 1\n"
                + CLUSTER
                + sets(60_000)
                + "masked: {"
                + join(60_000, i -> "S" + (59_999 - i) + ": 1,")
                + "X: 1}\n"));
    all.put(
        "equal-hash-codes.yaml",
        text(
            "interleave: 1\n"
                + CLUSTER
                + "sets:\n"
                + join(1 << 14, i -> "  " + colliding(i) + ": {time: 1 s}\n")
                + "  Z: {time: 1 s, after: ["
                + join(1 << 14, i -> colliding(i) + ",")
                + "Y]}\n"));
    all.put("anchors-many.yaml", text(join(100_000, i -> "a" + i + ": &a" + i + " 1\n")));
  }

  /** Names that all have the hash code of the first: Aa and BB have the same. */
  private static String colliding(int number) {
    return IntStream.range(0, 14)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  private static String ring(int sets) {
    return "interleave: 1\n"
        + CLUSTER
        + "sets:\n"
        + join(sets, i -> "  S" + i + ": {time: 1 s, after: S" + (i + 1) % sets + "}\n");
  }

  private static String pipelines(int count, IntFunction<Integer> next) {
    return "interleave: 1\n"
        + CLUSTER
        + sets(1)
        + "pipelines:\n"
        + join(count, i -> "  p" + i + ": {after: p" + next.apply(i) + ", stages: [[S0]]}\n")
        + (next.apply(count - 1) == count ? "  p" + count + ": {stages: [[S0]]}\n" : "");
  }

  private static String sets(int count) {
    return "sets:\n" + join(count, i -> "  S" + i + ": {time: 1 s}\n");
  }

  private static String names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "S" + i).collect(Collectors.joining(","));
  }

  private static String join(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining());
  }

  private static String spec(String set) {
    return "interleave: 1\nsets:\n  " + set + "\n" + CLUSTER;
  }

  private static String bad(String time) {
    return spec("A: {time: " + time + "}");
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] raw(String text, int... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text(text));
    for (int b : more) {
      out.write(b);
    }
    return out.toByteArray();
  }
}
