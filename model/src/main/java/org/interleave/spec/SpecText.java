package org.interleave.spec;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A text as the YAML scanner reads it. The scanner's own reader copies its window again for every
 * 1,024 characters that a token goes on, so that its time grows with the square of a token's
 * length: minutes for a value of 16 MiB. This one never copies.
 */
final class SpecText extends StreamReader {

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  /** Marks need not show an excerpt: a complaint has line and column. */
  private static final int[] NO_EXCERPT = {};

  private final String source;
  private final String text;
  private int at;
  private int line;
  private int column;
  private int documentStart;

  /**
   * The given text.
   *
   * @throws SpecException at the first character that YAML does not allow
   */
  SpecText(String source, String text) {
    super("");
    this.source = source;
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    refuseUnreadable();
  }

  /** The place behind the given text: the one that its next character would have. */
  static Position endOf(String source, String text) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(source, line, text.codePointCount(lineStart, text.length()) + 1);
  }

  /** The character with the given index, 0 at the end. */
  char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private void refuseUnreadable() {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c) || c == BYTE_ORDER_MARK) {
        throw new SpecException(
            endOf(source, text.substring(0, i)),
            String.format(
                java.util.Locale.ROOT,
                "the character U+%04X is not allowed; remove it, and save the file as UTF-8",
                c));
      }
      i += Character.charCount(c);
    }
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
  }

  @Override
  public int peek() {
    return peek(0);
  }

  @Override
  public int peek(int ahead) {
    // The scanner takes 0 for the end. Halves of surrogate pairs are letters like others to it.
    return charAt(at + ahead);
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int length) {
    int end = Math.min(text.length(), at + length);
    for (; at < end; at++) {
      if (endsLine(text, at)) {
        line++;
        column = 0;
      } else if (!Character.isLowSurrogate(text.charAt(at))) {
        column++;
      }
    }
  }

  @Override
  public String prefix(int length) {
    return text.substring(at, Math.min(text.length(), at + length));
  }

  @Override
  public String prefixForward(int length) {
    String prefix = prefix(length);
    forward(length);
    return prefix;
  }

  @Override
  public Mark getMark() {
    return new Mark(source, at, line, column, NO_EXCERPT, 0);
  }

  @Override
  public int getIndex() {
    return at;
  }

  @Override
  public int getLine() {
    return line;
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getDocumentIndex() {
    return at - documentStart;
  }

  @Override
  public void resetDocumentIndex() {
    documentStart = at;
  }
}
