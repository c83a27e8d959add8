package org.interleave.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.interleave.duration.Duration;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.explain.CriticalChain.Reason;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.trace.Metrics;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * The DAG of a workflow as one run went through it, in SVG: it can be read and printed without a
 * script. What the run's critical chain passes is drawn strong, what it masks is dashed.
 */
final class DagDrawing {

  private static final int MOST_LETTERS = 22;
  private static final int MOST_DETAIL = 31;
  private static final double BAR = 9;

  private final WorkflowGraph graph;
  private final Fills fills;
  private final List<Link> chain;
  private final Map<String, Metrics.SetFigures> figures = new HashMap<>();
  private final Set<String> critical = new HashSet<>();
  private final DrawnSets drawn;
  private final DagLayout layout;
  private final StringBuilder out = new StringBuilder();
  private int around;

  private DagDrawing(WorkflowGraph graph, Metrics metrics, List<Link> chain, Fills fills) {
    this.graph = graph;
    this.fills = fills;
    this.chain = chain;
    metrics.sets().forEach(s -> figures.put(s.label(), s));
    chain.forEach(l -> critical.add(l.set()));
    this.drawn = DrawnSets.of(graph, chain.stream().map(Link::set).toList());
    this.layout = new DagLayout(graph, drawn.instances());
  }

  /**
   * A figure with its caption.
   *
   * @param metrics of the run: when its sets began and ended
   * @param chain the critical chain of the run
   * @param fills the colours of the sets elsewhere on the page
   */
  static String html(WorkflowGraph graph, Metrics metrics, List<Link> chain, Fills fills) {
    return new DagDrawing(graph, metrics, chain, fills).figure();
  }

  private String figure() {
    double width = layout.width();
    add("<figure class=\"dag\">\n<div class=\"wide\" tabindex=\"0\" role=\"region\"");
    add(" aria-label=\"The workflow's graph\">\n");
    add(
        "<svg viewBox=\"0 0 %s %s\" style=\"max-width:%spx;min-width:%spx\" role=\"group\""
            + " aria-label=\"Task sets by rank\">\n",
        number(width), number(layout.height()), number(width), number(0.6 * width));
    layout
        .ranks()
        .forEach(
            (rank, left) ->
                add(
                    "<text class=\"rank\" x=\"%s\" y=\"16\">rank %d</text>\n",
                    number(left + DagLayout.BOX_WIDTH / 2), rank));
    if (layout.bands().size() > 1) {
      layout
          .bands()
          .forEach(
              (iteration, top) ->
                  add(
                      "<text class=\"band\" x=\"4\" y=\"%s\">[%d]</text>\n",
                      number(top + 12), iteration));
    }
    edges();
    drawn.instances().forEach(this::box);
    add("</svg>\n</div>\n<figcaption class=\"note\">%s</figcaption>\n</figure>\n", caption());
    return out.toString();
  }

  private String caption() {
    int sinks = graph.sinks().length;
    String edges =
        layout.edgesLeftOut() == 0 ? "" : " " + layout.edgesLeftOut() + " edges are not drawn.";
    return "From left to right by rank, the longest path from a source in an iteration; "
        + sinks
        + (sinks == 1 ? " branch ends" : " branches end")
        + " in a set that nothing waits for. Strong: on the critical chain of this run; a broken"
        + " strong line is where it went on with resources that were freed, not over a dependency."
        + " Dashed: masked, done beside the chain. Thin and broken: task i waits for task i only."
        + (drawn.note().isEmpty() ? "" : " " + drawn.note())
        + edges;
  }

