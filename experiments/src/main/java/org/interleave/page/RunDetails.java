package org.interleave.page;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.explain.CriticalChain;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.explain.SetWaits;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import org.interleave.trace.Metrics;
import org.interleave.workflow.WorkflowGraph;

/** What is told of one run: the workflow's graph, what its sets waited for, the critical chain. */
final class RunDetails {

  /** Of more runs with one axis no graphs are drawn: they would make the page large. */
  private static final int MOST_DRAWN = 24;

  private static final String UNKNOWN =
      "<p class=\"note\">What waits for what is not known: no specification of this workflow lies"
          + " beside the trace; --spec names one.</p>\n";

  private final int place;
  private final PageRun run;
  private final Fills fills;
  private final List<Link> chain;

  private RunDetails(int place, PageRun run, Fills fills) {
    this.place = place;
    this.run = run;
    this.fills = fills;
    this.chain = CriticalChain.of(run.trace(), run.graph());
  }

  /** The details of the run at a place of its group. */
  static String html(int place, PageRun run, Fills fills) {
    return new RunDetails(place, run, fills).html();
  }

  private String html() {
    return "<div class=\"details\" data-run=\""
        + place
        + "\">\n"
        + heading("the workflow")
        + graph()
        + heading("what each set waited for")
        + scrolled("Waits", sets())
        + (run.graph() == null
            ? ""
            : "<p class=\"note\">Means over the tasks of a set. For dependencies: from the beginning"
                + " of the run until all was done that its tasks depend on; barriers and gaps: from"
                + " then until they were ready, which only the way of execution adds (for the first sets"
                + " it is the bootstrap); for resources: from then until dispatched.</p>\n")
        + heading("the critical chain in time")
        + scrolled("Critical chain", chain())
        + "</div>\n";
  }

  private String heading(String what) {
    return "<h4>" + Html.escape(run.name()) + ": " + what + "</h4>\n";
  }

  private static String scrolled(String label, String table) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
        + label
        + "\">"
        + table
        + "</div>\n";
  }

  private String graph() {
    WorkflowGraph graph = run.graph();
    if (graph == null) {
      return UNKNOWN;
    }
    return place < MOST_DRAWN
        ? DagDrawing.html(graph, run.metrics(), chain, fills)
        : "<p class=\"note\">Graphs are drawn for the first " + MOST_DRAWN + " runs only.</p>\n";
  }

  private String sets() {
    WorkflowGraph graph = run.graph();
    Set<String> critical = new HashSet<>();
    chain.forEach(l -> critical.add(l.set()));
    Map<String, SetWaits> waits = new LinkedHashMap<>();
    SetWaits.of(run.trace()).forEach(w -> waits.put(w.set(), w));
    Map<String, DependencyWaits.Wait> before =
        graph == null ? Map.of() : DependencyWaits.of(run.trace(), graph);
    Table table =
        Table.of(
            "set",
            "tasks done",
            "for dependencies [s]",
            "barriers and gaps [s]",
            "ready [s]",
            "for resources, mean [s]",
            "longest [s]",
            "in the launcher, mean [s]",
            "first start [s]",
            "last end [s]",
            "held by",
            "critical");
    for (Metrics.SetFigures s : run.metrics().sets()) {
      SetWaits w = waits.get(s.label());
      DependencyWaits.Wait d = before.get(s.label());
      table.row(
          s.label(),
          Integer.toString(s.tasks()),
          d == null ? "-" : Format.seconds(d.dependencySeconds()),
          d == null ? "-" : Format.seconds(d.barrierSeconds()),
          w == null ? "-" : Format.seconds(w.readySeconds()),
          w == null ? "-" : Format.seconds(w.resourceSeconds()),
          w == null ? "-" : Format.seconds(w.longestResourceSeconds()),
          w == null ? "-" : Format.seconds(w.overheadSeconds()),
          Format.seconds(s.startSeconds()),
          Format.seconds(s.endSeconds()),
          w == null ? "" : String.join(", ", w.holders()),
          critical.contains(s.label()) ? "yes" : "masked");
    }
    return table.html();
  }

  private String chain() {
    Table table = Table.of("set", "tasks in a row", "from [s]", "to [s]", "why then", "gap [s]");
    for (int i = 0; i < chain.size(); i++) {
      Link l = chain.get(i);
      table.row(
          l.set(),
          Integer.toString(l.tasks()),
          Format.seconds(l.startSeconds()),
          Format.seconds(l.endSeconds()),
          i == 0 ? l.reason().words() : l.reason().words() + " " + chain.get(i - 1).set(),
          Format.seconds(l.gapSeconds()));
    }
    return table.html();
  }
}
