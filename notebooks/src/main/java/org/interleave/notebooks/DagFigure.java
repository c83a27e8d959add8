package org.interleave.notebooks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.plot.Figure;
import org.interleave.plot.Fonts;
import org.interleave.plot.Palette;
import org.interleave.report.Format;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * The DAG of a workflow, from left to right: a box for each task set with its tasks, what each of
 * them needs (CPU slots, GPUs) and how long it takes. Sets that need GPUs are shaded; some sets may
 * be marked.
 */
public final class DagFigure implements Figure {

  private static final double EDGE = 8;
  private static final double BOX_WIDTH = 94;
  private static final double BOX_HEIGHT = 44;
  private static final double COLUMN_GAP = 22;
  private static final double ROW_GAP = 14;
  private static final double HEAD = 6;

  private static final Color INK = new Color(0x1A1A1A);
  private static final Color SHADE = new Color(0xDCE9F4);
  private static final Color LINE = new Color(0x808080);
  private static final Stroke THIN = new BasicStroke(0.9f);
  private static final Stroke THICK = new BasicStroke(2.6f);

  private final WorkflowGraph graph;
  private final Set<String> marked;
  private final Rectangle2D[] boxes;

  private DagFigure(WorkflowGraph graph, Set<String> marked) {
    this.graph = graph;
    this.marked = marked;
    this.boxes = boxes(graph);
  }

  /** A figure of a workflow. */
  public static DagFigure of(WorkflowGraph graph) {
    return new DagFigure(graph, Set.of());
  }

  /**
   * The same figure with some sets marked.
   *
   * @param labels of the sets, such as {@code T3} or {@code Train[1]}
   */
  public DagFigure marking(Iterable<String> labels) {
    List<String> all = new ArrayList<>();
    labels.forEach(all::add);
    return new DagFigure(graph, Set.copyOf(all));
  }

  /**
   * Columns by the longest path from a source; in each of them sets lie beside what they wait for
   * if there is room, else around the middle.
   */
  private static Rectangle2D[] boxes(WorkflowGraph graph) {
    int[] depth = new int[graph.instances().size()];
    double[] place = new double[depth.length];
    List<List<SetInstance>> columns = new ArrayList<>();
    for (int id : graph.topologicalOrder()) {
      IntStream.of(before(graph, id)).forEach(b -> depth[id] = Math.max(depth[id], depth[b] + 1));
      while (columns.size() <= depth[id]) {
        columns.add(new ArrayList<>());
      }
      columns.get(depth[id]).add(graph.instance(id));
    }
    int rows = columns.stream().mapToInt(List::size).max().orElse(1);
    Rectangle2D[] boxes = new Rectangle2D[depth.length];
    for (int c = 0; c < columns.size(); c++) {
      List<SetInstance> column = columns.get(c);
      for (SetInstance s : column) {
        place[s.id()] =
            IntStream.of(before(graph, s.id())).mapToDouble(b -> place[b]).average().orElse(0);
      }
      column.sort(
          Comparator.comparingInt(SetInstance::iteration)
              .thenComparingDouble(s -> place[s.id()])
              .thenComparingInt(SetInstance::id));
      boolean apart = c > 0;
      for (int r = 1; r < column.size(); r++) {
        apart &= place[column.get(r).id()] - place[column.get(r - 1).id()] >= 1;
      }
      for (int r = 0; r < column.size(); r++) {
        int id = column.get(r).id();
        place[id] = apart ? place[id] : r + (rows - column.size()) / 2.0;
        double x = EDGE + c * (BOX_WIDTH + COLUMN_GAP);
        double y = EDGE + place[id] * (BOX_HEIGHT + ROW_GAP);
        boxes[id] = new Rectangle2D.Double(x, y, BOX_WIDTH, BOX_HEIGHT);
      }
    }
    return boxes;
  }

  private static int[] before(WorkflowGraph graph, int id) {
    return IntStream.concat(
            IntStream.of(graph.predecessors(id)), IntStream.of(graph.indexPredecessors(id)))
        .toArray();
  }

  @Override
  public int width() {
    double right = 0;
    for (Rectangle2D box : boxes) {
      right = Math.max(right, box.getMaxX());
    }
    return (int) Math.ceil(right + EDGE);
  }

  @Override
  public int height() {
    double bottom = 0;
    for (Rectangle2D box : boxes) {
      bottom = Math.max(bottom, box.getMaxY());
    }
    return (int) Math.ceil(bottom + EDGE);
  }

  @Override
  public void draw(Graphics2D g) {
    for (SetInstance s : graph.instances()) {
      for (int b : before(graph, s.id())) {
        drawArrow(g, boxes[b], boxes[s.id()]);
      }
    }
    graph.instances().forEach(s -> drawBox(g, s, boxes[s.id()]));
  }

  private static void drawArrow(Graphics2D g, Rectangle2D from, Rectangle2D to) {
    double x = to.getX() - 1.5;
    double y = to.getCenterY();
    double angle = Math.atan2(y - from.getCenterY(), x - from.getMaxX());
    g.setPaint(LINE);
    g.setStroke(THIN);
    g.draw(new Line2D.Double(from.getMaxX(), from.getCenterY(), x, y));
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - HEAD * Math.cos(angle - 0.4), y - HEAD * Math.sin(angle - 0.4));
    head.lineTo(x - HEAD * Math.cos(angle + 0.4), y - HEAD * Math.sin(angle + 0.4));
    head.closePath();
    g.fill(head);
  }

  private void drawBox(Graphics2D g, SetInstance s, Rectangle2D box) {
    boolean mark = marked.contains(s.label());
    Resources r = s.set().resources();
    g.setPaint(r.gpus() > 0 ? SHADE : Color.WHITE);
    g.fill(box);
    g.setPaint(mark ? Palette.COLORS.get(5) : LINE);
    g.setStroke(mark ? THICK : THIN);
    g.draw(box);
    g.setPaint(INK);
    String needs =
        String.format(Locale.ROOT, "%d × (%d, %d)", s.set().tasks(), r.totalSlots(), r.totalGpus());
    double seconds = s.set().time().meanSeconds();
    String time = Format.plain(seconds < 1 ? seconds : Math.rint(10 * seconds) / 10) + " s";
    centred(g, s.label(), Fonts.bold(10), box, 14);
    centred(g, needs, Fonts.regular(9.5f), box, 26.5);
    centred(g, time, Fonts.regular(9.5f), box, 38);
  }

  private static void centred(Graphics2D g, String text, Font font, Rectangle2D box, double down) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    double width = font.getStringBounds(text, context).getWidth();
    double squeeze = Math.min(1, (box.getWidth() - 6) / width);
    Font fitting = squeeze < 1 ? font.deriveFont((float) (font.getSize2D() * squeeze)) : font;
    double half = fitting.getStringBounds(text, context).getWidth() / 2;
    g.setFont(fitting);
    g.drawString(text, (float) (box.getCenterX() - half), (float) (box.getY() + down));
  }
}
