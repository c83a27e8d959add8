package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.plot.Improvement.Source;

/**
 * The relative improvement I of workflows: a row for each workflow and source, with points and 95%
 * intervals beside a line at zero, and the values printed. Diamonds are predicted, circles
 * simulated, squares measured.
 */
public final class ImprovementFigure implements Figure {

  private static final int WIDTH = 345;
  private static final double EDGE = 6;
  private static final double ROW_HEIGHT = 15;
  private static final double HEADING_HEIGHT = 18;
  private static final double BELOW = 32;
  private static final double GAP = 8;
  private static final double INDENT = 8;
  private static final double LEAST_CHART = 80;
  private static final double LEAST_LABEL = 40;
  private static final double LEAST_ROW = 9;
  private static final double MARK = 3.2;
  private static final double CAP = 3;
  private static final int MOST_TICKS = 6;
  private static final double PIXELS_PER_TICK = 40;
  private static final double MARGIN = 0.06;
  private static final String TITLE = "relative improvement I";

  private final Page page;
  private final Palette palette;
  private final Map<String, List<Improvement>> byWorkflow = new LinkedHashMap<>();
  private final int rows;
  private final Scale scale;
  private final boolean intervals;

  private ImprovementFigure(List<Improvement> improvements, Page page, Palette palette) {
    this.page = page;
    this.palette = palette;
    this.rows = improvements.size();
    double least = 0;
    double most = 0;
    for (Improvement i : numbered(improvements)) {
      byWorkflow.computeIfAbsent(i.workflow(), k -> new ArrayList<>()).add(i);
      least = Math.min(least, i.least());
      most = Math.max(most, i.most());
    }
    byWorkflow.values().forEach(of -> of.sort(Comparator.comparing(Improvement::source)));
    this.scale = Scale.around(least, most, MARGIN);
    this.intervals = improvements.stream().anyMatch(Improvement::hasInterval);
    if (chart().getWidth() < LEAST_CHART || stretch() * ROW_HEIGHT < LEAST_ROW) {
      throw new IllegalArgumentException(
          rows + " rows do not fit a figure of this size; make it larger, or its font smaller");
    }
  }

  /**
   * A figure on a page.
   *
   * @param improvements one row each
   * @throws IllegalArgumentException if there are none, or the page is too small
   */
  public static ImprovementFigure of(List<Improvement> improvements, Page page, Palette palette) {
    Fonts.install();
    if (improvements.isEmpty()) {
      throw new IllegalArgumentException("a figure of I needs one value or more");
    }
    return new ImprovementFigure(improvements, page, palette);
  }

  /** Rows that would be called alike get a number. */
  private static List<Improvement> numbered(List<Improvement> improvements) {
    Map<String, Integer> seen = new HashMap<>();
    List<Improvement> numbered = new ArrayList<>();
    for (Improvement i : improvements) {
      int n = seen.merge(i.workflow() + "\n" + i.from(), 1, Integer::sum);
      String from = n == 1 ? i.from() : i.from() + ", #" + n;
      numbered.add(new Improvement(i.workflow(), from, i.source(), i.points(), i.low(), i.high()));
    }
    return numbered;
  }

  @Override
  public int width() {
    return page.width() > 0 ? page.width() : WIDTH;
  }

  @Override
  public int height() {
    return page.height() > 0 ? page.height() : (int) Math.ceil(EDGE + natural() + BELOW);
  }

  private double natural() {
    return byWorkflow.size() * HEADING_HEIGHT + rows * ROW_HEIGHT;
  }

  private double stretch() {
    return (height() - EDGE - BELOW) / natural();
  }

  /** Between the names on its left and the values on its right. */
  Rectangle2D chart() {
    Font font = Fonts.regular(Text.LABEL_SIZE);
    double values = 0;
    double names = 0;
    for (List<Improvement> of : byWorkflow.values()) {
      for (Improvement i : of) {
        values = Math.max(values, Text.width(value(i), font));
        names = Math.max(names, INDENT + Text.width(i.from(), font));
      }
    }
    double room = width() - 2 * EDGE - 2 * GAP - values;
    names = Math.min(names, Math.max(LEAST_LABEL, room - LEAST_CHART));
    double x = EDGE + names + GAP;
    return new Rectangle2D.Double(x, EDGE, room - names, height() - EDGE - BELOW);
  }

  /** The mean, with half of the interval: of one that is narrow, a decimal more. */
  static String value(Improvement i) {
    if (i.hasInterval()) {
      double half = (i.high() - i.low()) / 2;
      int decimals = half < 0.001 ? 4 : 3;
      return number(i.mean(), decimals) + " \u00b1 " + number(half, decimals);
    }
    String mean = number(i.mean(), 3);
    return i.points().size() > 1 ? mean + ", mean of " + i.points().size() : mean;
  }

  private static String number(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.toPlainString(); // which knows no -0
  }

