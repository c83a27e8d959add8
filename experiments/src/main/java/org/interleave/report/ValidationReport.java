package org.interleave.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.calibration.Part;
import org.interleave.interchange.Json;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.validation.Validation;
import org.interleave.validation.Validation.Pair;
import org.interleave.validation.Validation.Quantity;

/** Predicted, simulated and measured, side by side. */
public final class ValidationReport {

  private static final String INTERVAL = "95 % interval, +/-";
  private static final String AS_RUN = "simulated, as tasks took";

  private final Spec spec;
  private final String heading;
  private final Validation validation;
  private final List<String> notes;
  private final double timeScale;

  /**
   * A report.
   *
   * @param spec with the overheads that the simulation used
   * @param timeScale of the durations
   * @param heading the first line of the text
   * @param notes what a reader should know of how the figures came about
   */
  public ValidationReport(
      Spec spec, double timeScale, String heading, Validation validation, List<String> notes) {
    this.spec = spec;
    this.timeScale = timeScale;
    this.heading = heading;
    this.validation = validation;
    this.notes = List.copyOf(notes);
  }

  /** The comparison for machines. */
  public Json json() {
    Pair<Double> predicted = validation.predicted();
    Json errors = Json.object();
    validation.errors().forEach((q, error) -> errors.put(key(q), error));
    Json json = Json.object();
    json.put("workflow", spec.workflow().name())
        .put("cluster", spec.cluster().name())
        .put("overheads", spec.overheads().name())
        .put("policy", spec.policy().label())
        .put(
            "predicted",
            Json.object()
                .put("sequentialSeconds", predicted.sequential())
                .put("asynchronousSeconds", predicted.asynchronous())
                .put("improvement", 1 - predicted.asynchronous() / predicted.sequential()))
        .put("simulated", pair(validation.simulated()))
        .put("simulatedWithOverheads", pair(validation.simulatedWithOverheads().get(0)))
        .put("simulatedWithOverheadsDraws", validation.simulatedWithOverheads().size())
        .put("simulatedWithOverheadsMean", means(validation::simulatedWithOverheads))
        .put("simulatedHalfWidth", means(validation::simulatedHalfWidth))
        .put("simulatedAsRun", pairs(validation.simulatedAsRun()))
        .put("simulatedAsRunMean", means(validation::simulatedAsRun))
        .put("measured", pairs(validation.measured()))
        .put("measuredMean", means(validation::measured))
        .put("measuredHalfWidth", means(validation::measuredHalfWidth))
        .put("errors", errors)
        .put("notes", notes);
    return Trust.put(json, spec, timeScale).put("provenance", PredictionReport.provenance(spec));
  }

  private static Json means(ToDoubleFunction<Quantity> mean) {
    Json means = Json.object();
    for (Quantity q : Quantity.values()) {
      means.put(key(q), mean.applyAsDouble(q));
    }
    return means;
  }

  private static List<Json> pairs(List<Pair<Outcome>> pairs) {
    return pairs.stream().map(ValidationReport::pair).toList();
  }

  private static String key(Quantity q) {
    return switch (q) {
      case SEQUENTIAL_TTX -> "sequentialTtx";
      case ASYNCHRONOUS_TTX -> "asynchronousTtx";
      case SEQUENTIAL_SPAN -> "sequentialSpan";
      case ASYNCHRONOUS_SPAN -> "asynchronousSpan";
      case IMPROVEMENT -> "improvement";
      case SPAN_IMPROVEMENT -> "spanImprovement";
    };
  }

  private static Json pair(Pair<Outcome> runs) {
    return Json.object()
        .put("sequential", MetricsReport.json(runs.sequential().metrics()))
        .put("asynchronous", MetricsReport.json(runs.asynchronous().metrics()))
        .put("improvement", Quantity.IMPROVEMENT.of(runs))
        .put("spanImprovement", Quantity.SPAN_IMPROVEMENT.of(runs));
  }

  /** The comparison for people. */
  public String text() {
    StringBuilder out = new StringBuilder(heading).append("\n\n").append(times().text());
    out.append('\n').append(use().text());
    notes.forEach(n -> out.append("note: ").append(n).append('\n'));
    return out.append(Trust.line(spec, timeScale)).toString();
  }

