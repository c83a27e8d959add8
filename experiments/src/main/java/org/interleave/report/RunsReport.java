package org.interleave.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Outcome;
import org.interleave.interchange.Json;
import org.interleave.scheduling.ExecutionMode;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;

/** Runs of one workload in several modes, and what the asynchronous ones gain. */
public final class RunsReport {

  private final Spec spec;
  private final String heading;
  private final String baseline;
  private final long seed;
  private final Map<String, Outcome> runs;

  /**
   * A report.
   *
   * @param heading the first line of the text
   * @param baseline the label of the sequential baseline that improvements refer to
   * @param runs by name; the sequential one that improvements refer to is called {@code sequential}
   */
  public RunsReport(
      Spec spec, String heading, String baseline, long seed, Map<String, Outcome> runs) {
    this.spec = spec;
    this.heading = heading;
    this.baseline = baseline;
    this.seed = seed;
    this.runs = new LinkedHashMap<>(runs);
  }

  /** Whether asynchronous execution was slower than sequential. */
  public boolean asynchronousIsSlower() {
    Outcome sequential = runs.get(ExecutionMode.SEQUENTIAL.label());
    Outcome asynchronous = runs.get(ExecutionMode.ASYNCHRONOUS.label());
    return sequential != null
        && asynchronous != null
        && comparable(asynchronous, sequential)
        && asynchronous.metrics().improvementOver(sequential.metrics()) < 0;
  }

  private static boolean comparable(Outcome run, Outcome sequential) {
    return run.complete() && sequential.complete();
  }

  /** The report for machines: an object a run, {@code improvement}, notes and provenance. */
  public Json json(List<String> notes) {
    Json json =
        Json.object()
            .put("workflow", spec.workflow().name())
            .put("cluster", spec.cluster().name())
            .put("overheads", spec.overheads().name())
            .put("policy", spec.policy().label())
            .put("baseline", baseline)
            .put("seed", seed);
    runs.forEach((name, outcome) -> json.put(name, MetricsReport.json(outcome.metrics())));
    Outcome sequential = runs.get(ExecutionMode.SEQUENTIAL.label());
    if (sequential != null) {
      runs.forEach(
          (name, outcome) -> {
            if (!comparable(outcome, sequential)) {
              return;
            }
            if (name.equals(ExecutionMode.ASYNCHRONOUS.label())) {
              improvement(json, "", outcome.metrics(), sequential.metrics());
            } else if (name.equals(ExecutionMode.PST.label())) {
              improvement(json, "pst", outcome.metrics(), sequential.metrics());
            }
          });
    }
    boolean complete = runs.values().stream().allMatch(Outcome::complete);
    return Trust.put(json.put("complete", complete).put("notes", notes), spec, 1)
        .put("provenance", PredictionReport.provenance(spec));
  }

  private static void improvement(Json json, String prefix, Metrics run, Metrics sequential) {
    String key = prefix.isEmpty() ? "improvement" : prefix + "Improvement";
    String spanKey = prefix.isEmpty() ? "spanImprovement" : prefix + "SpanImprovement";
    json.put(key, run.improvementOver(sequential));
    json.put(spanKey, run.spanImprovementOver(sequential));
  }

  /** The report for people. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(heading)
        .append("\n\n")
        .append(
            MetricsReport.table(
                    List.copyOf(runs.keySet()),
                    runs.values().stream().map(Outcome::metrics).toList())
                .text());
    Outcome sequential = runs.get(ExecutionMode.SEQUENTIAL.label());
    if (sequential != null) {
      out.append('\n');
      runs.forEach(
          (name, outcome) -> {
            if (comparable(outcome, sequential)
                && !name.startsWith(ExecutionMode.SEQUENTIAL.label())) {
              out.append("I of ")
                  .append(name)
                  .append(" over sequential/")
                  .append(baseline)
                  .append(": ")
                  .append(Format.ratio(outcome.metrics().improvementOver(sequential.metrics())))
                  .append(" on TTX, ")
                  .append(Format.ratio(outcome.metrics().spanImprovementOver(sequential.metrics())))
                  .append(" on span\n");
            }
          });
    }
    return out.append(Trust.line(spec)).toString();
  }
}
