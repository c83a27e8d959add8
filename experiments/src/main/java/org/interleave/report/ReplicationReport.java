package org.interleave.report;

import java.util.List;
import org.interleave.analysis.Prediction;
import org.interleave.interchange.Json;
import org.interleave.simulation.Estimate;
import org.interleave.simulation.Proportion;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Replications.Measure;
import org.interleave.spec.Spec;
import org.interleave.workflow.WorkflowGraph;

/** What replications yield, for people and for machines. */
public final class ReplicationReport {

  private static final String SEQUENTIAL = "sequential";

  private final Spec spec;
  private final Prediction prediction;
  private final List<String> names;
  private final String baseline;
  private final Replications made;
  private final long seed;
  private final boolean antithetic;

  /**
   * A report.
   *
   * @param names of the scenarios, in the order in which they were replicated
   */
  public ReplicationReport(
      Spec spec,
      List<String> names,
      String baseline,
      Replications made,
      long seed,
      boolean antithetic) {
    this.spec = spec;
    this.prediction =
        Prediction.of(
            WorkflowGraph.of(spec.workflow()),
            spec.cluster(),
            spec.policy().placement().pooled(),
            spec.overheads(),
            spec.masked());
    this.names = List.copyOf(names);
    this.baseline = baseline;
    this.made = made;
    this.seed = seed;
    this.antithetic = antithetic;
  }

  /** What the closed form says of a scenario's TTX; NaN for pipelines, of which it says nothing. */
  private double closedForm(int scenario) {
    String name = names.get(scenario);
    if (name.equals(SEQUENTIAL)) {
      return switch (baseline) {
        case "stages" -> prediction.sequential().stagesSeconds();
        case "sets" -> prediction.sequential().setsSeconds();
        default -> prediction.sequential().ranksSeconds();
      };
    }
    return name.equals("asynchronous") ? prediction.correctedSeconds() : Double.NaN;
  }

  private boolean hasBaseline() {
    return names.get(0).equals(SEQUENTIAL) && names.size() > 1;
  }

  /** Means and intervals as an object. */
  public Json json() {
    Json json =
        Json.object()
            .put("workflow", spec.workflow().name())
            .put("cluster", spec.cluster().name())
            .put("overheads", spec.overheads().name())
            .put("policy", spec.policy().label())
            .put("baseline", baseline)
            .put("seed", seed)
            .put("replications", made.count())
            .put("antithetic", antithetic)
            .put("confidence", Estimate.CONFIDENCE);
    for (int s = 0; s < names.size(); s++) {
      Json measures = Json.object();
      for (Measure m : Measure.values()) {
        measures.put(m.key(), estimate(made.estimate(s, m)));
      }
      double mean = made.estimate(s, Measure.TTX).mean();
      measures
          .put("closedFormSeconds", closedForm(s))
          .put("closedFormError", closedForm(s) / mean - 1);
      json.put(names.get(s), measures);
    }
    if (hasBaseline()) {
      for (int s = 1; s < names.size(); s++) {
        boolean main = names.get(s).equals("asynchronous");
        String prefix = main ? "" : names.get(s) + "/";
        json.put(prefix + "improvement", estimate(made.improvement(s)));
        json.put(prefix + "spanImprovement", estimate(made.spanImprovement(s)));
        json.put(prefix + "savedSeconds", estimate(made.saving(s)));
        Proportion p = made.gains(s);
        json.put(
            prefix + "probabilityOfGain",
            Json.object()
                .put("mean", p.share())
                .put("low", p.low())
                .put("high", p.high())
                .put("gains", p.successes())
                .put("of", p.n()));
      }
    }
    return Trust.put(json, spec, 1).put("provenance", PredictionReport.provenance(spec));
  }

  private static Json estimate(Estimate e) {
    return Json.object()
        .put("mean", e.mean())
        .put("low", e.low())
        .put("high", e.high())
        .put("sd", e.sd());
  }

  /** Means and intervals as text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(MetricsReport.heading(spec, seed))
        .append(", ")
        .append(made.count())
        .append(antithetic ? " replications in antithetic pairs\n\n" : " replications\n\n");
    Table t =
        Table.of(
            "mean, +- half of the 95% interval",
            "TTX [s]", "span [s]", "CPU", "GPU", "closed form", "its error");
    for (int s = 0; s < names.size(); s++) {
      t.row(
          names.get(s),
          interval(made.estimate(s, Measure.TTX), 1, 2),
          interval(made.estimate(s, Measure.SPAN), 1, 2),
          percents(made.estimate(s, Measure.CPU)),
          percents(made.estimate(s, Measure.GPU)),
          Format.seconds(closedForm(s)),
          Format.deviation(closedForm(s) / made.estimate(s, Measure.TTX).mean() - 1));
    }
    out.append(t.text());
    if (hasBaseline()) {
      out.append('\n');
      for (int s = 1; s < names.size(); s++) {
        Estimate i = made.improvement(s);
        Proportion p = made.gains(s);
        out.append("I of ")
            .append(names.get(s))
            .append(" over sequential/")
            .append(baseline)
            .append(": ")
            .append(Format.fixed(i.mean(), 4))
            .append(" (")
            .append(Format.fixed(i.low(), 4))
            .append(" to ")
            .append(Format.fixed(i.high(), 4))
            .append("); P(I > 0) = ")
            .append(Format.ratio(p.share()))
            .append(" (")
            .append(Format.ratio(p.low()))
            .append(" to ")
            .append(Format.ratio(p.high()))
            .append(")\n");
      }
    }
    return out.append(Trust.line(spec)).toString();
  }

  private static String percents(Estimate e) {
    return Double.isFinite(e.mean()) ? interval(e, 100, 2) + " %" : "-";
  }

  private static String interval(Estimate e, double factor, int decimals) {
    return Format.fixed(factor * e.mean(), decimals)
        + " +- "
        + Format.fixed(factor * e.halfWidth(), decimals);
  }
}
