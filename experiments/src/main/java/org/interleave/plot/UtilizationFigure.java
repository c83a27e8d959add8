package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.plot.StepStack.Place;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;

/**
 * Busy CPU slots over busy GPUs against time, one column a run, as in Figures 3-5 of the paper.
 * Areas of one colour are the tasks of one set, in all columns alike, and what is white was idle.
 */
public final class UtilizationFigure implements Figure {

  private static final double PANEL_HEIGHT = 118;
  private static final double ROW_GAP = 9;
  private static final double COLUMN_GAP = 14;
  private static final double EDGE = 6;
  private static final double HEADING_GAP = 10;
  private static final Stroke HAIRLINE =
      new BasicStroke(0.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

  /** Lets the colour of narrow peaks through. */
  private static final Color OUTLINE = new Color(0, 0, 0, 140);

  /** Thinner areas have no border, which would be all that one sees of them. */
  private static final double THIN = 2;

  private static final double LEAST_THICKNESS = 1;

  private static final Stroke MAKESPAN = new BasicStroke(0.9f);
  private static final Color MAKESPAN_COLOR = new Color(0x7F7F7F);

  private final @Nullable String title;
  private final List<String> names;
  private final List<Run> runs;
  private final double endSeconds;
  private final List<Resource> resources;
  private final Map<String, Paint> fills;
  private final int others;
  private final Legend legend = new Legend();

  /**
   * One run.
   *
   * @param title such as its mode
   * @param trace what happened in it
   */
  public record Column(String title, Trace trace) {}

  private record Layer(Paint fill, Steps steps) {}

  private UtilizationFigure(@Nullable String title, List<Column> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a figure needs one column or more");
    }
    this.title = title;
    this.names = columns.stream().map(Column::title).toList();
    this.runs = columns.stream().map(c -> Run.of(c.trace)).toList();
    this.endSeconds = runs.stream().mapToLong(Run::endMicros).max().orElseThrow() / Run.MICROS;
    this.resources = Resource.of(runs);
    Map<String, Double> shares = shares(runs);
    this.fills = fills(shares);
    this.others = shares.size() - fills.size();
    fills.forEach(legend::addArea);
    if (others > 0) {
      legend.addArea("+ " + others + " more", Palette.OTHERS);
    }
    legend.addLine("capacity", Palette.TEXT, Panel.DASHES);
  }

  /** A figure of some runs, without a title. */
  public static UtilizationFigure of(List<Column> columns) {
    Fonts.install();
    return new UtilizationFigure(null, columns);
  }

  /** A figure of some runs. */
  public static UtilizationFigure of(String title, List<Column> columns) {
    Fonts.install();
    return new UtilizationFigure(title, columns);
  }

