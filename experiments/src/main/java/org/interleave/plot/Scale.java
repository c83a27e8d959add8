package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;

/**
 * The values that an axis goes over, with round numbers along it. It may go below 0, where a
 * stronger line is.
 *
 * @param low at its beginning
 * @param high at its end, more than that
 */
record Scale(double low, double high) {

  /** From the least value to the most, or on from it by 1, and this part of the range beyond. */
  static Scale around(double least, double most, double margin) {
    double range = most > least ? most - least : 1;
    return new Scale(least - margin * range, most + margin * range);
  }

  /** Where a value is on a horizontal axis. */
  double x(Rectangle2D chart, double value) {
    return chart.getX() + (value - low) / (high - low) * chart.getWidth();
  }

  /** The number at a tick, with as many decimals as the step. */
  static String label(long tick, BigDecimal step) {
    return tick == 0
        ? "0"
        : step.multiply(BigDecimal.valueOf(tick))
            .setScale(Math.max(0, step.scale()))
            .toPlainString();
  }

  /** Draws upright lines at so many round numbers at the most, and the numbers below. */
  void drawBelow(Graphics2D g, Rectangle2D chart, int most) {
    BigDecimal step = Axes.bin(high - low, most);
    Font font = Fonts.regular(Text.TICK_SIZE);
    long first = (long) Math.ceil(low / step.doubleValue());
    long last = (long) Math.floor(high / step.doubleValue());
    for (long i = first; i <= last; i++) {
      double x = x(chart, i * step.doubleValue());
      g.setPaint(i == 0 ? Palette.TEXT : Palette.GRID);
      g.setStroke(new BasicStroke(i == 0 ? 1 : 0.5f));
      g.draw(new Line2D.Double(x, chart.getY(), x, chart.getMaxY()));
      g.setPaint(Palette.TEXT);
      Text.draw(g, label(i, step), font, x, chart.getMaxY() + 3 + Text.TICK_SIZE, 0.5);
    }
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(new Line2D.Double(chart.getX(), chart.getMaxY(), chart.getMaxX(), chart.getMaxY()));
  }
}
