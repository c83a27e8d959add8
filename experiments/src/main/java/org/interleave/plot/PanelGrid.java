package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;

/** Panels on one axis of time: a column for each run, a row for each thing that is shown. */
final class PanelGrid implements Figure {

  /** How high a row usually is. */
  static final double PANEL_HEIGHT = 118;

  private static final double ROW_GAP = 9;
  private static final double COLUMN_GAP = 14;
  private static final double EDGE = 6;
  private static final double HEADING_GAP = 10;
  private static final double LEAST_NAME = 50;
  private static final double LEAST_WIDTH = 64;
  private static final double LEAST_HEIGHT = 22;
  private static final Stroke MAKESPAN = new BasicStroke(0.9f);
  private static final Color MAKESPAN_COLOR = new Color(0x7F7F7F);

  private final @Nullable String title;
  private final List<String> names;
  private final List<Run> runs;
  private final Page page;
  private final List<Row> rows;
  private final Legend legend;
  private final double endSeconds;

  /** What is shown of all runs. */
  interface Row {

    String label();

    /** The axis that all runs fit on. */
    NumberAxis axis(double pixels);

    /** Adds what is to be seen of a run. */
    void fill(Panel panel, int column, Rectangle2D frame);

    /** How high it is where nobody says how high. */
    default double height() {
      return PANEL_HEIGHT;
    }

    /** Whether the vertical axis has numbers. */
    default boolean hasAmounts() {
      return true;
    }

    /** The width of what stands at the vertical axis. */
    default double labelWidth(double pixels) {
      return Axes.labelWidth(axis(pixels));
    }

    /** Draws what stands there instead of numbers. */
    default void drawLabels(Graphics2D g, Rectangle2D frame) {}
  }

