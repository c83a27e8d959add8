package org.interleave.execution.slurm;

/** Text from outside, fit for one line of a terminal. */
final class OneLine {
  private static final int LONGEST = 300;

  private OneLine() {}

  /** Without control characters, and cut if it is long. */
  static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.strip()
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line + (text.strip().codePointCount(0, text.strip().length()) > LONGEST ? "..." : "");
  }
}
