package org.interleave.spec;

import java.util.Locale;

/** Text that is safe to show on one line of a terminal. */
public final class Printable {

  private static final int LONGEST = 400;
  private static final int LONGEST_VALUE = 80;

  private Printable() {}

  /** The text with control characters written as escapes, and its middle left out if it is long. */
  public static String of(String text) {
    String shortened =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST / 2)
                + " ... "
                + text.substring(text.length() - LONGEST / 2);
    StringBuilder out = new StringBuilder(shortened.length());
    shortened
        .codePoints()
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** A value in quotes for a message: its beginning, if it is long. */
  static String quoted(String value) {
    return value.length() <= LONGEST_VALUE
        ? "'" + value + "'"
        : "'" + value.substring(0, LONGEST_VALUE / 2) + "...' (" + value.length() + " characters)";
  }

  /** Whether a character could change how the line that it stands in is shown. */
  static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }
}
