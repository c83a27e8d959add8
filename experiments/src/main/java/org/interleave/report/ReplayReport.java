package org.interleave.report;

import java.util.List;
import org.interleave.Version;
import org.interleave.interchange.Json;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.Violation;
import org.interleave.validation.Replay;
import org.interleave.validation.Replay.SetComparison;

/** A replay for people and for machines. */
public final class ReplayReport {

  private final String source;
  private final Replay replay;

  /** A report of one replay; {@code source} says of what. */
  public ReplayReport(String source, Replay replay) {
    this.source = source;
    this.replay = replay;
  }

  /** The whole comparison as an object. */
  public Json json() {
    TraceHeader h = replay.simulated().header();
    return Json.object()
        .put("source", source)
        .put("cluster", h.cluster().name())
        .put("overheads", h.overheads())
        .put("policy", h.policy())
        .put("recorded", MetricsReport.json(replay.recordedMetrics()))
        .put("simulated", MetricsReport.json(replay.simulatedMetrics()))
        .put("spanError", replay.spanError())
        .put("largestSetError", replay.largestSetError())
        .put("sets", replay.sets().stream().map(ReplayReport::set).toList())
        .put("violations", replay.violations().stream().map(Violation::message).toList())
        .put("assumptions", replay.assumptions())
        .put("provenance", Json.object().put("version", Version.current().toString()));
  }

  private static Json set(SetComparison s) {
    return Json.object()
        .put("set", s.recorded().label())
        .put("tasks", s.recorded().tasks())
        .put("recordedStartSeconds", s.recorded().startSeconds())
        .put("simulatedStartSeconds", s.simulated().startSeconds())
        .put("recordedEndSeconds", s.recorded().endSeconds())
        .put("simulatedEndSeconds", s.simulated().endSeconds())
        .put("recordedNodes", s.recorded().nodes())
        .put("simulatedNodes", s.simulated().nodes())
        .put("sameNodes", s.sameNodes());
  }

  /** The comparison as text. */
  public String text() {
    TraceHeader h = replay.simulated().header();
    Metrics r = replay.recordedMetrics();
    Metrics s = replay.simulatedMetrics();
    StringBuilder out = new StringBuilder();
    out.append(source)
        .append(": ")
        .append(r.tasks())
        .append(" tasks; simulated on ")
        .append(h.cluster().name())
        .append(" with overheads ")
        .append(h.overheads())
        .append(", policy ")
        .append(h.policy())
        .append("\n\n")
        .append(MetricsReport.table(List.of("recorded", "simulated"), List.of(r, s)).text())
        .append("\nspan error ")
        .append(Format.deviation(replay.spanError()))
        .append("; largest error of a set's start or end ")
        .append(Format.percent(replay.largestSetError()))
        .append(" of the span\n(TTX of the record ends with the last freed slot: its tail is not")
        .append(" in the table)\n\n")
        .append(sets().text())
        .append('\n');
    if (replay.violations().isEmpty()) {
      out.append("checker: the recorded run is sound\n");
    } else {
      out.append("checker: in the recorded run (its nodes numbered from 0)\n");
      replay.violations().forEach(v -> out.append("  ").append(v.message()).append('\n'));
    }
    replay.assumptions().forEach(a -> out.append("assumed: ").append(a).append('\n'));
    return out.toString();
  }

  private Table sets() {
    Table t =
        Table.of(
            "set",
            "tasks",
            "start rec.",
            "start sim.",
            "end rec.",
            "end sim.",
            "nodes rec.",
            "nodes sim.");
    for (SetComparison c : replay.sets()) {
      t.row(
          c.recorded().label(),
          Integer.toString(c.recorded().tasks()),
          Format.seconds(c.recorded().startSeconds()),
          Format.seconds(c.simulated().startSeconds()),
          Format.seconds(c.recorded().endSeconds()),
          Format.seconds(c.simulated().endSeconds()),
          ranges(c.recorded().nodes()),
          c.sameNodes() ? "same" : ranges(c.simulated().nodes()));
    }
    return t;
  }

  /** Node numbers as the record counts them, from 1: "1-3 16". */
  static String ranges(List<Integer> nodes) {
    StringBuilder out = new StringBuilder();
    for (int from = 0; from < nodes.size(); ) {
      int to = from;
      while (to + 1 < nodes.size() && nodes.get(to + 1) == nodes.get(to) + 1) {
        to++;
      }
      out.append(out.isEmpty() ? "" : " ").append(nodes.get(from) + 1);
      if (to > from) {
        out.append('-').append(nodes.get(to) + 1);
      }
      from = to + 1;
    }
    return out.toString();
  }
}
