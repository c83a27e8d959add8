package org.interleave.spec;

import java.util.List;
import java.util.SplittableRandom;

/** Texts that writers of YAML get wrong. */
final class NastyTexts {

  static final List<String> ALL =
      List.of(
          "",
          " ",
          "a",
          " a",
          "a ",
          "\n",
          "a\n",
          "\na",
          "a\n\n b\n",
          "a\r\nb\rc",
          "\t",
          "a\tb",
          "~",
          "null",
          "Null",
          "true",
          "yes",
          "No",
          "on",
          ".nan",
          "-.inf",
          "1",
          "-1",
          "+1",
          "0x1F",
          "0o17",
          "017",
          "1_000",
          "1e3",
          "1.5",
          "12:30:45",
          "2001-01-01",
          "2001-12-14t21:59:43.10-05:00",
          "=",
          "<<",
          "-",
          "- a",
          "--",
          "---",
          "--- a",
          "...",
          "?",
          "? a",
          ":",
          ": a",
          "a: b",
          "a:",
          "a:b",
          "#",
          "# a",
          "a # b",
          "a#b",
          "{}",
          "{index}",
          "{{index}}",
          "[a]",
          "X[0]",
          ",",
          "a, b",
          "]",
          "}",
          "&a",
          "*a",
          "!a",
          "!!str a",
          "|",
          "|-",
          ">",
          "%YAML 1.1",
          "@",
          "`a`",
          "'",
          "''",
          "'a'",
          "it's",
          "\"",
          "\"a\"",
          "\\",
          "\\n",
          "\\x41",
          "a\\",
          "$HOME/*.txt",
          "rm -rf 'a b' && echo \"c\" > d | e",
          "\u0001",
          "\u0007\u001b[31m",
          "\u007f",
          "\u0080",
          "\u0085",
          "\u009b",
          "\u00a0",
          "\u00ad",
          "\u2028",
          "\u2029",
          "\u200b",
          "\u202eabc",
          "\ufeff",
          "a\ufeffb",
          "\ufffe",
          "\uffff",
          "\ue000",
          "gr\u00fc\u00df",
          "\u540d\u524d",
          "\u0645\u0631\u062d\u0628\u0627",
          "e\u0301",
          "\ud83d\ude00",
          "\udb40\udc01",
          "\udbff\udfff",
          "a".repeat(200),
          "a ".repeat(200),
          "\u0001".repeat(300),
          "a\n".repeat(100));

  private NastyTexts() {}

  /** One of them, two of them, or characters of all kinds; never NUL or half a character. */
  static String any(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> pick(random);
      case 2 -> pick(random) + pick(random);
      default -> characters(random);
    };
  }

  private static String pick(SplittableRandom random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  private static String characters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int c = 1 + random.nextInt(random.nextBoolean() ? 0x7F : Character.MAX_CODE_POINT);
      text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 'x' : c);
    }
    return text.toString();
  }
}
