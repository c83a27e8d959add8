package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.interleave.plot.StepStack.Place;
import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run and a simulated one on top of each other: busy CPU slots and GPUs against time,
 * and below them from when to when the tasks of each set ran.
 */
public final class OverlayFigure implements Figure {

  private static final int WIDTH = 690;

  /** With more bars than this, iterations are taken together, and then the last sets left out. */
  private static final int MOST_BARS = 24;

  private static final double EDGE = 6;
  private static final double PANEL_HEIGHT = 96;
  private static final double ROW_GAP = 9;
  private static final double BARS_HEIGHT = 15;
  private static final double BAR_HEIGHT = 5;
  private static final double WIDEST_NAME = 120;

  private static final Color RECORDED = new Color(0xB3CDE3);
  private static final Color RECORDED_EDGE = new Color(0x6A9BC3);
  private static final Color SIMULATED = new Color(0x333333);
  private static final Stroke SOLID_LINE =
      new BasicStroke(0.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  private static final Stroke DASHED_LINE =
      new BasicStroke(
          1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3.5f, 1.8f}, 0);
  private static final Stroke DOTTED_LINE =
      new BasicStroke(
          0.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {1, 2}, 0);

  private final @Nullable String title;
  private final Run recorded;
  private final Run simulated;
  private final double endSeconds;
  private final String was;
  private final List<Resource> resources;
  private final List<Bars> bars;
  private final int hiddenBars;
  private final Legend legend = new Legend();

  /** When the tasks of a set ran; one of the two is missing where only one run has the set. */
  private record Bars(String name, @Nullable Interval recorded, @Nullable Interval simulated) {}

  private record Interval(double startSeconds, double endSeconds) {

    static Interval of(Series s) {
      long end = Math.max(s.slots().endMicros(), s.gpus().endMicros());
      return new Interval(
          s.firstStartMicros() / Run.MICROS, Math.max(end, s.firstStartMicros()) / Run.MICROS);
    }
  }

  private OverlayFigure(@Nullable String title, Trace recorded, Trace simulated) {
    this.title = title;
    this.was = recorded.header().engine().equals("executed") ? "measured" : "recorded";
    this.recorded = Run.of(recorded);
    this.simulated = Run.of(simulated);
    this.endSeconds = Math.max(this.recorded.endMicros(), this.simulated.endMicros()) / Run.MICROS;
    this.resources = Resource.of(runs());
    List<Bars> all = bars(Utilization.perIteration(recorded), Utilization.perIteration(simulated));
    if (all.size() > MOST_BARS) {
      all = bars(Utilization.of(recorded), Utilization.of(simulated));
    }
    this.bars = List.copyOf(all.subList(0, Math.min(MOST_BARS, all.size())));
    this.hiddenBars = all.size() - bars.size();
    legend.addArea(was, RECORDED);
    legend.addLine("simulated", SIMULATED, DASHED_LINE);
    legend.addLine("capacity", Palette.AXIS, DOTTED_LINE);
  }

  /** A figure without a title. */
  public static OverlayFigure of(Trace recorded, Trace simulated) {
    Fonts.install();
    return new OverlayFigure(null, recorded, simulated);
  }

  /** A figure with a title. */
  public static OverlayFigure of(String title, Trace recorded, Trace simulated) {
    Fonts.install();
    return new OverlayFigure(title, recorded, simulated);
  }

  private static List<Bars> bars(Utilization recorded, Utilization simulated) {
    Map<String, Interval> left = intervals(recorded);
    Map<String, Interval> right = intervals(simulated);
    Set<String> names = new LinkedHashSet<>();
    recorded.series().forEach(s -> names.add(s.label()));
    simulated.series().forEach(s -> names.add(s.label()));
    return names.stream().map(n -> new Bars(n, left.get(n), right.get(n))).toList();
  }

  private static Map<String, Interval> intervals(Utilization use) {
    Map<String, Interval> intervals = new HashMap<>();
    use.series().forEach(s -> intervals.put(s.label(), Interval.of(s)));
    return intervals;
  }

  private List<Run> runs() {
    return List.of(recorded, simulated);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return (int) Math.ceil(legendTop() + legend.height(WIDTH - 2 * EDGE) + EDGE);
  }

  private double legendTop() {
    return barsFrame().getMaxY() + 34;
  }

