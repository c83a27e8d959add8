package org.interleave.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Version;
import org.interleave.interchange.Json;
import org.interleave.interchange.ResultFile.Figures;
import org.interleave.trace.Metrics;
import org.interleave.trace.Metrics.SetFigures;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.validation.Divergence;
import org.jspecify.annotations.Nullable;

/** Runs and predictions side by side; I and where they part refer to the first of them. */
public final class ComparisonReport {

  /**
   * What is compared.
   *
   * @param figures with the name for people
   * @param trace or null where only figures are known
   */
  public record Compared(Figures figures, @Nullable Trace trace) {

    /** A trace. */
    public static Compared of(String name, Trace trace) {
      Metrics m = Metrics.of(trace);
      return new Compared(
          new Figures(
              name,
              m.ttxSeconds(),
              m.spanSeconds(),
              m.cpuUtilization(),
              m.gpuUtilization(),
              m.tasksPerSecond()),
          trace);
    }
  }

  private record Times(double first, double last, double mean) {}

  private final List<Compared> runs;
  private final double tolerance;
  private final Map<String, Map<String, Times>> sets = new LinkedHashMap<>();

  /**
   * A comparison.
   *
   * @param runs two or more, each with a name of its own
   * @param tolerance up to which times count as the same, in seconds
   */
  public ComparisonReport(List<Compared> runs, double tolerance) {
    this.runs = List.copyOf(runs);
    this.tolerance = tolerance;
    for (Compared run : runs) {
      Trace trace = run.trace();
      if (trace != null) {
        Map<String, double[]> durations = new LinkedHashMap<>();
        for (TaskRecord r : trace.records()) {
          double[] sum =
              durations.computeIfAbsent(r.label(trace.header().iterations()), k -> new double[2]);
          sum[0] += (r.endedMicros() - r.startedMicros()) / 1e6;
          sum[1]++;
        }
        for (SetFigures s : Metrics.of(trace).sets()) {
          double[] sum = durations.getOrDefault(s.label(), new double[] {0, 1});
          sets.computeIfAbsent(s.label(), l -> new LinkedHashMap<>())
              .put(
                  run.figures().name(),
                  new Times(s.startSeconds(), s.endSeconds(), sum[0] / sum[1]));
        }
      }
    }
  }

  /** Where each run parts from the first, by the name of the run. */
  public Map<String, List<Divergence>> divergences() {
    Map<String, List<Divergence>> all = new LinkedHashMap<>();
    Trace first = runs.get(0).trace();
    for (Compared run : runs.subList(1, runs.size())) {
      Trace other = run.trace();
      if (first != null && other != null) {
        all.put(run.figures().name(), Divergence.of(first, other, tolerance));
      }
    }
    return all;
  }

  /** The comparison as text. */
  public String text() {
    Figures base = runs.get(0).figures();
    Table t = Table.of("", "TTX [s]", "span [s]", "I", "I on spans", "CPU", "GPU", "tasks/s");
    for (Compared run : runs) {
      Figures f = run.figures();
      boolean first = run.equals(runs.get(0));
      t.row(
          f.name(),
          Format.seconds(f.ttxSeconds()),
          Format.seconds(f.spanSeconds()),
          first ? "-" : Format.ratio(1 - f.ttxSeconds() / base.ttxSeconds()),
          first ? "-" : Format.ratio(1 - f.spanSeconds() / base.spanSeconds()),
          Format.percent(f.cpuUtilization()),
          Format.percent(f.gpuUtilization()),
          Format.ratio(f.tasksPerSecond()));
    }
    StringBuilder out = new StringBuilder(t.text());
    out.append("(I: over ").append(base.name()).append(")\n\n");
    if (!sets.isEmpty()) {
      out.append(sets().text()).append('\n');
    }
    divergences().forEach((name, all) -> out.append(parting(base.name(), name, all)));
    return out.toString();
  }

  private static String parting(String base, String name, List<Divergence> all) {
    StringBuilder out = new StringBuilder();
    if (all.isEmpty()) {
      return out.append(name).append(" is the same as ").append(base).append('\n').toString();
    }
    Divergence first = all.get(0);
    out.append(base)
        .append(" and ")
        .append(name)
        .append(" part at ")
        .append(Format.fixed(first.atSeconds(), 3))
        .append(" s by ")
        .append(first.reason().label())
        .append(": ")
        .append(first.task())
        .append(' ')
        .append(first.what())
        .append('\n');
    for (Divergence later : all.subList(1, all.size())) {
      out.append("  then, perhaps because of it, by ")
          .append(later.reason().label())
          .append(" at ")
          .append(Format.fixed(later.atSeconds(), 3))
          .append(" s: ")
          .append(later.task())
          .append(' ')
          .append(later.what())
          .append('\n');
    }
    return out.toString();
  }

  private Table sets() {
    List<String> heading = new ArrayList<>(List.of("set", "run", "first start", "last end"));
    heading.add("mean duration [s]");
    Table t = Table.of(heading.toArray(String[]::new));
    sets.forEach(
        (set, of) -> {
          String[] name = {set};
          for (Compared run : runs) {
            Times times = of.get(run.figures().name());
            if (run.trace() != null) {
              t.row(
                  name[0],
                  run.figures().name(),
                  times == null ? "-" : Format.seconds(times.first()),
                  times == null ? "-" : Format.seconds(times.last()),
                  times == null ? "-" : Format.fixed(times.mean(), 3));
              Arrays.fill(name, "");
            }
          }
        });
    return t;
  }

  /** The comparison as an object. */
  public Json json() {
    Figures base = runs.get(0).figures();
    List<Json> all = new ArrayList<>();
    for (Compared run : runs) {
      Figures f = run.figures();
      all.add(
          Json.object()
              .put("name", f.name())
              .put("ttxSeconds", f.ttxSeconds())
              .put("spanSeconds", f.spanSeconds())
              .put("improvement", 1 - f.ttxSeconds() / base.ttxSeconds())
              .put("spanImprovement", 1 - f.spanSeconds() / base.spanSeconds())
              .put("cpuUtilization", f.cpuUtilization())
              .put("gpuUtilization", f.gpuUtilization())
              .put("tasksPerSecond", f.tasksPerSecond()));
    }
    List<Json> rows = new ArrayList<>();
    sets.forEach(
        (set, of) ->
            of.forEach(
                (run, times) ->
                    rows.add(
                        Json.object()
                            .put("set", set)
                            .put("run", run)
                            .put("startSeconds", times.first())
                            .put("endSeconds", times.last())
                            .put("meanDurationSeconds", times.mean()))));
    List<Json> parting = new ArrayList<>();
    divergences()
        .forEach(
            (name, found) ->
                parting.add(
                    Json.object()
                        .put("from", base.name())
                        .put("run", name)
                        .put("same", found.isEmpty())
                        .put("first", found.stream().map(ComparisonReport::json).toList())));
    return Json.object()
        .put("runs", all)
        .put("sets", rows)
        .put("divergences", parting)
        .put("toleranceSeconds", tolerance)
        .put("provenance", Json.object().put("version", Version.current().toString()));
  }

  private static Json json(Divergence d) {
    return Json.object()
        .put("atSeconds", d.atSeconds())
        .put("reason", d.reason().label())
        .put("task", d.task())
        .put("what", d.what());
  }
}
