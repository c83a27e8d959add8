package org.interleave.plot;

import java.awt.Color;

/**
 * Colours of numbers around 0: orange below, almost white at it, blue above. Whoever sees no red or
 * no green tells the two apart, and both grow darker with the distance.
 */
final class Diverging {

  private static final Color[] BELOW = {
    new Color(0xF7F7F7), new Color(0xFDC086), new Color(0xE66101), new Color(0x7F3B08)
  };
  private static final Color[] ABOVE = {
    new Color(0xF7F7F7), new Color(0x92C5DE), new Color(0x2171B5), new Color(0x08306B)
  };

  private final double most;

  /**
   * Colours for numbers.
   *
   * @param most the darkest are for it and for its negative
   */
  Diverging(double most) {
    this.most = most > 0 ? most : 1;
  }

  Color of(double value) {
    Color[] stops = value < 0 ? BELOW : ABOVE;
    double at = Math.min(1, Math.abs(value) / most) * (stops.length - 1);
    int stop = Math.min(stops.length - 2, (int) at);
    double share = at - stop;
    Color a = stops[stop];
    Color b = stops[stop + 1];
    return new Color(
        mixed(a.getRed(), b.getRed(), share),
        mixed(a.getGreen(), b.getGreen(), share),
        mixed(a.getBlue(), b.getBlue(), share));
  }

  private static int mixed(int a, int b, double share) {
    return (int) Math.round(a + share * (b - a));
  }
}
