package org.interleave.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Lanes;
import org.interleave.trace.Lanes.Bar;
import org.interleave.trace.Lanes.Lane;
import org.interleave.trace.TaskRecord;
import org.jfree.chart.axis.NumberAxis;
import org.jspecify.annotations.Nullable;

/** The lanes of all nodes, node 0 at the top, with the tasks on them. */
final class GanttRow implements PanelGrid.Row {

  /** With more bars than this, the page is divided into cells, and each shows what it has most. */
  private static final int MOST_BARS = 6000;

  private static final double LANE_HEIGHT = 5;
  private static final double HIGHEST = 330;
  private static final double LEAST_WIDTH = 0.4;
  private static final double LABEL_DISTANCE = 11;

  /** Bars that are larger than this do not touch. */
  private static final double GAP_FROM = 2.5;

  private static final double GAP = 0.5;

  /** Low rows of cells reach into the next one, so that no seam is seen. */
  private static final double OVERLAP = 0.3;

  private final List<Lanes> runs;
  private final SetFills fills;
  private final double endMicros;

  /** Where each node begins, in lanes, and how many it has at most in any run. */
  private final Map<Integer, Place> nodes = new LinkedHashMap<>();

  /** Which lane of its node each lane is, by run. */
  private final List<Map<Long, Integer>> ranks = new ArrayList<>();

  private final int total;

  private record Place(int first, int lanes) {}

  /** What is painted alike: what the tasks of a set did. */
  private record Kind(Paint paint, State state) {}

  private enum State {
    EXECUTING,
    /** Resources, before or after it executed. */
    HOLDING,
    /** Executing, but it failed, was lost or canceled. */
    IN_VAIN
  }

  /** A part of a bar. */
  private record Part(int lane, long from, long to, Kind kind) {}

  GanttRow(List<Lanes> runs, SetFills fills, double endSeconds) {
    this.runs = runs;
    this.fills = fills;
    this.endMicros = endSeconds * Axes.BEYOND_END * Run.MICROS;
    TreeMap<Integer, Integer> most = new TreeMap<>();
    for (Lanes run : runs) {
      Map<Integer, Integer> counts = new HashMap<>();
      Map<Long, Integer> rank = new HashMap<>();
      for (Lane lane : run.used()) {
        int before = counts.merge(lane.node(), 1, Integer::sum) - 1;
        rank.put(key(lane.node(), lane.number()), before);
      }
      ranks.add(rank);
      counts.forEach((node, count) -> most.merge(node, count, Math::max));
    }
    int lanes = 0;
    for (Map.Entry<Integer, Integer> e : most.entrySet()) {
      nodes.put(e.getKey(), new Place(lanes, e.getValue()));
      lanes += e.getValue();
    }
    this.total = Math.max(1, lanes);
  }

  private static long key(int node, int lane) {
    return (long) node << 32 | lane;
  }

  @Override
  public String label() {
    return "tasks by node";
  }

  @Override
  public double height() {
    return Math.round(Math.min(HIGHEST, Math.max(PanelGrid.PANEL_HEIGHT, total * LANE_HEIGHT)));
  }

  @Override
  public NumberAxis axis(double pixels) {
    return Axes.amount(total, pixels);
  }

  @Override
  public boolean hasAmounts() {
    return false;
  }

