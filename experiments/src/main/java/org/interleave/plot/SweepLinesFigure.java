package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** I along what is varied: a line with its band of 95% for each value of something else. */
public final class SweepLinesFigure implements Figure {

  /** How many lines can be told apart. */
  public static final int MOST_LINES = 7;

  private static final int WIDTH = 345;
  private static final double CHART_HEIGHT = 170;
  private static final double EDGE = 6;
  private static final double BELOW = 34;
  private static final double MARGIN = 0.06;
  private static final double MARK = 1.8;
  private static final double SMALL_MARK = 1;
  private static final int MOST_MARKS = 40;
  private static final float THICK = 1.4f;
  private static final float THIN = 0.7f;
  private static final int BAND = 56;
  private static final int MOST_TICKS = 7;
  private static final String TITLE = "relative improvement I, with 95% intervals";
  private static final String SKIPPING = "; thin: not run in between";

  /** Of Okabe and Ito's colours those that are seen as lines on white. */
  private static final int[] COLORS = {
    0x0072B2, 0xD55E00, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0x000000
  };

  private static final float[][] DASHES = {
    {1, 0}, {6, 2}, {2, 2}, {8, 2, 2, 2}, {1, 1}, {10, 3}, {4, 1, 1, 1}
  };

  /**
   * A line; NaN where there is no value.
   *
   * @param name the value of what else varies
   * @param means I at each level
   * @param lows the lower ends of the intervals
   * @param highs the upper ends
   */
  public record Series(String name, double[] means, double[] lows, double[] highs) {}

  private final Levels levels;
  private final String of;
  private final List<Series> series;
  private final double[] numbers;
  private final Legend legend = new Legend();
  private final double low;
  private final double high;

  /**
   * A figure.
   *
   * @param levels ascending
   * @param of what tells the lines apart; empty for a single line
   * @param series at most {@link #MOST_LINES}
   */
  public SweepLinesFigure(Levels levels, String of, List<Series> series) {
    Fonts.install();
    if (series.isEmpty() || series.size() > MOST_LINES) {
      throw new IllegalArgumentException("a figure of lines has 1 to " + MOST_LINES + " lines");
    }
    this.levels = levels;
    this.numbers = wholeNumbers(levels);
    this.of = of;
    this.series = List.copyOf(series);
    double least = 0;
    double most = 0;
    for (int s = 0; s < series.size(); s++) {
      for (int i = 0; i < levels.size(); i++) {
        Series each = series.get(s);
        if (Double.isFinite(each.means[i])) {
          least = Math.min(least, Math.min(each.means[i], each.lows[i]));
          most = Math.max(most, Math.max(each.means[i], each.highs[i]));
        }
      }
      if (series.size() > 1) {
        legend.addLine(series.get(s).name(), color(s), stroke(s, THICK));
      }
    }
    double range = most > least ? most - least : 1;
    low = least - MARGIN * range;
    high = most + MARGIN * range;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    double below = series.size() > 1 ? legend.height(WIDTH - 2 * EDGE) + 18 : 0;
    return (int) Math.ceil(EDGE + Text.LABEL_SIZE + 6 + CHART_HEIGHT + BELOW + below);
  }

  /** Where the lines are. */
  Rectangle2D chart() {
    double left = EDGE + 4 + labelWidth();
    double top = EDGE + Text.LABEL_SIZE + 6;
    return new Rectangle2D.Double(left, top, WIDTH - left - 3 * EDGE, CHART_HEIGHT);
  }

  private BigDecimal step() {
    return Axes.bin(high - low, MOST_TICKS);
  }

  private double labelWidth() {
    Font font = Fonts.regular(Text.TICK_SIZE);
    BigDecimal step = step();
    return Math.max(
        Text.width(Scale.label((long) Math.ceil(low / step.doubleValue()), step), font),
        Text.width(Scale.label((long) Math.floor(high / step.doubleValue()), step), font));
  }

  @Override
  public void draw(Graphics2D g) {
    Rectangle2D chart = chart();
    g.setPaint(Palette.TEXT);
    String title = skipsAny() ? TITLE + SKIPPING : TITLE;
    Text.draw(g, title, Fonts.regular(Text.LABEL_SIZE), EDGE, EDGE + Text.LABEL_SIZE, 0);
    drawAxes(g, chart);
    for (int s = 0; s < series.size(); s++) {
      drawBand(g, chart, series.get(s), color(s));
    }
    for (int s = 0; s < series.size(); s++) {
      drawLine(g, chart, s);
    }
    levels.drawBelow(g, chart, WIDTH - EDGE);
    if (series.size() > 1) {
      double y = chart.getMaxY() + BELOW + 10;
      Font font = Fonts.regular(Text.LABEL_SIZE);
      g.setPaint(Palette.TEXT);
      Text.draw(g, Text.fit(of, font, WIDTH - 2 * EDGE), font, WIDTH / 2.0, y, 0.5);
      legend.draw(g, EDGE, y + 4, WIDTH - 2 * EDGE);
    }
  }