  private Table times() {
    Table t = Table.of("", "TTX seq [s]", "TTX async", "I", "span seq", "span async", "I on spans");
    Pair<Double> p = validation.predicted();
    t.row(
        "predicted, closed form",
        Format.seconds(p.sequential()),
        Format.seconds(p.asynchronous()),
        Format.ratio(1 - p.asynchronous() / p.sequential()),
        "-",
        "-",
        "-");
    row(t, "simulated, no overheads", validation.simulated());
    boolean overheads = !spec.overheads().equals(Overheads.NONE);
    if (overheads) {
      cells(t, "simulated, " + spec.overheads().name(), validation::simulatedWithOverheads);
    }
    if (validation.simulatedByLearning().size() > 1) {
      cells(t, INTERVAL, validation::simulatedHalfWidth);
    }
    cells(t, AS_RUN, validation::simulatedAsRun);
    int number = 0;
    for (Pair<Outcome> pair : validation.measured()) {
      number++;
      row(t, validation.measured().size() == 1 ? "measured" : "measured #" + number, pair);
    }
    if (number > 1) {
      cells(t, "measured, mean", validation::measured);
      cells(t, INTERVAL, validation::measuredHalfWidth);
    }
    errors(
        t,
        "error of the closed form",
        Map.of(
            Quantity.SEQUENTIAL_TTX, p.sequential(),
            Quantity.ASYNCHRONOUS_TTX, p.asynchronous(),
            Quantity.IMPROVEMENT, 1 - p.asynchronous() / p.sequential()));
    errors(t, "error without overheads", values(q -> q.of(validation.simulated())));
    if (overheads) {
      errors(
          t, "error with " + spec.overheads().name(), values(validation::simulatedWithOverheads));
    }
    errors(t, "error as tasks took", values(validation::simulatedAsRun));
    return t;
  }

  private static Map<Quantity, Double> values(ToDoubleFunction<Quantity> value) {
    Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
    for (Quantity q : Quantity.values()) {
      values.put(q, value.applyAsDouble(q));
    }
    return values;
  }

  private void errors(Table t, String name, Map<Quantity, Double> values) {
    String[] cells = new String[7];
    cells[0] = name;
    int c = 1;
    for (Quantity q : COLUMNS) {
      Double value = values.get(q);
      double error = value == null ? Double.NaN : q.error(value, validation.measured(q));
      cells[c++] =
          q.isTime()
              ? Format.deviation(error)
              : Double.isFinite(error) ? (error > 0 ? "+" : "") + Format.ratio(error) : "-";
    }
    t.row(cells);
  }

  private static final List<Quantity> COLUMNS =
      List.of(
          Quantity.SEQUENTIAL_TTX,
          Quantity.ASYNCHRONOUS_TTX,
          Quantity.IMPROVEMENT,
          Quantity.SEQUENTIAL_SPAN,
          Quantity.ASYNCHRONOUS_SPAN,
          Quantity.SPAN_IMPROVEMENT);

  private static void row(Table t, String name, Pair<Outcome> runs) {
    cells(t, name, q -> q.of(runs));
  }

  private static void cells(Table t, String name, ToDoubleFunction<Quantity> value) {
    String[] cells = new String[7];
    cells[0] = name;
    int c = 1;
    for (Quantity q : COLUMNS) {
      double v = value.applyAsDouble(q);
      cells[c++] = q.isTime() ? Format.seconds(v) : Format.ratio(v);
    }
    t.row(cells);
  }

  private Table use() {
    Table t =
        Table.of(
            "", "CPU seq", "CPU async", "GPU seq", "GPU async", "tasks/s seq", "tasks/s async");
    use(t, "simulated, no overheads", validation.simulated());
    if (!spec.overheads().equals(Overheads.NONE)) {
      use(t, "simulated, " + spec.overheads().name(), validation.simulatedWithOverheads().get(0));
    }
    int number = 0;
    for (Pair<Outcome> pair : validation.measured()) {
      number++;
      use(t, validation.measured().size() == 1 ? "measured" : "measured #" + number, pair);
    }
    return t;
  }

  private static void use(Table t, String name, Pair<Outcome> runs) {
    Metrics s = runs.sequential().metrics();
    Metrics a = runs.asynchronous().metrics();
    t.row(
        name,
        Format.percent(s.cpuUtilization()),
        Format.percent(a.cpuUtilization()),
        Format.percent(s.gpuUtilization()),
        Format.percent(a.gpuUtilization()),
        Format.ratio(s.tasksPerSecond()),
        Format.ratio(a.tasksPerSecond()));
  }

  /** The parts of measured overheads, for people. */
  public static Table overheads(List<Part> parts) {
    Table t = Table.of("overhead", "mean", "unit", "5 %", "95 %", "observed", "as");
    for (Part p : parts) {
      if (p.observations() == 0) {
        continue; // the file says none
      }
      boolean rate = !p.unit().equals("s");
      t.row(
          p.name(),
          Format.fixed(p.value(), rate ? 1 : 4),
          p.unit(),
          Format.fixed(p.low(), rate ? 1 : 4),
          Format.fixed(p.high(), rate ? 1 : 4),
          Integer.toString(p.observations()),
          p.form());
    }
    return t;
  }

  /** The parts of measured overheads, for machines. */
  public static List<Json> overheadsJson(List<Part> parts) {
    return parts.stream()
        .map(
            p ->
                Json.object()
                    .put("name", p.name())
                    .put("value", p.value())
                    .put("unit", p.unit())
                    .put("low", p.low())
                    .put("high", p.high())
                    .put("sd", p.sd())
                    .put("observations", p.observations())
                    .put("form", p.form()))
        .toList();
  }
}