  /** The frame of a resource's panel. */
  Rectangle2D frame(int row) {
    double top = EDGE + (title == null ? 0 : 19) + 20;
    double left = left();
    return new Rectangle2D.Double(
        left, top + row * (PANEL_HEIGHT + ROW_GAP), WIDTH - left - EDGE - 4, PANEL_HEIGHT);
  }

  /** The frame of the bars. */
  Rectangle2D barsFrame() {
    Rectangle2D above = frame(resources.size() - 1);
    int rows = Math.max(1, bars.size() + (hiddenBars > 0 ? 1 : 0));
    return new Rectangle2D.Double(
        above.getX(), above.getMaxY() + ROW_GAP, above.getWidth(), rows * BARS_HEIGHT);
  }

  /** JFreeChart rounds frames to whole pixels. */
  private double left() {
    Font font = Fonts.regular(Text.TICK_SIZE);
    double names = bars.stream().mapToDouble(b -> Text.width(name(b), font)).max().orElse(0);
    return Math.ceil(EDGE + Math.max(22 + tickWidth(), 6 + names));
  }

  private double tickWidth() {
    return resources.stream()
        .mapToDouble(r -> Axes.labelWidth(r.axis(runs(), PANEL_HEIGHT)))
        .max()
        .orElse(0);
  }

  private static String name(Bars bars) {
    return Text.fit(bars.name, Fonts.regular(Text.TICK_SIZE), WIDEST_NAME);
  }

  @Override
  public void draw(Graphics2D g) {
    g.setPaint(Palette.TEXT);
    if (title != null) {
      Font bold = Fonts.bold(Text.TITLE_SIZE);
      Text.draw(g, Text.fit(title, bold, WIDTH - 2 * EDGE), bold, WIDTH / 2.0, EDGE + 10, 0.5);
    }
    drawHeading(g);
    for (int r = 0; r < resources.size(); r++) {
      drawPanel(g, resources.get(r), frame(r));
    }
    drawBars(g, barsFrame());
    legend.draw(g, EDGE, legendTop(), WIDTH - 2 * EDGE);
  }

  private void drawHeading(Graphics2D g) {
    Metrics was = recorded.metrics();
    Metrics is = simulated.metrics();
    String simulatedTimes =
        "TTX "
            + Text.seconds(is.ttxSeconds())
            + difference(was.ttxSeconds(), is.ttxSeconds())
            + ", span "
            + Text.seconds(is.spanSeconds())
            + difference(was.spanSeconds(), is.spanSeconds());
    double x = frame(0).getX();
    double baseline = frame(0).getY() - 7;
    x = drawAfter(g, this.was, Fonts.bold(Text.TITLE_SIZE), x, baseline) + 10;
    x = drawAfter(g, recorded.times(), Fonts.regular(Text.LABEL_SIZE), x, baseline) + 22;
    x = drawAfter(g, "simulated", Fonts.bold(Text.TITLE_SIZE), x, baseline) + 10;
    drawAfter(g, simulatedTimes, Fonts.regular(Text.LABEL_SIZE), x, baseline);
  }

  /** Draws text and says where it ends. */
  private static double drawAfter(Graphics2D g, String text, Font font, double x, double y) {
    Text.draw(g, text, font, x, y, 0);
    return x + Text.width(text, font);
  }

  private static String difference(double was, double is) {
    double percent = 100 * (is - was) / was;
    // Adding 0 makes a positive zero of a negative one.
    return Double.isFinite(percent)
        ? String.format(Locale.ROOT, " (%+.2f%%)", Math.rint(percent * 100) / 100 + 0.0)
        : "";
  }

  private NumberAxis timeAxis(Rectangle2D frame) {
    return Axes.time(endSeconds * Axes.BEYOND_END, frame.getWidth());
  }