  PanelGrid(
      @Nullable String title,
      List<String> names,
      List<Run> runs,
      Page page,
      List<Row> rows,
      Legend legend) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a figure needs one column or more");
    }
    this.title = title;
    this.names = List.copyOf(names);
    this.runs = List.copyOf(runs);
    this.page = page;
    this.rows = List.copyOf(rows);
    this.legend = legend;
    this.endSeconds = Run.endSeconds(runs);
    Rectangle2D last = frame(rows.size() - 1, 0);
    if (last.getWidth() < LEAST_WIDTH || last.getHeight() < LEAST_HEIGHT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d run(s) side by side do not fit a figure of %d x %d mm; make it larger, or its"
                  + " font smaller",
              runs.size(),
              Math.round(millimetres(width())),
              Math.round(millimetres(height()))));
    }
  }

  private double millimetres(int pixels) {
    return pixels * page.size(this) * 25.4 / 96;
  }

  /** Where the time ends, in all columns. */
  double endSeconds() {
    return endSeconds;
  }

  @Override
  public int width() {
    if (page.width() > 0) {
      return page.width();
    }
    return switch (runs.size()) {
      case 1 -> 345;
      case 2 -> 690;
      default -> 70 + 310 * runs.size();
    };
  }

  @Override
  public int height() {
    if (page.height() > 0) {
      return page.height();
    }
    return (int) Math.ceil(panelsTop() + naturalHeight() + belowPanels());
  }

  private double panelsTop() {
    return EDGE + (title == null ? 0 : 19) + 28;
  }

  private double belowPanels() {
    return 34 + legend.height(width() - 2 * EDGE) + EDGE;
  }

  private double naturalHeight() {
    return rows.stream().mapToDouble(Row::height).sum() + ROW_GAP * (rows.size() - 1);
  }

  private double rowHeight(int row) {
    double height = rows.get(row).height();
    if (page.height() == 0) {
      return height;
    }
    double gaps = ROW_GAP * (rows.size() - 1);
    double room = page.height() - panelsTop() - belowPanels() - gaps;
    return Math.floor(Math.max(1, height * room / (naturalHeight() - gaps)));
  }

  /** The frame of one panel; JFreeChart rounds frames to whole pixels. */
  Rectangle2D frame(int row, int column) {
    double left = Math.ceil(EDGE + 22 + labelWidth());
    double room = width() - left - EDGE - 4 - COLUMN_GAP * (runs.size() - 1);
    double width = Math.floor(room / runs.size());
    double top = panelsTop();
    for (int r = 0; r < row; r++) {
      top += rowHeight(r) + ROW_GAP;
    }
    return new Rectangle2D.Double(left + column * (width + COLUMN_GAP), top, width, rowHeight(row));
  }

  private double labelWidth() {
    double widest = 0;
    for (int r = 0; r < rows.size(); r++) {
      widest = Math.max(widest, rows.get(r).labelWidth(rowHeight(r)));
    }
    return widest;
  }

  @Override
  public void draw(Graphics2D g) {
    Font bold = Fonts.bold(Text.TITLE_SIZE);
    if (title != null) {
      String fitting = Text.fit(title, bold, width() - 2 * EDGE);
      g.setPaint(Palette.TEXT);
      Text.draw(g, fitting, bold, width() / 2.0, EDGE + 10, 0.5);
    }
    for (int c = 0; c < runs.size(); c++) {
      for (int r = 0; r < rows.size(); r++) {
        drawPanel(g, r, c);
      }
      drawHeading(g, names.get(c), runs.get(c), frame(0, c));
    }
    double below = frame(rows.size() - 1, 0).getMaxY() + 34;
    legend.draw(g, EDGE, below, width() - 2 * EDGE);
  }

  private static void drawHeading(Graphics2D g, String runName, Run run, Rectangle2D frame) {
    Font bold = Fonts.bold(Text.TITLE_SIZE);
    Font regular = Fonts.regular(Text.LABEL_SIZE);
    double baseline = frame.getY() - 18;
    double room = frame.getWidth() - Text.width(run.times(), regular) - HEADING_GAP;
    boolean times = room >= LEAST_NAME; // otherwise TTX still stands at the end of the axis
    String name = Text.fit(runName, bold, times ? room : frame.getWidth());
    g.setPaint(Palette.TEXT);
    Text.draw(g, name, bold, frame.getX(), baseline, 0);
    if (times) {
      double next = frame.getX() + Text.width(name, bold) + HEADING_GAP;
      Text.draw(g, run.times(), regular, next, baseline, 0);
    }
  }

  private void drawPanel(Graphics2D g, int r, int column) {
    Row row = rows.get(r);
    Run run = runs.get(column);
    Rectangle2D frame = frame(r, column);
    NumberAxis x = Axes.time(endSeconds * Axes.BEYOND_END, frame.getWidth());
    Panel panel = new Panel(x, row.axis(frame.getHeight()));
    panel.label(r == rows.size() - 1, column == 0 && row.hasAmounts());
    if (!row.hasAmounts()) {
      panel.hideAmounts();
    }
    row.fill(panel, column, frame);
    addMakespan(panel, frame, run.metrics().ttxSeconds());
    panel.draw(g, frame);
    g.setPaint(Palette.TEXT);
    if (column == 0) {
      Font label = Fonts.regular(Text.LABEL_SIZE);
      String text = Text.fit(row.label(), label, frame.getHeight() + 2 * ROW_GAP);
      Text.drawUpwards(g, text, label, EDGE + 9, frame.getCenterY());
      row.drawLabels(g, frame);
    }
    if (r == 0) {
      double ttx = run.metrics().ttxSeconds();
      Font font = Fonts.regular(Text.TICK_SIZE);
      String text = Text.seconds(ttx);
      double half = Text.width(text, font) / 2;
      double at = x.valueToJava2D(ttx, frame, RectangleEdge.BOTTOM);
      double inside = Math.min(Math.max(at, frame.getX() + half), frame.getMaxX() - half);
      Text.draw(g, text, font, inside, frame.getY() - 4, 0.5);
    }
  }

  /** Adds a line at a capacity with its number. */
  static void addCapacity(Panel panel, Rectangle2D frame, int capacity) {
    panel.add(
        (g, x, y) -> {
          double level = y.applyAsDouble(capacity);
          Font font = Fonts.regular(Text.TICK_SIZE);
          g.setPaint(Palette.TEXT);
          g.setStroke(Panel.DASHES);
          g.draw(new Line2D.Double(frame.getX(), level, frame.getMaxX(), level));
          Text.draw(g, Integer.toString(capacity), font, frame.getX() + 3, level - 3, 0);
        });
  }

  private static void addMakespan(Panel panel, Rectangle2D frame, double ttxSeconds) {
    panel.add(
        (g, x, y) -> {
          double end = x.applyAsDouble(ttxSeconds);
          g.setPaint(MAKESPAN_COLOR);
          g.setStroke(MAKESPAN);
          g.draw(new Line2D.Double(end, frame.getY(), end, frame.getMaxY()));
        });
  }
}
