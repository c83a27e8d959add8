package org.interleave.page;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.interleave.Overheads;
import org.interleave.analysis.Prediction;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import org.interleave.report.Trust;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/** Runs beside what the closed form says of them, with its errors. */
final class Predictions {

  /** The closed form thinks in whole sets; of more it would take longer than the page is worth. */
  private static final int MOST_SETS = 5_000;

  private static final String MEASURED = "measured";

  /** What a prediction depends on beside the workflow. */
  private record Case(Spec spec, boolean overheads, double timeScale) {}

  private final Map<Case, Prediction> made = new HashMap<>();

  /** A table of those runs whose workflows are known; empty if there are none. */
  String html(List<PageRun> runs) {
    Map<Integer, PageRun> over = Improvements.of(runs);
    Table table =
        Table.of(
            "workflow",
            "run",
            "TTX, closed form [s]",
            "TTX [s]",
            "error",
            "I, closed form",
            "I",
            "error of I");
    int rows = 0;
    Map<String, String> verdicts = new TreeMap<>();
    Set<String> trust = new LinkedHashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      PageRun run = runs.get(i);
      Prediction p = of(run);
      double predicted = p == null ? Double.NaN : ttxSeconds(p, run);
      if (p == null || !Double.isFinite(predicted)) {
        continue;
      }
      Metrics m = run.metrics();
      PageRun sequential = over.get(i);
      double gain = sequential == null ? Double.NaN : 1 - predicted / ttxSeconds(p, sequential);
      double measured = sequential == null ? Double.NaN : m.improvementOver(sequential.metrics());
      table.row(
          run.trace().header().workflow(),
          run.name(),
          Format.seconds(predicted),
          Format.seconds(m.ttxSeconds()),
          Format.deviation(predicted / m.ttxSeconds() - 1),
          Format.ratio(gain),
          Format.ratio(measured),
          Double.isFinite(gain) && Double.isFinite(measured)
              ? (gain > measured ? "+" : "") + Format.ratio(gain - measured)
              : "-");
      trust.add(TrustNote.html(trust(run)));
      verdicts.putIfAbsent(run.trace().header().workflow(), verdict(p));
      rows++;
    }
    if (rows == 0) {
      return "";
    }
    StringBuilder out = new StringBuilder(table.html());
    if (runs.stream().anyMatch(r -> r.trace().header().overheads().equals(MEASURED))) {
      out.append(
          "<p class=\"note\">Beside executed runs the closed form is without overheads.</p>\n");
    }
    trust.forEach(out::append);
    verdicts.forEach(
        (workflow, verdict) ->
            out.append("<p class=\"note\">")
                .append(Html.escape(workflow + ": " + verdict))
                .append("</p>\n"));
    return out.toString();
  }

  private static String verdict(Prediction p) {
    int masked = p.masking().masked().size();
    return "DOA_dep "
        + p.asynchronicity().doaDep()
        + ", DOA_res "
        + p.asynchronicity().doaRes()
        + ", WLA "
        + p.asynchronicity().wla()
        + "; the closed form masks "
        + masked
        + (masked == 1 ? " set. " : " sets. ")
        + p.verdict()
        + "."
        + String.join("", p.warnings().stream().map(w -> " Note: " + w + ".").toList());
  }

  /** TTX of the mode of a run; NaN for pipelines, of which the closed form says nothing. */
  private static double ttxSeconds(Prediction p, PageRun run) {
    String mode = run.trace().header().mode();
    if (mode.equals("asynchronous")) {
      return p.correctedSeconds();
    }
    if (!run.isSequential()) {
      return Double.NaN;
    }
    return mode.endsWith("/sets")
        ? p.sequential().setsSeconds()
        : mode.endsWith("/stages") ? p.sequential().stagesSeconds() : p.sequential().ranksSeconds();
  }

  /** The prediction for a run, or null if it was made on another machine or at other costs. */
  private @Nullable Prediction of(PageRun run) {
    KnownWorkflow known = run.known();
    TraceHeader header = run.trace().header();
    if (known == null
        || known.graph().instances().size() > MOST_SETS
        || !known.spec().cluster().groups().equals(header.cluster().groups())) {
      return null;
    }
    Spec spec = known.spec();
    boolean none = isWithoutOverheads(header);
    if (!none && !header.overheads().equals(spec.overheads().name())) {
      return null;
    }
    return made.computeIfAbsent(new Case(spec, !none, run.timeScale()), Predictions::of);
  }

  /** What a real run cost beyond its tasks, no specification knows: there the form has none. */
  private static boolean isWithoutOverheads(TraceHeader header) {
    return header.overheads().equals(Overheads.NONE.name()) || header.overheads().equals(MEASURED);
  }

  /** How far the prediction for a run may be trusted; empty where that is not known. */
  private static String trust(PageRun run) {
    KnownWorkflow known = run.known();
    return known == null || isWithoutOverheads(run.trace().header())
        ? ""
        : Trust.line(known.spec(), run.timeScale());
  }

  /** Durations are scaled as in the run, overheads are as real as there. */
  private static Prediction of(Case c) {
    Workflow workflow = c.spec.workflow();
    Workflow scaled =
        c.timeScale == 1
            ? workflow
            : workflow.mapSets(s -> s.withTime(s.time().scaledBy(c.timeScale)));
    return Prediction.of(
        WorkflowGraph.of(scaled),
        c.spec.cluster(),
        c.spec.policy().placement().pooled(),
        c.overheads ? c.spec.overheads() : Overheads.NONE,
        c.spec.masked());
  }
}
