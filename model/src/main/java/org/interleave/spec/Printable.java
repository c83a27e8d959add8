package org.interleave.spec;

/** Text that is safe to show on one line of a terminal. */
public final class Printable {

  private static final int LONGEST = 400;

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
              boolean unsafe =
                  Character.isISOControl(c)
                      || Character.getType(c) == Character.FORMAT
                      || Character.getType(c) == Character.SURROGATE
                      || c == 0x2028
                      || c == 0x2029;
              if (unsafe) {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
