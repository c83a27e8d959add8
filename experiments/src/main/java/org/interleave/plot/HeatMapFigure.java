package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * I over two things that are varied, a coloured cell for each pair of values, and the line along
 * which asynchronous execution breaks even.
 */
public final class HeatMapFigure implements Figure {

  private static final int WIDTH = 345;
  private static final double CHART_HEIGHT = 200;
  private static final double EDGE = 6;
  private static final double BELOW = 34;
  private static final double BAR = 10;
  private static final double BAR_ROOM = 52;
  private static final double OVERLAP = 0.6;
  private static final int BAR_STEPS = 100;
  private static final int MOST_TICKS = 6;
  private static final double MOST_LEFT = 110;
  private static final Color UNKNOWN = new Color(0xBDBDBD);
  private static final String TITLE = "relative improvement I";
  private static final String LINE = "I = 0";

  private final Levels across;
  private final Levels up;
  private final double[][] values;
  private final Diverging colors;
  private final double low;
  private final double high;

  /**
   * A figure.
   *
   * @param across what varies from left to right
   * @param up what varies from below upwards
   * @param values I by the levels of both; NaN where there is none
   */
  public HeatMapFigure(Levels across, Levels up, double[][] values) {
    Fonts.install();
    this.across = across;
    this.up = up;
    this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    double least = 0;
    double most = 0;
    for (double[] column : values) {
      for (double value : column) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    low = least;
    high = most > least ? most : least + 1;
    colors = new Diverging(Math.max(-low, high));
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return (int) Math.ceil(EDGE + Text.LABEL_SIZE + 6 + CHART_HEIGHT + BELOW);
  }

  /** Where the cells are. */
  Rectangle2D chart() {
    double left = EDGE + Text.LABEL_SIZE + 8 + Math.min(MOST_LEFT, up.widestText());
    double top = EDGE + Text.LABEL_SIZE + 6;
    return new Rectangle2D.Double(left, top, WIDTH - left - BAR_ROOM - 2 * EDGE, CHART_HEIGHT);
  }

  @Override
  public void draw(Graphics2D g) {
    Rectangle2D chart = chart();
    g.setPaint(Palette.TEXT);
    Font font = Fonts.regular(Text.LABEL_SIZE);
    Text.draw(g, TITLE, font, EDGE, EDGE + Text.LABEL_SIZE, 0);
    drawCells(g, chart);
    boolean crossed = across.ordered() && up.ordered() && drawContour(g, chart);
    if (crossed) {
      double end = chart.getMaxX();
      double y = EDGE + Text.LABEL_SIZE;
      double start = end - Text.width(LINE, font);
      Text.draw(g, LINE, font, end, y, 1);
      contour(g, new Line2D.Double(start - 22, y - 3.5, start - 4, y - 3.5));
    }
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(chart);
    across.drawBelow(g, chart, WIDTH - EDGE);
    up.drawLeft(g, chart, EDGE + Text.LABEL_SIZE);
    drawBar(g, chart);
  }

  /** Neighbours of one colour above each other are drawn as one. */
  private void drawCells(Graphics2D g, Rectangle2D chart) {
    double w = chart.getWidth() / across.size();
    double h = chart.getHeight() / up.size();
    for (int c = 0; c < across.size(); c++) {
      for (int r = 0; r < up.size(); r++) {
        Color color = color(values[c][r]);
        int to = r + 1;
        while (to < up.size() && color(values[c][to]).equals(color)) {
          to++;
        }
        g.setPaint(color);
        // A little larger than it is, so that nothing shines through between two.
        double x = chart.getX() + c * w;
        double top = chart.getMaxY() - to * h;
        double right = Math.min(chart.getMaxX(), x + w + OVERLAP);
        double above = Math.max(chart.getY(), top - OVERLAP);
        g.fill(new Rectangle2D.Double(x, above, right - x, chart.getMaxY() - r * h - above));
        r = to - 1;
      }
    }
  }

  private Color color(double value) {
    return Double.isFinite(value) ? colors.of(value) : UNKNOWN;
  }

  private boolean drawContour(Graphics2D g, Rectangle2D chart) {
    double w = chart.getWidth() / across.size();
    double h = chart.getHeight() / up.size();
    Path2D path = new Path2D.Double();
    for (Line2D piece : Contour.zero(values)) {
      path.moveTo(chart.getX() + piece.getX1() * w, chart.getMaxY() - piece.getY1() * h);
      path.lineTo(chart.getX() + piece.getX2() * w, chart.getMaxY() - piece.getY2() * h);
    }
    boolean any = path.getCurrentPoint() != null;
    if (any) {
      contour(g, path);
    }
    return any;
  }

  /** Black on white, to be seen on any colour. */
  private static void contour(Graphics2D g, java.awt.Shape shape) {
    g.setPaint(Color.WHITE);
    g.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    g.setPaint(Color.BLACK);
    g.setStroke(new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
  }

  private void drawBar(Graphics2D g, Rectangle2D chart) {
    double x = chart.getMaxX() + 2 * EDGE;
    double step = chart.getHeight() / BAR_STEPS;
    for (int i = 0; i < BAR_STEPS; i++) {
      g.setPaint(colors.of(low + (i + 0.5) / BAR_STEPS * (high - low)));
      double top = chart.getMaxY() - (i + 1) * step;
      double more = i == BAR_STEPS - 1 ? 0 : OVERLAP;
      g.fill(new Rectangle2D.Double(x, top - more, BAR, step + more));
    }
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(new Rectangle2D.Double(x, chart.getY(), BAR, chart.getHeight()));
    BigDecimal tick = Axes.bin(high - low, MOST_TICKS);
    long first = (long) Math.ceil(low / tick.doubleValue());
    long last = (long) Math.floor(high / tick.doubleValue());
    Font font = Fonts.regular(Text.TICK_SIZE);
    for (long i = first; i <= last; i++) {
      double y =
          chart.getMaxY() - (i * tick.doubleValue() - low) / (high - low) * chart.getHeight();
      g.setPaint(Palette.AXIS);
      g.draw(new Line2D.Double(x + BAR, y, x + BAR + 3, y));
      g.setPaint(Palette.TEXT);
      Text.drawBeside(g, Scale.label(i, tick), font, x + BAR + 5, y, 0);
    }
  }
}