  @Override
  public double labelWidth(double pixels) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    return nodes.keySet().stream()
        .mapToDouble(n -> Text.width(Integer.toString(n), font))
        .max()
        .orElse(0);
  }

  @Override
  public void drawLabels(Graphics2D g, Rectangle2D frame) {
    Font font = Fonts.regular(Text.TICK_SIZE);
    double lane = frame.getHeight() / total;
    double free = frame.getY();
    for (Map.Entry<Integer, Place> e : nodes.entrySet()) {
      double middle = frame.getY() + (e.getValue().first + e.getValue().lanes / 2.0) * lane;
      if (middle - LABEL_DISTANCE / 2 >= free - LABEL_DISTANCE / 2 || nodes.size() == 1) {
        Text.drawBeside(g, Integer.toString(e.getKey()), font, frame.getX() - 5, middle, 1);
        free = middle + LABEL_DISTANCE;
      }
    }
  }

  @Override
  public void fill(Panel panel, int column, Rectangle2D frame) {
    List<Part> parts = parts(column);
    boolean few = runs.get(column).bars().size() <= MOST_BARS;
    panel.add(
        (g, x, y) -> {
          drawNodes(g, frame);
          DoubleUnaryOperator toX = micros -> x.applyAsDouble(micros / Run.MICROS);
          Map<Kind, Path2D> paths = few ? exact(parts, frame, toX) : cells(parts, frame, toX);
          paths.forEach(
              (kind, path) -> {
                g.setPaint(kind.paint);
                g.fill(path);
              });
        });
  }

  private void drawNodes(Graphics2D g, Rectangle2D frame) {
    double lane = frame.getHeight() / total;
    if (lane * total / Math.max(1, nodes.size()) < 4) {
      return;
    }
    g.setPaint(Palette.GRID);
    g.setStroke(new BasicStroke(0.5f));
    for (Place node : nodes.values()) {
      double at = frame.getY() + node.first * lane;
      g.draw(new Line2D.Double(frame.getX(), at, frame.getMaxX(), at));
    }
  }

  private List<Part> parts(int column) {
    List<Part> parts = new ArrayList<>();
    for (Bar bar : runs.get(column).bars()) {
      int first = Objects.requireNonNull(nodes.get(bar.node())).first;
      int lane = first + ranks.get(column).getOrDefault(key(bar.node(), bar.lane()), 0);
      TaskRecord t = bar.record();
      Paint fill = fills.of(t.set());
      boolean done = t.end() == TaskEnd.DONE;
      State state = done ? State.EXECUTING : State.IN_VAIN;
      Paint executing = done ? fill : SetFills.inVain(fill);
      if (bar.fromMicros() < t.startedMicros()) {
        parts.add(
            new Part(
                lane,
                bar.fromMicros(),
                t.startedMicros(),
                new Kind(fills.held(fill), State.HOLDING)));
      }
      parts.add(new Part(lane, t.startedMicros(), t.endedMicros(), new Kind(executing, state)));
      if (t.endedMicros() < bar.toMicros()) {
        parts.add(
            new Part(
                lane, t.endedMicros(), bar.toMicros(), new Kind(fills.held(fill), State.HOLDING)));
      }
    }
    return parts;
  }

  private Map<Kind, Path2D> exact(List<Part> parts, Rectangle2D frame, DoubleUnaryOperator toX) {
    Map<Kind, Path2D> paths = new LinkedHashMap<>();
    double lane = frame.getHeight() / total;
    double height = lane > GAP_FROM ? lane - GAP : lane;
    for (Part part : parts) {
      double x = toX.applyAsDouble(part.from);
      double width = toX.applyAsDouble(part.to) - x;
      boolean holding = part.kind.state == State.HOLDING;
      boolean gap = !holding && width > GAP_FROM;
      width = holding ? width : Math.max(LEAST_WIDTH, gap ? width - GAP : width);
      double y = frame.getY() + part.lane * lane + (lane - height) / 2;
      rectangle(paths, part.kind, x, y, width, height);
    }
    return paths;
  }

  /** Rows of the page with several lanes, or one, each cut into cells. */
  private Map<Kind, Path2D> cells(List<Part> parts, Rectangle2D frame, DoubleUnaryOperator toX) {
    int rows = (int) Math.max(1, Math.min(total, frame.getHeight()));
    int columns = (int) Math.max(1, frame.getWidth());
    List<List<Part>> byRow = new ArrayList<>();
    int[] lanes = new int[rows];
    for (int r = 0; r < rows; r++) {
      byRow.add(new ArrayList<>());
    }
    for (int lane = 0; lane < total; lane++) {
      lanes[row(lane, rows)]++;
    }
    parts.forEach(part -> byRow.get(row(part.lane, rows)).add(part));
    double cell = endMicros / columns;
    double height = frame.getHeight() / rows;
    Map<Kind, Path2D> paths = new LinkedHashMap<>();
    for (int r = 0; r < rows; r++) {
      @Nullable Kind[] shown = shown(byRow.get(r), columns, cell, lanes[r]);
      double y = frame.getY() + r * height;
      double gap = height > GAP_FROM ? GAP : r + 1 < rows ? -OVERLAP : 0;
      for (int from = 0, to; from < columns; from = to) {
        to = from + 1;
        while (to < columns && Objects.equals(shown[to], shown[from])) {
          to++;
        }
        if (shown[from] != null) {
          double x = toX.applyAsDouble(from * cell);
          double width = toX.applyAsDouble(to * cell) - x;
          rectangle(paths, shown[from], x, y, width, height - gap);
        }
      }
    }
    return paths;
  }

  private int row(int lane, int rows) {
    return (int) ((long) lane * rows / total);
  }

  /** What each cell of a row has most; nothing where most of it is empty. */
  private static @Nullable Kind[] shown(List<Part> parts, int columns, double cell, int lanes) {
    Map<Kind, double[]> covered = new LinkedHashMap<>();
    double[] sum = new double[columns];
    for (Part part : parts) {
      double[] of = covered.computeIfAbsent(part.kind, k -> new double[columns]);
      int last = (int) Math.min(columns - 1, Math.floor(part.to / cell));
      for (int c = (int) Math.max(0, Math.floor(part.from / cell)); c <= last; c++) {
        double here = Math.min(part.to, (c + 1) * cell) - Math.max(part.from, c * cell);
        of[c] += here;
        sum[c] += here;
      }
    }
    @Nullable Kind[] shown = new Kind[columns];
    for (int c = 0; c < columns; c++) {
      double most = 0;
      for (Map.Entry<Kind, double[]> e : covered.entrySet()) {
        if (sum[c] >= lanes * cell / 2 && e.getValue()[c] > most) {
          most = e.getValue()[c];
          shown[c] = e.getKey();
        }
      }
    }
    return shown;
  }

  private static void rectangle(
      Map<Kind, Path2D> paths, Kind kind, double x, double y, double width, double height) {
    Path2D path = paths.computeIfAbsent(kind, k -> new Path2D.Double());
    path.moveTo(x, y);
    path.lineTo(x + width, y);
    path.lineTo(x + width, y + height);
    path.lineTo(x, y + height);
    path.closePath();
  }
}