  private void edges() {
    Map<String, Reason> steps = new LinkedHashMap<>();
    for (int i = 1; i < chain.size(); i++) {
      steps.put(chain.get(i - 1).set() + " " + chain.get(i).set(), chain.get(i).reason());
    }
    List<DagLayout.Edge> last = new ArrayList<>();
    for (DagLayout.Edge e : layout.edges()) {
      boolean strong = steps.remove(e.from().label() + " " + e.to().label()) != null;
      if (strong) {
        last.add(e);
      } else {
        edge(e, e.byIndex() ? "edge index" : "edge");
      }
    }
    last.forEach(e -> edge(e, "edge strong"));
    // What is left of the chain has no edge: resources went from set to set.
    Map<String, SetInstance> byLabel = new HashMap<>();
    drawn.instances().forEach(i -> byLabel.put(i.label(), i));
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < chain.size(); i++) {
      String step = chain.get(i - 1).set() + " " + chain.get(i).set();
      SetInstance from = byLabel.get(chain.get(i - 1).set());
      SetInstance to = byLabel.get(chain.get(i).set());
      if (from != null && to != null && steps.containsKey(step) && seen.add(step)) {
        edge(new DagLayout.Edge(from, to, false, List.of()), "edge strong freed");
      }
    }
  }

  private void edge(DagLayout.Edge e, String kind) {
    double x1 = layout.left(e.from()) + DagLayout.BOX_WIDTH;
    double x2 = layout.left(e.to());
    double y2 = layout.middle(e.to());
    boolean sameBand = e.from().iteration() == e.to().iteration();
    boolean next = x2 > x1 && x2 - x1 < DagLayout.COLUMN;
    boolean known = !e.way().isEmpty();
    String path =
        sameBand && (next || known)
            ? forward(e, x1, x2 - 7)
            : layout.left(e.from()) == x2 ? beside(e, x2) : around(e, x2);
    add(
        "<g class=\"%s\" data-from=\"%d\" data-to=\"%d\"><path d=\"%s\"/>",
        kind, e.from().id(), e.to().id(), path);
    add(
        "<polygon points=\"%s %s %s\"/></g>\n",
        point(x2, y2), point(x2 - 8, y2 - 4), point(x2 - 8, y2 + 4));
  }

  /** To the right, over the ways that are kept free. */
  private String forward(DagLayout.Edge e, double x1, double x2) {
    StringBuilder path = new StringBuilder("M").append(point(x1, layout.middle(e.from())));
    double x = x1;
    double y = layout.middle(e.from());
    List<double[]> way = new ArrayList<>(e.way());
    way.add(new double[] {x2, layout.middle(e.to())});
    for (int i = 0; i < way.size(); i++) {
      double[] p = way.get(i);
      if (i % 2 == 1) {
        path.append(" L").append(point(p[0], p[1]));
      } else {
        double half = (p[0] - x) / 2;
        path.append(" C").append(point(x + half, y)).append(' ');
        path.append(point(p[0] - half, p[1])).append(' ').append(point(p[0], p[1]));
      }
      x = p[0];
      y = p[1];
    }
    return path.toString();
  }

  /** Up or down to a box of the same column, on the left of both. */
  private String beside(DagLayout.Edge e, double x2) {
    double y1 = layout.middle(e.from());
    double y2 = layout.middle(e.to());
    String path = "M" + point(x2, y1) + " C" + point(x2 - 30, y1);
    return path + " " + point(x2 - 30, y2) + " " + point(x2 - 7, y2);
  }

  /** Between the bands and between the columns, with rounded corners. */
  private String around(DagLayout.Edge e, double x2) {
    boolean down = layout.middle(e.to()) > layout.middle(e.from());
    double x1 = layout.left(e.from()) + DagLayout.BOX_WIDTH / 2;
    double y1 = layout.middle(e.from()) + (down ? 1 : -1) * DagLayout.BOX_HEIGHT / 2;
    double y2 = layout.middle(e.to());
    double between = layout.between(e.from().iteration(), down) + 5 * (around++ % 3 - 1);
    double turn = x2 - 32;
    double r = 8;
    double across = turn > x1 ? r : -r;
    double in = y2 > between ? r : -r;
    double out = between > y1 ? r : -r;
    return "M"
        + point(x1, y1)
        + " L"
        + point(x1, between - out)
        + " Q"
        + point(x1, between)
        + " "
        + point(x1 + across, between)
        + " L"
        + point(turn - across, between)
        + " Q"
        + point(turn, between)
        + " "
        + point(turn, between + in)
        + " L"
        + point(turn, y2 - in)
        + " Q"
        + point(turn, y2)
        + " "
        + point(turn + r, y2)
        + " L"
        + point(x2 - 7, y2);
  }

  private void box(SetInstance i) {
    double x = layout.left(i);
    double y = layout.middle(i) - DagLayout.BOX_HEIGHT / 2;
    Metrics.@Nullable SetFigures run = figures.get(i.label());
    String state =
        run == null ? "not started" : critical.contains(i.label()) ? "critical" : "masked";
    String when =
        run == null
            ? state
            : Format.seconds(run.startSeconds()) + " to " + Format.seconds(run.endSeconds()) + " s";
    String needs = needs(i);
    String time = "TX " + time(i.set().time());
    String all =
        String.join(
                ", ", List.of(i.label(), needs, time, when, state, "rank " + graph.rank(i.id())))
            + waits(i);
    add(
        "<g class=\"set %s\" data-set=\"%d\" tabindex=\"0\" role=\"img\" aria-label=\"%s\">\n",
        state.replace(' ', '-'), i.id(), Html.escape(all));
    add("<title>%s</title>\n", Html.escape(all));
    add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\"/>\n",
        number(x), number(y), number(DagLayout.BOX_WIDTH), number(DagLayout.BOX_HEIGHT));
    bar(i, x + 4, y + 5, DagLayout.BOX_HEIGHT - 10);
    double left = x + BAR + 10;
    add(
        "<text class=\"name\" x=\"%s\" y=\"%s\">%s</text>\n",
        number(left), number(y + 19), Html.escape(shortened(i.label(), MOST_LETTERS)));
    line(left, y + 36, needs);
    line(left, y + 51, time);
    line(left, y + 66, when + (run != null && state.equals("masked") ? ", masked" : ""));
    add("</g>\n");
  }

  private void line(double x, double y, String text) {
    add(
        "<text x=\"%s\" y=\"%s\">%s</text>\n",
        number(x), number(y), Html.escape(shortened(text, MOST_DETAIL)));
  }

  /** The colour that the set has in the charts, with their stripes. */
  private void bar(SetInstance i, double x, double y, double height) {
    if (!fills.has(i.set().name())) {
      return;
    }
    List<Object> fill = fills.list().get(fills.of(i.set().name()));
    add(
        "<rect class=\"fill\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>",
        number(x), number(y), number(BAR), number(height), fill.get(1));
    int stripes = (Integer) fill.get(2);
    for (double at = y; stripes > 0 && at + BAR <= y + height; at += BAR) {
      String d = "M" + point(x, at + BAR) + " L" + point(x + BAR, at);
      if (stripes > 1) {
        d += " M" + point(x, at) + " L" + point(x + BAR, at + BAR);
      }
      add("<path class=\"stripe\" d=\"%s\"/>", d);
    }
    add("\n");
  }

  private String waits(SetInstance i) {
    List<String> before = new ArrayList<>();
    for (int[] ids : new int[][] {graph.predecessors(i.id()), graph.indexPredecessors(i.id())}) {
      for (int id : ids) {
        before.add(graph.instance(id).label());
      }
    }
    if (before.isEmpty()) {
      return ", waits for nothing";
    }
    int most = 8;
    String more = before.size() > most ? " and " + (before.size() - most) + " more" : "";
    return ", waits for "
        + String.join(", ", before.subList(0, Math.min(most, before.size())))
        + more;
  }

  private static String needs(SetInstance i) {
    Resources r = i.set().resources();
    String each =
        (r.processes() > 1 ? r.processes() + " × " : "")
            + r.slots()
            + (r.slots() == 1 ? " slot" : " slots")
            + (r.gpus() == 0 ? "" : ", " + r.gpus() + (r.gpus() == 1 ? " GPU" : " GPUs"));
    return i.set().tasks() + (i.set().tasks() == 1 ? " task × " : " tasks × ") + each;
  }

  private static String time(Duration time) {
    return Format.seconds(time.meanSeconds())
        + (time.isConstant() ? "" : " ± " + Format.seconds(time.sdSeconds()))
        + " s";
  }

  private static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static String point(double x, double y) {
    return number(x) + "," + number(y);
  }

  private static String number(double value) {
    return Format.plain(Math.rint(value * 10) / 10);
  }

  private void add(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }
}
