package org.interleave.report;

import java.util.List;
import java.util.Locale;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.explain.CriticalChain.Reason;
import org.interleave.explain.SetWaits;
import org.interleave.explain.WhatIf.Change;
import org.interleave.interchange.Json;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceHeader;

/** An explanation for people and for machines. */
public final class ExplanationReport {

  private static final int MOST_ROWS = 24;

  private final TraceHeader header;
  private final Metrics metrics;
  private final List<SetWaits> waits;
  private final List<Link> chain;
  private final List<Change> changes;

  /** An explanation put together from its parts; without {@code changes} none were tried. */
  public ExplanationReport(
      TraceHeader header,
      Metrics metrics,
      List<SetWaits> waits,
      List<Link> chain,
      List<Change> changes) {
    this.header = header;
    this.metrics = metrics;
    this.waits = List.copyOf(waits);
    this.chain = List.copyOf(chain);
    this.changes = List.copyOf(changes);
  }

  private List<String> masked() {
    List<String> critical = chain.stream().map(Link::set).toList();
    return waits.stream().map(SetWaits::set).filter(s -> !critical.contains(s)).toList();
  }

  /** Everything as an object. */
  public Json json() {
    return Json.object()
        .put("workflow", header.workflow())
        .put("engine", header.engine())
        .put("mode", header.mode())
        .put("policy", header.policy())
        .put("run", MetricsReport.json(metrics))
        .put("waits", waits.stream().map(ExplanationReport::wait).toList())
        .put("criticalChain", chain.stream().map(ExplanationReport::link).toList())
        .put("masked", masked())
        .put("changes", changes.stream().map(ExplanationReport::change).toList());
  }

  private static Json wait(SetWaits w) {
    return Json.object()
        .put("set", w.set())
        .put("tasks", w.tasks())
        .put("readySeconds", w.readySeconds())
        .put("startSeconds", w.startSeconds())
        .put("endSeconds", w.endSeconds())
        .put("meanResourceWaitSeconds", w.resourceSeconds())
        .put("longestResourceWaitSeconds", w.longestResourceSeconds())
        .put("meanOverheadWaitSeconds", w.overheadSeconds())
        .put("heldBy", w.holders());
  }

  private static Json link(Link l) {
    return Json.object()
        .put("set", l.set())
        .put("tasks", l.tasks())
        .put("startSeconds", l.startSeconds())
        .put("endSeconds", l.endSeconds())
        .put("reason", l.reason().name().toLowerCase(Locale.ROOT))
        .put("gapSeconds", l.gapSeconds());
  }

  private static Json change(Change c) {
    return Json.object()
        .put("what", c.what())
        .put("savedSeconds", c.savedSeconds().mean())
        .put("low", c.savedSeconds().low())
        .put("high", c.savedSeconds().high());
  }

  /** The explanation as text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(header.workflow())
        .append(", ")
        .append(header.mode())
        .append(" (")
        .append(header.engine())
        .append("), policy ")
        .append(header.policy())
        .append(": TTX ")
        .append(Format.seconds(metrics.ttxSeconds()))
        .append(" s\n\nWhat each set waited for\n")
        .append(waitsTable().text());
    more(out, waits.size());
    out.append("\nThe critical chain in time\n");
    chain(out);
    List<String> masked = masked();
    out.append("\nmasked (not on the chain): ")
        .append(
            masked.isEmpty()
                ? "nothing"
                : String.join(", ", masked.subList(0, Math.min(MOST_ROWS, masked.size()))))
        .append('\n');
    if (!changes.isEmpty()) {
      out.append("\nWhat would change TTX most, by simulation\n").append(changesTable().text());
    }
    return out.toString();
  }

  private Table waitsTable() {
    Table t =
        Table.of(
            "set",
            "tasks",
            "others done",
            "first start",
            "last end",
            "resources, mean",
            "longest",
            "launch, mean",
            "held by");
    waits.stream()
        .limit(MOST_ROWS)
        .forEach(
            w ->
                t.row(
                    w.set(),
                    Integer.toString(w.tasks()),
                    Format.seconds(w.readySeconds()),
                    Format.seconds(w.startSeconds()),
                    Format.seconds(w.endSeconds()),
                    Format.seconds(w.resourceSeconds()),
                    Format.seconds(w.longestResourceSeconds()),
                    Format.seconds(w.overheadSeconds()),
                    String.join(", ", w.holders())));
    return t;
  }

  private void chain(StringBuilder out) {
    int from = Math.max(0, chain.size() - MOST_ROWS);
    if (from > 0) {
      out.append("  ... ").append(from).append(" earlier links; --json lists them all\n");
    }
    for (int i = from; i < chain.size(); i++) {
      Link l = chain.get(i);
      out.append(
          String.format(
              Locale.ROOT,
              "  %10.2f - %10.2f s  %s%s: %s%s%s%n",
              l.startSeconds(),
              l.endSeconds(),
              l.set(),
              l.tasks() > 1 ? " (" + l.tasks() + " tasks in a row)" : "",
              l.reason().words(),
              l.reason() == Reason.BEGIN || i == 0 ? "" : " " + chain.get(i - 1).set(),
              l.gapSeconds() > 1e-6
                  ? ", " + Format.seconds(l.gapSeconds()) + " s of overheads between"
                  : ""));
    }
  }

  private Table changesTable() {
    Table t = Table.of("change", "TTX saved [s]", "95% interval");
    changes.stream()
        .limit(MOST_ROWS)
        .forEach(
            c ->
                t.row(
                    c.what(),
                    Format.seconds(c.savedSeconds().mean()),
                    c.savedSeconds().n() < 2 || c.savedSeconds().sd() == 0
                        ? "exact"
                        : Format.seconds(c.savedSeconds().low())
                            + " to "
                            + Format.seconds(c.savedSeconds().high())));
    return t;
  }

  private static void more(StringBuilder out, int all) {
    if (all > MOST_ROWS) {
      out.append("and ").append(all - MOST_ROWS).append(" more; --json lists them all\n");
    }
  }
}