  /** What each set used, by set in the order of first starts: its parts of both capacities. */
  private static Map<String, Double> shares(List<Run> runs) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Run run : runs) {
      for (Series s : run.use().series()) {
        double slots = s.slots().integral() / Math.max(1, run.use().slotCapacity());
        double gpus = s.gpus().integral() / Math.max(1, run.use().gpuCapacity());
        shares.merge(s.set(), slots + gpus, Double::sum);
      }
    }
    return shares;
  }

  /** Where there are too many sets, those that used most get a fill. */
  private static Map<String, Paint> fills(Map<String, Double> shares) {
    List<String> largest =
        shares.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(Palette.FILLS)
            .map(Map.Entry::getKey)
            .toList();
    Set<String> chosen = new HashSet<>(largest);
    Map<String, Paint> fills = new LinkedHashMap<>();
    for (String set : shares.keySet()) {
      if (chosen.contains(set)) {
        fills.put(set, Palette.fill(fills.size()));
      }
    }
    return fills;
  }

  @Override
  public int width() {
    return switch (runs.size()) {
      case 1 -> 345;
      case 2 -> 690;
      default -> 70 + 310 * runs.size();
    };
  }

  @Override
  public int height() {
    return (int) Math.ceil(legendTop() + legend.height(width() - 2 * EDGE) + EDGE);
  }

  private double panelsTop() {
    return EDGE + (title == null ? 0 : 19) + 28;
  }

  private double legendTop() {
    return frame(resources.size() - 1, 0).getMaxY() + 34;
  }

  /** The frame of one panel. */
  Rectangle2D frame(int row, int column) {
    // JFreeChart rounds frames to whole pixels.
    double left = Math.ceil(EDGE + 22 + labelWidth());
    double room = width() - left - EDGE - 4 - COLUMN_GAP * (runs.size() - 1);
    double width = Math.floor(room / runs.size());
    return new Rectangle2D.Double(
        left + column * (width + COLUMN_GAP),
        panelsTop() + row * (PANEL_HEIGHT + ROW_GAP),
        width,
        PANEL_HEIGHT);
  }

  private double labelWidth() {
    return resources.stream()
        .mapToDouble(r -> Axes.labelWidth(r.axis(runs, PANEL_HEIGHT)))
        .max()
        .orElse(0);
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
      for (int r = 0; r < resources.size(); r++) {
        drawPanel(g, r, c);
      }
      drawHeading(g, names.get(c), runs.get(c), frame(0, c));
    }
    legend.draw(g, EDGE, legendTop(), width() - 2 * EDGE);
  }

  private static void drawHeading(Graphics2D g, String runName, Run run, Rectangle2D frame) {
    Font bold = Fonts.bold(Text.TITLE_SIZE);
    Font regular = Fonts.regular(Text.LABEL_SIZE);
    double baseline = frame.getY() - 18;
    double room = frame.getWidth() - Text.width(run.times(), regular) - HEADING_GAP;
    String name = Text.fit(runName, bold, room);
    double next = frame.getX() + Text.width(name, bold) + HEADING_GAP;
    g.setPaint(Palette.TEXT);
    Text.draw(g, name, bold, frame.getX(), baseline, 0);
    Text.draw(g, run.times(), regular, next, baseline, 0);
  }

  private void drawPanel(Graphics2D g, int row, int column) {
    Resource resource = resources.get(row);
    Run run = runs.get(column);
    Rectangle2D frame = frame(row, column);
    NumberAxis x = Axes.time(endSeconds * Axes.BEYOND_END, frame.getWidth());
    Panel panel = new Panel(x, resource.axis(runs, PANEL_HEIGHT));
    panel.label(row == resources.size() - 1, column == 0);
    addLayers(panel, layers(run, resource), frame.getWidth());
    addLimits(panel, frame, resource.capacity(run.use()), run.metrics().ttxSeconds());
    panel.draw(g, frame);
    g.setPaint(Palette.TEXT);
    if (column == 0) {
      Font label = Fonts.regular(Text.LABEL_SIZE);
      Text.drawUpwards(g, resource.label(), label, EDGE + 9, frame.getCenterY());
    }
    if (row == 0) {
      double ttx = run.metrics().ttxSeconds();
      Font font = Fonts.regular(Text.TICK_SIZE);
      String text = Text.seconds(ttx);
      double half = Text.width(text, font) / 2;
      double at = x.valueToJava2D(ttx, frame, RectangleEdge.BOTTOM);
      double inside = Math.min(Math.max(at, frame.getX() + half), frame.getMaxX() - half);
      Text.draw(g, text, font, inside, frame.getY() - 4, 0.5);
    }
  }

  /** A line at the capacity with its number, and one at the makespan. */
  private static void addLimits(Panel panel, Rectangle2D frame, int capacity, double ttxSeconds) {
    panel.add(
        (g, x, y) -> {
          double level = y.applyAsDouble(capacity);
          Font font = Fonts.regular(Text.TICK_SIZE);
          g.setPaint(Palette.TEXT);
          g.setStroke(Panel.DASHES);
          g.draw(new Line2D.Double(frame.getX(), level, frame.getMaxX(), level));
          Text.draw(g, Integer.toString(capacity), font, frame.getX() + 3, level - 3, 0);
          double end = x.applyAsDouble(ttxSeconds);
          g.setPaint(MAKESPAN_COLOR);
          g.setStroke(MAKESPAN);
          g.draw(new Line2D.Double(end, frame.getY(), end, frame.getMaxY()));
        });
  }

  private List<Layer> layers(Run run, Resource resource) {
    Map<String, List<Steps>> bySet = new HashMap<>();
    List<Steps> rest = new ArrayList<>();
    for (Series s : run.use().series()) {
      if (fills.containsKey(s.set())) {
        bySet.computeIfAbsent(s.set(), k -> new ArrayList<>()).add(resource.of(s));
      } else {
        rest.add(resource.of(s));
      }
    }
    List<Layer> layers = new ArrayList<>();
    fills.forEach(
        (set, fill) ->
            bySet.getOrDefault(set, List.of()).forEach(s -> layers.add(new Layer(fill, s))));
    if (others > 0) {
      layers.add(new Layer(Palette.OTHERS, Steps.sum(rest)));
    }
    return layers;
  }

  private void addLayers(Panel panel, List<Layer> layers, double width) {
    StepStack stack =
        new StepStack(
            layers.stream().map(Layer::steps).toList(),
            Math.round(endSeconds * Run.MICROS),
            Axes.cells(width));
    panel.add(
        (g, x, y) -> {
          Place place = new Place(micros -> x.applyAsDouble(micros / Run.MICROS), y);
          for (int s = 0; s < layers.size(); s++) {
            g.setPaint(layers.get(s).fill);
            g.fill(stack.area(s, place));
          }
          g.setStroke(HAIRLINE);
          g.setPaint(Color.WHITE);
          for (int s = 0; s < layers.size(); s++) {
            g.draw(stack.border(s, place, THIN));
          }
          g.setPaint(OUTLINE);
          g.draw(stack.outline(place));
          for (int s = 0; s < layers.size(); s++) {
            g.setPaint(layers.get(s).fill);
            g.fill(stack.hairlines(s, place, THIN, LEAST_THICKNESS));
          }
        });
  }
}
