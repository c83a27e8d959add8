package org.interleave.execution.local;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Two hundred texts of the kind that shells, encodings and file systems stumble over. */
final class NastyStrings {
  static final long SEED = 20_240_611;

  private static final String[] FIXED = {
    "",
    " ",
    "  two  blanks  ",
    "'",
    "\"",
    "''\"\"",
    "it's",
    "\\",
    "\\\\",
    "\\n",
    "\\0",
    "\\c",
    "trailing\\",
    "\n",
    "\n\n",
    "ends in newlines\n\n",
    "\r\n",
    "\t",
    "a\tb\nc",
    "$(touch pwned)",
    "`touch pwned`",
    "$HOME",
    "${PATH}",
    "$((1+1))",
    "; touch pwned",
    "&& touch pwned",
    "| touch pwned",
    "> pwned",
    "< /etc/passwd",
    "& touch pwned &",
    "-",
    "--",
    "-n",
    "-e",
    "-c",
    "--help",
    "-rf /",
    "*",
    "?",
    "[a-z]*",
    "~",
    "~root",
    "!!",
    "#comment",
    "a=b",
    "=",
    "%s%n%d",
    "%",
    "%%",
    "{",
    "}",
    "{}",
    "{a,b}",
    "{unknown}",
    "../../x",
    "../../../../../../tmp/pwned",
    "/etc/passwd",
    "a/b",
    ".",
    "..",
    "...",
    "/",
    "//",
    "a~b",
    "\u0001\u0002\u001b[31m",
    "\u007f",
    "\u0085\u2028\u2029",
    "\u00e9",
    "e\u0301",
    "\u00df\u1e9e",
    "\ufeffbom",
    "\u202egnirts",
    "\u200b",
    "\ud83d\ude00",
    "\ud83d\udc69\u200d\ud83d\udd2c",
    "\u4e2d\u6587",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "Z\u0351\u036b\u0343\u036a\u0302",
    "\uffff",
    "\uffff\ufffd",
    "NUL",
    "CON",
    "null",
    "true",
    "x".repeat(300),
    "\u00e9".repeat(150),
    "\ud83d\ude00".repeat(100),
    "x".repeat(100_000),
    "\n".repeat(1000)
  };

  private NastyStrings() {}

  static List<String> all() {
    List<String> all = new ArrayList<>(List.of(FIXED));
    SplittableRandom random = new SplittableRandom(SEED);
    String alphabet =
        " \t\n\r'\"\\$`(){}[]<>|&;*?!#~%=-/.,:@+_aZ9\u0001\u001f\u007f\u00e9\u0301\u20ac";
    while (all.size() < 200) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(24);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      all.add(text.toString());
    }
    return all;
  }
}