  @Override
  public void draw(Graphics2D g) {
    Rectangle2D chart = chart();
    drawAxis(g, chart);
    Font bold = Fonts.bold(Text.LABEL_SIZE);
    double y = chart.getY();
    for (Map.Entry<String, List<Improvement>> e : byWorkflow.entrySet()) {
      double height = HEADING_HEIGHT * stretch();
      g.setPaint(Palette.TEXT);
      // The name may reach over the chart, where nothing is beside it.
      String name = Text.fit(e.getKey(), bold, width() - 2 * EDGE);
      Text.drawBeside(g, name, bold, EDGE, y + height / 2, 0);
      y += height;
      for (Improvement i : e.getValue()) {
        height = ROW_HEIGHT * stretch();
        drawRow(g, i, chart, y + height / 2);
        y += height;
      }
    }
  }

  /** A vertical line beside the rows; it leaves headings out, which may reach over the chart. */
  private void drawAlongRows(Graphics2D g, double x, double top) {
    double y = top;
    for (List<Improvement> of : byWorkflow.values()) {
      double from = y + HEADING_HEIGHT * stretch();
      y = from + of.size() * ROW_HEIGHT * stretch();
      g.draw(new Line2D.Double(x, from, x, y));
    }
  }

  private void drawRow(Graphics2D g, Improvement i, Rectangle2D chart, double y) {
    Font font = Fonts.regular(Text.LABEL_SIZE);
    double left = EDGE + INDENT;
    g.setPaint(Palette.TEXT);
    Text.drawBeside(g, Text.fit(i.from(), font, chart.getX() - GAP - left), font, left, y, 0);
    Text.drawBeside(g, value(i), font, width() - EDGE, y, 1);
    g.setStroke(new BasicStroke(1));
    if (i.hasInterval()) {
      double from = scale.x(chart, i.low());
      double to = scale.x(chart, i.high());
      g.draw(new Line2D.Double(from, y, to, y));
      g.draw(new Line2D.Double(from, y - CAP, from, y + CAP));
      g.draw(new Line2D.Double(to, y - CAP, to, y + CAP));
    }
    g.setStroke(new BasicStroke(0.6f));
    if (i.points().size() > 1) {
      for (double point : i.points()) {
        g.setPaint(SetFills.lighter(palette.fill(i.source().ordinal())));
        mark(g, i.source(), scale.x(chart, point), y, 0.75 * MARK);
      }
    }
    g.setPaint(palette.fill(i.source().ordinal()));
    mark(g, i.source(), scale.x(chart, i.mean()), y, MARK);
  }

  private static void mark(Graphics2D g, Source source, double x, double y, double half) {
    Shape shape =
        switch (source) {
          case PREDICTED -> diamond(x, y, 1.3 * half);
          case SIMULATED -> new Ellipse2D.Double(x - half, y - half, 2 * half, 2 * half);
          case MEASURED ->
              new Rectangle2D.Double(x - 0.9 * half, y - 0.9 * half, 1.8 * half, 1.8 * half);
        };
    g.fill(shape);
    g.setPaint(Palette.TEXT);
    g.draw(shape);
  }

  private static Shape diamond(double x, double y, double half) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - half, y);
    path.lineTo(x, y - half);
    path.lineTo(x + half, y);
    path.lineTo(x, y + half);
    path.closePath();
    return path;
  }

  private void drawAxis(Graphics2D g, Rectangle2D chart) {
    int most = (int) Math.max(1, Math.min(MOST_TICKS, chart.getWidth() / PIXELS_PER_TICK));
    BigDecimal step = Axes.bin(scale.high() - scale.low(), most);
    Font font = Fonts.regular(Text.TICK_SIZE);
    long first = (long) Math.ceil(scale.low() / step.doubleValue());
    long last = (long) Math.floor(scale.high() / step.doubleValue());
    for (long i = first; i <= last; i++) {
      BigDecimal tick = step.multiply(BigDecimal.valueOf(i));
      double at = scale.x(chart, tick.doubleValue());
      g.setPaint(i == 0 ? Palette.TEXT : Palette.GRID);
      g.setStroke(new BasicStroke(i == 0 ? 1 : 0.5f));
      drawAlongRows(g, at, chart.getY());
      g.setPaint(Palette.TEXT);
      Text.draw(g, Scale.label(i, step), font, at, chart.getMaxY() + 3 + Text.TICK_SIZE, 0.5);
    }
    g.setPaint(Palette.AXIS);
    g.setStroke(new BasicStroke(0.6f));
    double bottom = chart.getMaxY();
    g.draw(new Line2D.Double(chart.getX(), bottom, chart.getMaxX(), bottom));
    Font title = Fonts.regular(Text.LABEL_SIZE);
    String text = intervals ? TITLE + ", with 95% intervals" : TITLE;
    double half = Text.width(text, title) / 2;
    double middle = Math.min(chart.getCenterX(), width() - EDGE - half);
    g.setPaint(Palette.TEXT);
    Text.draw(g, text, title, Math.max(middle, EDGE + half), bottom + 26, 0.5);
  }
}
