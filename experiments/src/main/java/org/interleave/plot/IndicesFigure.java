package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Which share of the variance of I each thing that is varied causes: alone, and with all that it
 * takes part in. Bars with 95% intervals.
 */
public final class IndicesFigure implements Figure {

  /** How many pairs of bars fit a page. */
  public static final int MOST_BARS = 40;

  private static final int WIDTH = 345;
  private static final double EDGE = 6;
  private static final double ROW = 36;
  private static final double BAR = 8;
  private static final double BELOW = 50;
  private static final double CAP = 2.5;
  private static final int MOST_TICKS = 7;
  private static final Paint FIRST = new Color(0x0072B2);
  private static final Paint TOTAL = new Color(0xE69F00);
  private static final String TITLE = "share of the variance of I, with 95% intervals";

  /**
   * A pair of bars with half widths of their intervals, NaN where there are none.
   *
   * @param name what is varied
   * @param first its share alone
   * @param total its share with all interactions
   */
  public record Bar(String name, double first, double firstHalf, double total, double totalHalf) {}

  private final List<Bar> bars;
  private final Legend legend = new Legend();
  private final Scale scale;

  /** A figure of one to {@link #MOST_BARS} pairs, from above downwards. */
  public IndicesFigure(List<Bar> bars) {
    Fonts.install();
    if (bars.isEmpty() || bars.size() > MOST_BARS) {
      throw new IllegalArgumentException("a figure of indices has 1 to " + MOST_BARS + " pairs");
    }
    this.bars = List.copyOf(bars);
    double least = 0;
    double most = 1;
    for (Bar bar : bars) {
      least =
          Math.min(
              least,
              Math.min(end(bar.first, -half(bar.firstHalf)), end(bar.total, -half(bar.totalHalf))));
      most =
          Math.max(
              most,
              Math.max(end(bar.first, half(bar.firstHalf)), end(bar.total, half(bar.totalHalf))));
    }
    scale = new Scale(least < 0 ? least - 0.03 : 0, most + 0.03);
    legend.addArea("alone (first order)", FIRST);
    legend.addArea("with interactions (total)", TOTAL);
  }

  private static double half(double half) {
    return Double.isFinite(half) ? half : 0;
  }

  private static double end(double value, double more) {
    return Double.isFinite(value) ? value + more : 0;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return (int) Math.ceil(EDGE + bars.size() * ROW + BELOW);
  }

  /** Where the bars are. */
  Rectangle2D chart() {
    return new Rectangle2D.Double(2 * EDGE, EDGE, WIDTH - 4 * EDGE, bars.size() * ROW);
  }

  @Override
  public void draw(Graphics2D g) {
    Rectangle2D chart = chart();
    scale.drawBelow(g, chart, MOST_TICKS);
    Font bold = Fonts.bold(Text.LABEL_SIZE);
    for (int b = 0; b < bars.size(); b++) {
      Bar bar = bars.get(b);
      double y = chart.getY() + b * ROW;
      String name = Text.fit(bar.name, bold, chart.getWidth());
      double zero = scale.x(chart, 0) + 2;
      g.setPaint(Color.WHITE);
      g.fill(new Rectangle2D.Double(zero, y + 2, Text.width(name, bold) + 2, 11));
      g.setPaint(Palette.TEXT);
      Text.draw(g, name, bold, zero, y + 11, 0);
      draw(g, chart, y + 15, bar.first, bar.firstHalf, FIRST);
      draw(g, chart, y + 15 + BAR, bar.total, bar.totalHalf, TOTAL);
    }
    g.setPaint(Palette.TEXT);
    Font font = Fonts.regular(Text.LABEL_SIZE);
    Text.draw(g, TITLE, font, chart.getCenterX(), chart.getMaxY() + 27, 0.5);
    legend.draw(g, EDGE, chart.getMaxY() + 32, WIDTH - 2 * EDGE);
  }

  private void draw(
      Graphics2D g, Rectangle2D chart, double y, double value, double half, Paint paint) {
    if (!Double.isFinite(value)) {
      return;
    }
    double from = scale.x(chart, Math.min(0, value));
    double to = scale.x(chart, Math.max(0, value));
    Rectangle2D bar = new Rectangle2D.Double(from, y, to - from, BAR);
    g.setPaint(paint);
    g.fill(bar);
    g.setPaint(Palette.TEXT);
    g.setStroke(new BasicStroke(0.4f));
    g.draw(bar);
    if (Double.isFinite(half)) {
      double middle = y + BAR / 2;
      double a = scale.x(chart, value - half);
      double b = scale.x(chart, value + half);
      g.setStroke(new BasicStroke(1));
      g.draw(new Line2D.Double(a, middle, b, middle));
      g.draw(new Line2D.Double(a, middle - CAP, a, middle + CAP));
      g.draw(new Line2D.Double(b, middle - CAP, b, middle + CAP));
    }
  }
}
