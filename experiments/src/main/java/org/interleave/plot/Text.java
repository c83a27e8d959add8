package org.interleave.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.Locale;

/** Places text; whatever it is drawn on, its width is measured alike. */
final class Text {

  /** In pixels of the figure: 8, 7.5 and 7 points. */
  static final float TITLE_SIZE = 10.7f;

  static final float LABEL_SIZE = 10f;
  static final float TICK_SIZE = 9.3f;

  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);

  /** How far below the middle of a line its baseline lies. */
  private static final double BELOW_MIDDLE = 0.36;

  /** A page that is shown in whatever font there is, so that it must place the text itself. */
  interface Anchored {
    void drawString(String text, double x, double y, double anchor);
  }

  private Text() {}

  static double width(String text, Font font) {
    return font.getStringBounds(text, UNHINTED).getWidth();
  }

  /**
   * Draws a line of text.
   *
   * @param x where its anchor lies
   * @param y its baseline
   * @param anchor which part of it lies at x: 0 its start, 0.5 its middle, 1 its end
   */
  static void draw(Graphics2D g, String text, Font font, double x, double y, double anchor) {
    g.setFont(font);
    if (g instanceof Anchored anchored) {
      anchored.drawString(text, x, y, anchor);
    } else {
      g.drawString(text, (float) (x - anchor * width(text, font)), (float) y);
    }
  }

  /** Draws a line of text around y rather than on it. */
  static void drawBeside(Graphics2D g, String text, Font font, double x, double y, double anchor) {
    draw(g, text, font, x, y + BELOW_MIDDLE * font.getSize2D(), anchor);
  }

  /** Draws a line of text that reads upwards, with its middle at y and its baseline at x. */
  static void drawUpwards(Graphics2D g, String text, Font font, double x, double y) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.rotate(-Math.PI / 2);
    draw(g, text, font, 0, 0, 0.5);
    g.setTransform(before);
  }

  /** The text, or as much of its two ends as fits; names often differ at the end only. */
  static String fit(String text, Font font, double width) {
    String clean = printable(text);
    if (width(clean, font) <= width) {
      return clean;
    }
    int[] points = clean.codePoints().toArray();
    int low = 0;
    int high = points.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (width(shortened(points, middle), font) <= width) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return shortened(points, low);
  }

  /** A time for people: tenths of a second, or milliseconds where it is short. */
  static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.3f s" : "%.1f s", seconds);
  }

  private static String shortened(int[] points, int keep) {
    int head = (keep + 1) / 2;
    int tail = keep - head;
    return new String(points, 0, head) + "\u2026" + new String(points, points.length - tail, tail);
  }

  /** Without what no font draws and no XML holds. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean odd =
                  Character.isISOControl(c)
                      || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                      || (c & 0xFFFE) == 0xFFFE;
              clean.appendCodePoint(odd ? '\uFFFD' : c);
            });
    return clean.toString();
  }
}
