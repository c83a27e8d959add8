package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;

/** Round numbers along an axis that may go below 0, where a stronger line is. */
final class Ticks {

  private Ticks() {}

  /** The number at a tick, with as many decimals as the step. */
  static String label(long tick, BigDecimal step) {
    return tick == 0
        ? "0"
        : step.multiply(BigDecimal.valueOf(tick))
            .setScale(Math.max(0, step.scale()))
            .toPlainString();
  }

  /** Draws upright lines at round numbers from low to high, and the numbers below. */
  static void drawBelow(Graphics2D g, Rectangle2D chart, double low, double high, int most) {
    BigDecimal step = Axes.bin(high - low, most);
    Font font = Fonts.regular(Text.TICK_SIZE);
    long first = (long) Math.ceil(low / step.doubleValue());
    long last = (long) Math.floor(high / step.doubleValue());
    for (long i = first; i <= last; i++) {
      double x = chart.getX() + (i * step.doubleValue() - low) / (high - low) * chart.getWidth();
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
