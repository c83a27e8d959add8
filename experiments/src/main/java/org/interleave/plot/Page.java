package org.interleave.plot;

/**
 * The size of a figure in print.
 *
 * @param widthMillimetres from 20 to 2000; 0 for a width that fits what is shown
 * @param heightMillimetres from 20 to 2000; 0 for a height that fits what is shown
 * @param fontPoints the size of the labels, from 3 to 30; titles are a little larger, the numbers
 *     at the axes a little smaller, and everything else grows and shrinks with them
 */
public record Page(double widthMillimetres, double heightMillimetres, double fontPoints) {

  /** The width of a column of most papers. */
  public static final double COLUMN = 85;

  /** The width of two columns and what is between them. */
  public static final double TWO_COLUMNS = 178;

  /** Labels of the usual size. */
  public static final double FONT = 7.5;

  /** A page as large as the figure likes it. */
  public static final Page NATURAL = new Page(0, 0, FONT);

  private static final double PIXELS_PER_MILLIMETRE = 96 / 25.4;

  public Page {
    requireLength("width", widthMillimetres);
    requireLength("height", heightMillimetres);
    if (!(fontPoints >= 3 && fontPoints <= 30)) {
      throw new IllegalArgumentException(
          "a figure's font size must be from 3 to 30 points, but is " + fontPoints);
    }
  }

  private static void requireLength(String what, double millimetres) {
    if (millimetres != 0 && !(millimetres >= 20 && millimetres <= 2000)) {
      throw new IllegalArgumentException(
          "a figure's " + what + " must be from 20 to 2000 mm, but is " + millimetres);
    }
  }

  /** In the figure's pixels; 0 for whatever fits. */
  int width() {
    return pixels(widthMillimetres);
  }

  /** In the figure's pixels; 0 for whatever fits. */
  int height() {
    return pixels(heightMillimetres);
  }

  private int pixels(double millimetres) {
    return (int) Math.round(millimetres * PIXELS_PER_MILLIMETRE * FONT / fontPoints);
  }

  /** How many CSS pixels, 96 to the inch, a figure's pixel is in print. */
  double size(Figure figure) {
    return widthMillimetres > 0
        ? widthMillimetres * PIXELS_PER_MILLIMETRE / figure.width()
        : fontPoints / FONT;
  }
}
