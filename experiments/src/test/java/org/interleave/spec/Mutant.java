package org.interleave.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A specification that is somehow wrong, or still right by luck.
 *
 * @param seed what it is made from: the same seed, the same mutant
 * @param bytes of its file
 * @param settings what {@code --set} would say beside it
 */
record Mutant(long seed, byte[] bytes, List<String> settings) {

  private static final Pattern TOKEN =
      Pattern.compile("[\\p{L}\\p{N}_.+-]+|\"[^\"\\n]*\"|'[^'\\n]*'|[ \\t]+|\\R|.", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.]*");

  private static final List<String> CORPUS = SpecCorpus.all();
  private static final List<String> RIGHT = SpecCorpus.right();

  /** Values that many keys take. */
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "4",
          "7",
          "16",
          "100",
          "1000",
          "100000",
          "999999",
          "0.5",
          "0.001",
          "1e-9",
          "1e9",
          "1.0E+3",
          "0.57",
          "30",
          "0.06",
          "9.99",
          "100000000",
          "+3",
          "1e-320",
          "00.5");

  /** What readers of YAML and of numbers stumble over. */
  private static final List<String> DICTIONARY =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "+1",
          "01",
          "0.0",
          "-0.0",
          "1e400",
          "1e-400",
          "1e-320",
          "1e308",
          ".nan",
          ".inf",
          "-.inf",
          "NaN",
          "Infinity",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "1000000",
          "10000000",
          "100000000",
          "1_000",
          "0x10",
          "0o10",
          "1:30:00",
          "99999999999999999999999999999999999999999999999999999999999",
          "1 s",
          "0 s",
          "-1 s",
          "1e-300 s",
          "1e300 h",
          "3155760000 s",
          "1 us",
          "1e-7 s",
          "1 \u0455",
          "1 GiB",
          "1 TiB",
          "1e6 TiB",
          "yes",
          "no",
          "on",
          "off",
          "true",
          "false",
          "null",
          "~",
          "",
          "\"\"",
          "''",
          "\"\\0\"",
          "\"\\uD800\"",
          "\"\\U0010FFFF\"",
          "\"\\UFFFFFFFF\"",
          "\"\\x1b[2J\"",
          "\u202E",
          "\uFEFF",
          "\uD83D\uDE00",
          "\u0000",
          "\u0085",
          "\u2028",
          "{}",
          "[]",
          "[[]]",
          "{a: b}",
          "[a, b]",
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "? ",
          "# ",
          "|",
          ">",
          "|9",
          ">-",
          "!",
          "!!int",
          "!local",
          "!<x>",
          "&a",
          "*a",
          "<<",
          "<<: *a",
          "%",
          "%YAML 1.1\n---\n",
          "%TAG ! x",
          "---",
          "...",
          "\n---\n",
          "\n...\n",
          "@",
          "`",
          "\t",
          "\r",
          "\r\n",
          "\n",
          ",",
          "..",
          "/",
          "../x",
          "\\",
          "none",
          "summit-16",
          "summit-entk",
          "previous",
          "same",
          "index",
          "all",
          "sleep",
          "stress",
          "thread",
          "interleave",
          "name",
          "description",
          "iterations",
          "sets",
          "stages",
          "pipelines",
          "cluster",
          "overheads",
          "policy",
          "failures",
          "walltime",
          "masked",
          "tasks",
          "slots",
          "gpus",
          "processes",
          "memory",
          "time",
          "after",
          "run",
          "failure-probability",
          "set",
          "iteration",
          "match",
          "slot",
          "nodes",
          "count",
          "cores",
          "threads",
          "reserved",
          "order",
          "fit",
          "placement",
          "pooled",
          "probability",
          "node-mtbf",
          "node-repair",
          "retries",
          "on-failure",
          "constant",
          "uniform",
          "normal",
          "lognormal",
          "exponential",
          "gamma",
          "weibull",
          "empirical",
          "recorded",
          "mean",
          "sd",
          "cv",
          "min",
          "max",
          "median",
          "sigma",
          "shape",
          "scale",
          "bootstrap",
          "stage-gap",
          "overrun",
          "short",
          "long",
          "long-from",
          "launch-rate",
          "directory",
          "environment",
          "timeout",
          "virtual",
          "grace");

  /** The mutant of a seed. */
  static Mutant of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String text = pick(random.nextInt(4) == 0 ? CORPUS : RIGHT, random);
    List<String> settings = List.of();
    int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 1);
    for (int i = 0; i < changes; i++) {
      text =
          switch (random.nextInt(24)) {
            case 0 -> lines(text, random);
            case 1 -> blocks(text, random);
            case 2 -> brackets(text, random);
            case 3 -> splice(text, random);
            case 4, 5, 6, 7, 8, 9 -> tokens(text, random);
            default -> numbers(text, random);
          };
    }
    if (random.nextInt(8) == 0) {
      settings = settings(text, random);
    }
    byte[] bytes = text.getBytes(UTF_8);
    return new Mutant(seed, random.nextInt(12) == 0 ? bytes(bytes, random) : bytes, settings);
  }

  private static String tokens(String text, SplittableRandom random) {
    List<String> tokens = tokensOf(text);
    if (tokens.isEmpty()) {
      return pick(DICTIONARY, random);
    }
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(6)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3 -> tokens.add(at, pick(DICTIONARY, random));
      case 4 -> tokens.set(at, tokens.get(at).repeat(2 + random.nextInt(40)));
      default -> tokens.set(at, pick(DICTIONARY, random));
    }
    return String.join("", tokens);
  }

  /** Another number in the place of one, which often still means something. */
  private static String numbers(String text, SplittableRandom random) {
    List<Integer> starts = new ArrayList<>();
    Matcher m = NUMBER.matcher(text);
    while (m.find()) {
      starts.add(m.start());
    }
    if (starts.isEmpty()) {
      return tokens(text, random);
    }
    int at = pick(starts, random);
    String number = pick(random.nextInt(8) == 0 ? DICTIONARY : NUMBERS, random);
    return text.substring(0, at)
        + NUMBER.matcher(text.substring(at)).replaceFirst(Matcher.quoteReplacement(number));
  }

  private static String lines(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(other));
      case 2 -> lines.set(at, lines.set(other, lines.get(at)));
      case 3 -> lines.set(at, " ".repeat(random.nextInt(5)) + lines.get(at));
      default -> lines.set(at, lines.get(at).stripLeading());
    }
    return String.join("", lines);
  }

  /** Moves, doubles or drops a line with all that is indented below it. */
  private static String blocks(String text, SplittableRandom random) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int from = random.nextInt(lines.size());
    int to = from + 1;
    while (to < lines.size() && indent(lines.get(to)) > indent(lines.get(from))) {
      to++;
    }
    List<String> block = new ArrayList<>(lines.subList(from, to));
    int kind = random.nextInt(3);
    if (kind != 0) {
      lines.subList(from, to).clear();
    }
    if (kind != 1) {
      int shift = random.nextInt(5);
      int at = lines.isEmpty() ? 0 : random.nextInt(lines.size());
      lines.addAll(at, block.stream().map(l -> " ".repeat(shift) + l).toList());
    }
    return String.join("", lines);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** Changes what stands between a pair of brackets. */
  private static String brackets(String text, SplittableRandom random) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        open.add(i);
      }
    }
    if (open.isEmpty()) {
      return text;
    }
    int from = open.get(random.nextInt(open.size()));
    int depth = 0;
    int to = from;
    for (; to < text.length(); to++) {
      char c = text.charAt(to);
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    String inner = text.substring(from, Math.min(text.length(), to + 1));
    String changed =
        switch (random.nextInt(7)) {
          case 0 -> "[" + inner + "]";
          case 1 -> "{a: " + inner + "}";
          case 2 -> inner + ", " + inner;
          case 3 -> inner.replace('{', '[').replace('}', ']');
          case 4 -> inner.replace('[', '{').replace(']', '}');
          case 5 -> "[".repeat(random.nextInt(40)) + inner + "]".repeat(random.nextInt(40));
          default -> pick(DICTIONARY, random);
        };
    return text.substring(0, from) + changed + text.substring(Math.min(text.length(), to + 1));
  }

  /** The beginning of one text with the end of another. */
  private static String splice(String text, SplittableRandom random) {
    String other = pick(CORPUS, random);
    return text.substring(0, random.nextInt(text.length() + 1))
        + other.substring(random.nextInt(other.length() + 1));
  }

  private static byte[] bytes(byte[] given, SplittableRandom random) {
    byte[] bytes = given;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      byte[] head = Arrays.copyOf(bytes, at);
      byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> tail = Arrays.copyOfRange(tail, Math.min(1, tail.length), tail.length);
        case 1 -> head = joined(head, new byte[] {(byte) random.nextInt(256)});
        case 2 -> tail = flipped(tail, random.nextInt(8));
        case 3 -> tail = new byte[0];
        default -> head = joined(head, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
      }
      bytes = joined(head, tail);
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    if (bytes.length > 0) {
      bytes[0] ^= (byte) (1 << bit);
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static List<String> settings(String text, SplittableRandom random) {
    List<String> words =
        tokensOf(text).stream()
            .filter(t -> !t.isBlank())
            .collect(Collectors.toCollection(ArrayList::new));
    words.addAll(DICTIONARY);
    words.addAll(List.of("nodes[0]", "after[0]", "stages[0][1]", "[1]", "x[99999999999]", "a[0]b"));
    List<String> settings = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      StringBuilder path = new StringBuilder(random.nextBoolean() ? pick(words, random) : "sets");
      for (int step = random.nextInt(4); step > 0; step--) {
        path.append(random.nextInt(20) == 0 ? "" : ".").append(pick(words, random));
      }
      settings.add(path + (random.nextInt(20) == 0 ? "" : "=") + pick(words, random));
    }
    return settings;
  }

  private static List<String> tokensOf(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher m = TOKEN.matcher(text);
    while (m.find()) {
      tokens.add(m.group());
    }
    return tokens;
  }

  private static <T> T pick(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  @Override
  public String toString() {
    return "mutant of seed "
        + seed
        + ", settings "
        + settings
        + ":\n"
        + new String(bytes, ISO_8859_1);
  }
}