  private void drawPanel(Graphics2D g, Resource resource, Rectangle2D frame) {
    NumberAxis x = timeAxis(frame);
    NumberAxis y = resource.axis(runs(), PANEL_HEIGHT);
    Panel panel = new Panel(x, y);
    panel.label(false, true);
    StepStack was = stack(resource.total(recorded.use()), frame);
    StepStack is = stack(resource.total(simulated.use()), frame);
    int capacity = resource.capacity(recorded.use());
    panel.add(
        (in, toX, toY) -> {
          Place place = new Place(micros -> toX.applyAsDouble(micros / Run.MICROS), toY);
          in.setPaint(RECORDED);
          in.fill(was.area(0, place));
          in.setPaint(RECORDED_EDGE);
          in.setStroke(SOLID_LINE);
          in.draw(was.outline(place));
          drawEnds(in, frame, toX);
          in.setPaint(SIMULATED);
          in.setStroke(DASHED_LINE);
          in.draw(is.outline(place));
          double level = toY.applyAsDouble(capacity);
          in.setPaint(Palette.AXIS);
          in.setStroke(DOTTED_LINE);
          in.draw(new Line2D.Double(frame.getX(), level, frame.getMaxX(), level));
          in.setPaint(Palette.TEXT);
          Font font = Fonts.regular(Text.TICK_SIZE);
          Text.draw(in, Integer.toString(capacity), font, frame.getX() + 3, level - 3, 0);
        });
    panel.draw(g, frame);
    g.setPaint(Palette.TEXT);
    Text.drawUpwards(
        g,
        resource.label(),
        Fonts.regular(Text.LABEL_SIZE),
        frame.getX() - tickWidth() - 13,
        frame.getCenterY());
  }

  private StepStack stack(Steps steps, Rectangle2D frame) {
    return new StepStack(
        List.of(steps), Math.round(endSeconds * Run.MICROS), Axes.cells(frame.getWidth()));
  }

  /** Each run's TTX, drawn like the run. */
  private void drawEnds(Graphics2D g, Rectangle2D frame, DoubleUnaryOperator toX) {
    double was = toX.applyAsDouble(recorded.metrics().ttxSeconds());
    double is = toX.applyAsDouble(simulated.metrics().ttxSeconds());
    g.setPaint(RECORDED_EDGE);
    g.setStroke(SOLID_LINE);
    g.draw(new Line2D.Double(was, frame.getY(), was, frame.getMaxY()));
    g.setPaint(SIMULATED);
    g.setStroke(DASHED_LINE);
    g.draw(new Line2D.Double(is, frame.getY(), is, frame.getMaxY()));
  }

  private void drawBars(Graphics2D g, Rectangle2D frame) {
    Panel panel = new Panel(timeAxis(frame), Axes.amount(1, 1));
    panel.label(true, false);
    panel.hideAmounts();
    panel.add(
        (in, toX, toY) -> {
          in.setStroke(SOLID_LINE);
          for (int i = 0; i < bars.size(); i++) {
            double top = frame.getY() + i * BARS_HEIGHT;
            double first = top + (BARS_HEIGHT - 2 * BAR_HEIGHT) / 2;
            if (i > 0) {
              in.setPaint(Palette.GRID);
              in.draw(new Line2D.Double(frame.getX(), top, frame.getMaxX(), top));
            }
            drawBar(in, bars.get(i).recorded, RECORDED, RECORDED_EDGE, first, toX);
            drawBar(in, bars.get(i).simulated, SIMULATED, SIMULATED, first + BAR_HEIGHT, toX);
          }
          drawEnds(in, frame, toX);
        });
    panel.draw(g, frame);
    g.setPaint(Palette.TEXT);
    Font font = Fonts.regular(Text.TICK_SIZE);
    for (int i = 0; i < bars.size(); i++) {
      double middle = frame.getY() + (i + 0.5) * BARS_HEIGHT;
      Text.drawBeside(g, name(bars.get(i)), font, frame.getX() - 5, middle, 1);
    }
    if (hiddenBars > 0) {
      double middle = frame.getMaxY() - BARS_HEIGHT / 2;
      Text.drawBeside(g, "+ " + hiddenBars + " more", font, frame.getX() - 5, middle, 1);
    }
  }

  private static void drawBar(
      Graphics2D g,
      @Nullable Interval interval,
      Color fill,
      Color edge,
      double y,
      DoubleUnaryOperator toX) {
    if (interval == null) {
      return;
    }
    double x = toX.applyAsDouble(interval.startSeconds);
    double width = Math.max(0.5, toX.applyAsDouble(interval.endSeconds) - x);
    Rectangle2D bar = new Rectangle2D.Double(x, y, width, BAR_HEIGHT);
    g.setPaint(fill);
    g.fill(bar);
    g.setPaint(edge);
    g.draw(bar);
  }
}
