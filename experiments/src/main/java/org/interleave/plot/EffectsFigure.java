package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * What moves I most: a bar from the least mean of I to the greatest for each thing that is varied,
 * with the values that cause them at its ends.
 */
public final class EffectsFigure implements Figure {

  /** How many bars fit a page. */
  public static final int MOST_BARS = 40;

  private static final int WIDTH = 345;
  private static final double EDGE = 6;
  private static final double ROW = 31;
  private static final double BAR = 10;
  private static final double BELOW = 34;
  private static final double MARGIN = 0.03;
  private static final double SIDES = 62;
  private static final double GAP = 4;
  private static final int MOST_TICKS = 7;
  private static final Color FILL = new Color(0x56B4E9);
  private static final String TITLE = "mean of the relative improvement I";

  /**
   * A bar.
   *
   * @param name what is varied
   * @param lowest the value at which I is least
   * @param low that mean
   * @param highest the value at which I is greatest
   * @param high that mean
   */
  public record Bar(String name, String lowest, double low, String highest, double high) {}

  private final List<Bar> bars;
  private final Scale scale;

  /** A figure of one to {@link #MOST_BARS} bars, from above downwards. */
  public EffectsFigure(List<Bar> bars) {
    Fonts.install();
    if (bars.isEmpty() || bars.size() > MOST_BARS) {
      throw new IllegalArgumentException("a figure of effects has 1 to " + MOST_BARS + " bars");
    }
    this.bars = List.copyOf(bars);
    double least = 0;
    double most = 0;
    for (Bar bar : bars) {
      least = Math.min(least, bar.low);
      most = Math.max(most, bar.high);
    }
    scale = Scale.around(least, most, MARGIN);
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
    return new Rectangle2D.Double(SIDES, EDGE, WIDTH - 2 * SIDES, bars.size() * ROW);
  }

  @Override
  public void draw(Graphics2D g) {
    Rectangle2D chart = chart();
    scale.drawBelow(g, chart, MOST_TICKS);
    for (int b = 0; b < bars.size(); b++) {
      draw(g, bars.get(b), chart, chart.getY() + b * ROW);
    }
    Font font = Fonts.regular(Text.LABEL_SIZE);
    Text.draw(g, TITLE, font, chart.getCenterX(), chart.getMaxY() + 27, 0.5);
  }

  private void draw(Graphics2D g, Bar bar, Rectangle2D chart, double y) {
    double from = scale.x(chart, bar.low);
    double to = scale.x(chart, bar.high);
    Font bold = Fonts.bold(Text.LABEL_SIZE);
    Font font = Fonts.regular(Text.TICK_SIZE);
    g.setPaint(Palette.TEXT);
    String name = Text.fit(bar.name, bold, WIDTH - 2 * EDGE);
    double half = Text.width(name, bold) / 2;
    double middle = Math.max(EDGE + half, Math.min(WIDTH - EDGE - half, (from + to) / 2));
    halo(g, name, bold, middle - half, y + 8);
    Rectangle2D rectangle = new Rectangle2D.Double(from, y + 15, Math.max(0.8, to - from), BAR);
    g.setPaint(FILL);
    g.fill(rectangle);
    g.setPaint(Palette.TEXT);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(rectangle);
    ends(g, bar, font, rectangle);
  }

  /** The values stand beside the bar. */
  private static void ends(Graphics2D g, Bar bar, Font font, Rectangle2D rectangle) {
    double base = rectangle.getCenterY() + 0.36 * font.getSize2D();
    String low = Text.fit(bar.lowest, font, rectangle.getX() - GAP);
    halo(g, low, font, rectangle.getX() - GAP - Text.width(low, font), base);
    String high = Text.fit(bar.highest, font, WIDTH - rectangle.getMaxX() - GAP);
    halo(g, high, font, rectangle.getMaxX() + GAP, base);
  }

  /** On white, so that no line of the grid goes through it. */
  private static void halo(Graphics2D g, String text, Font font, double x, double base) {
    g.setPaint(Color.WHITE);
    double size = font.getSize2D();
    g.fill(
        new Rectangle2D.Double(x - 1, base - 0.8 * size, Text.width(text, font) + 2, 1.05 * size));
    g.setPaint(Palette.TEXT);
    Text.draw(g, text, font, x, base, 0);
  }
}