  private void drawAxes(Graphics2D g, Rectangle2D chart) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    BigDecimal step = step();
    long first = (long) Math.ceil(low / step.doubleValue());
    long last = (long) Math.floor(high / step.doubleValue());
    for (long i = first; i <= last; i++) {
      double y = y(chart, i * step.doubleValue());
      g.setPaint(i == 0 ? Palette.TEXT : Palette.GRID);
      g.setStroke(new BasicStroke(i == 0 ? 1 : 0.5f));
      g.draw(new Line2D.Double(chart.getX(), y, chart.getMaxX(), y));
      g.setPaint(Palette.TEXT);
      Text.drawBeside(g, Scale.label(i, step), font, chart.getX() - 4, y, 1);
    }
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    g.draw(new Line2D.Double(chart.getX(), chart.getMaxY(), chart.getMaxX(), chart.getMaxY()));
  }

  /** A band for each stretch of levels that have values, and of which none was left out. */
  private void drawBand(Graphics2D g, Rectangle2D chart, Series s, Color color) {
    g.setPaint(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND));
    int from = 0;
    while (from < levels.size()) {
      int to = from + 1;
      while (to < levels.size() && joined(s, to) && !skips(to)) {
        to++;
      }
      if (to - from > 1) {
        Path2D band = new Path2D.Double();
        band.moveTo(levels.x(chart, from), y(chart, s.highs[from]));
        for (int i = from + 1; i < to; i++) {
          band.lineTo(levels.x(chart, i), y(chart, s.highs[i]));
        }
        for (int i = to - 1; i >= from; i--) {
          band.lineTo(levels.x(chart, i), y(chart, s.lows[i]));
        }
        band.closePath();
        g.fill(band);
      }
      from = to;
    }
  }

  /** Whether a level and the one before have values. */
  private static boolean joined(Series s, int level) {
    return level > 0
        && level < s.means.length
        && Double.isFinite(s.means[level])
        && Double.isFinite(s.means[level - 1]);
  }

  /**
   * Whether there are values between a level and the one before that were left out, as between 4
   * and 8 nodes: what is there a straight line does not tell.
   */
  private boolean skips(int level) {
    return level > 0 && level < numbers.length && numbers[level] - numbers[level - 1] > 1;
  }

  private boolean skipsAny() {
    return IntStream.range(0, numbers.length).anyMatch(this::skips);
  }

  /** The levels if they are whole numbers without a unit; else none. */
  private static double[] wholeNumbers(Levels levels) {
    List<String> texts = levels.texts().stream().map(t -> t.split(" & ", 2)[0]).toList();
    return texts.stream().allMatch(t -> t.matches("-?[0-9]{1,15}"))
        ? texts.stream().mapToDouble(Double::parseDouble).toArray()
        : new double[0];
  }

  private void drawLine(Graphics2D g, Rectangle2D chart, int number) {
    Series s = series.get(number);
    Path2D line = new Path2D.Double();
    Path2D over = new Path2D.Double(); // what was left out
    for (int i = 0; i < levels.size(); i++) {
      if (Double.isFinite(s.means[i])) {
        double x = levels.x(chart, i);
        double y = y(chart, s.means[i]);
        if (joined(s, i) && skips(i)) {
          over.moveTo(levels.x(chart, i - 1), y(chart, s.means[i - 1]));
          over.lineTo(x, y);
        }
        if (joined(s, i) && !skips(i)) {
          line.lineTo(x, y);
        } else {
          line.moveTo(x, y);
        }
      }
    }
    g.setPaint(paler(color(number)));
    g.setStroke(stroke(number, THIN));
    g.draw(over);
    drawMarks(g, chart, number);
    g.setStroke(stroke(number, THICK));
    g.draw(line);
  }

  /** One for each value where they are few, else for those that no line goes through. */
  private void drawMarks(Graphics2D g, Rectangle2D chart, int number) {
    Series s = series.get(number);
    boolean few = levels.size() <= MOST_MARKS;
    double half = few ? MARK : SMALL_MARK;
    g.setPaint(color(number));
    g.setStroke(new BasicStroke(1));
    for (int i = 0; i < levels.size(); i++) {
      boolean alone = (!joined(s, i) || skips(i)) && (!joined(s, i + 1) || skips(i + 1));
      if (Double.isFinite(s.means[i]) && (few || alone)) {
        double x = levels.x(chart, i);
        double y = y(chart, s.means[i]);
        g.fill(new Ellipse2D.Double(x - half, y - half, 2 * half, 2 * half));
        g.draw(new Line2D.Double(x, y(chart, s.lows[i]), x, y(chart, s.highs[i])));
      }
    }
  }

  private static Color paler(Color c) {
    return new Color((c.getRed() + 255) / 2, (c.getGreen() + 255) / 2, (c.getBlue() + 255) / 2);
  }

  private double y(Rectangle2D chart, double value) {
    return chart.getMaxY() - (value - low) / (high - low) * chart.getHeight();
  }

  private static Color color(int s) {
    return new Color(COLORS[s]);
  }

  private static BasicStroke stroke(int s, float width) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, s == 0 ? null : DASHES[s], 0);
  }
}
