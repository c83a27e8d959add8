package org.interleave.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.Version;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.Bounds;
import org.interleave.analysis.Masking.MaskedSet;
import org.interleave.analysis.Prediction;
import org.interleave.interchange.Json;
import org.interleave.spec.Spec;
import org.jspecify.annotations.Nullable;

/** A prediction for people and for machines. */
public final class PredictionReport {

  private final Spec spec;
  private final Prediction p;
  private final List<String> notes;
  private final @Nullable Simulated simulated;

  /**
   * TTX as simulated, with durations that were drawn once.
   *
   * @param sequentialSeconds on the baseline of ranks
   * @param asynchronousSeconds of the asynchronous run
   */
  public record Simulated(double sequentialSeconds, double asynchronousSeconds) {
    double improvement() {
      return 1 - asynchronousSeconds / sequentialSeconds;
    }
  }

  /**
   * A report.
   *
   * @param simulated what a simulation says, or null where the closed form is not in doubt
   * @param notes what else there is to be said, such as that pipelines break dependencies
   */
  public PredictionReport(
      Spec spec, Prediction prediction, @Nullable Simulated simulated, List<String> notes) {
    this.simulated = simulated;
    this.spec = spec;
    this.p = prediction;
    this.notes = Stream.concat(prediction.warnings().stream(), notes.stream()).toList();
  }

  /** The whole prediction as an object. */
  public Json json() {
    Asynchronicity a = p.asynchronicity();
    Prediction.Sequential s = p.sequential();
    Bounds b = p.bounds();
    Json json = Json.object();
    json.put("workflow", spec.workflow().name())
        .put("cluster", spec.cluster().name())
        .put("overheads", spec.overheads().name())
        .put("doaDep", a.doaDep())
        .put("doaRes", a.doaRes())
        .put("doaResExact", a.doaResExact())
        .put("witness", a.witness())
        .put("binding", a.binding())
        .put("witnessPacksOnNodes", a.packs())
        .put("wla", a.wla())
        .put("width", a.width().size())
        .put("widthExact", a.width().exact())
        .put("resourcePermittedWidth", a.fittingWidth() - 1)
        .put("resourcePermittedWidthExact", a.fittingExact())
        .put(
            "sequential",
            Json.object()
                .put("ranksSeconds", s.ranksSeconds())
                .put("stagesSeconds", s.stagesSeconds())
                .put("setsSeconds", s.setsSeconds())
                .put("unrolledRanksSeconds", s.unrolledRanksSeconds()))
        .put(
            "asynchronous",
            Json.object()
                .put("correctedSeconds", p.correctedSeconds())
                .put("eqn3Seconds", p.eqn3Seconds())
                .put("eqn6Seconds", p.eqn6Seconds()))
        .put("improvement", p.improvement())
        .put("criticalChain", p.masking().criticalChain())
        .put("masked", p.masking().masked().stream().map(PredictionReport::masked).toList())
        .put(
            "bounds",
            Json.object()
                .put("criticalPathSeconds", b.criticalPathSeconds())
                .put("areaSeconds", Math.max(b.slotAreaSeconds(), b.gpuAreaSeconds()))
                .put("slotAreaSeconds", b.slotAreaSeconds())
                .put("gpuAreaSeconds", b.gpuAreaSeconds())
                .put("memoryAreaSeconds", b.memoryAreaSeconds())
                .put("packingSeconds", b.packingSeconds())
                .put("largestSeconds", b.largestSeconds()))
        .put("verdict", p.verdict())
        .put("warnings", notes);
    if (simulated != null) {
      json.put(
          "simulated",
          Json.object()
              .put("sequentialSeconds", simulated.sequentialSeconds())
              .put("asynchronousSeconds", simulated.asynchronousSeconds())
              .put("improvement", simulated.improvement()));
    }
    return Trust.put(json, spec, 1).put("provenance", provenance(spec));
  }

  /** Where results of a specification come from. */
  public static Json provenance(Spec spec) {
    return Json.object()
        .put("version", Version.current().toString())
        .put("spec", spec.source())
        .put("specSha256", spec.sha256());
  }

  private static Json masked(MaskedSet m) {
    return Json.object()
        .put("set", m.set())
        .put("by", m.by())
        .put("seconds", m.seconds())
        .put("overlapSeconds", m.overlapSeconds())
        .put("slackSeconds", m.slackSeconds());
  }

  /** The prediction as text. */
  public String text() {
    Asynchronicity a = p.asynchronicity();
    StringBuilder out = new StringBuilder();
    line(
        out,
        "%s on %s (%d nodes, %d slots, %d GPUs), overheads: %s",
        spec.workflow().name(),
        spec.cluster().name(),
        spec.cluster().nodeCount(),
        spec.cluster().totalSlots(),
        spec.cluster().totalGpus(),
        spec.overheads().name());
    out.append('\n');
    line(out, "DOA_dep  %d   number of sinks - 1", a.doaDep());
    line(
        out,
        "DOA_res  %s%d   {%s} fit together; one more: %s",
        a.doaResExact() ? "" : ">= ",
        a.doaRes(),
        a.witness().stream().collect(Collectors.joining(", ")),
        a.binding());
    line(out, "WLA      %s%d   the smaller of both (Eqn 1)", a.doaResExact() ? "" : ">= ", a.wla());
    line(
        out,
        "width    %s%d   sets that wait for none of each other; %s%d of them fit at once",
        a.width().exact() ? "" : ">= ",
        a.width().size(),
        a.fittingExact() ? "" : ">= ",
        a.fittingWidth());
    out.append('\n');
    out.append(times().text());
    out.append('\n');
    line(
        out,
        "I = 1 - %s / %s = %s   (Eqn 4: corrected, on the baseline of ranks)",
        Format.seconds(p.correctedSeconds()),
        Format.seconds(p.sequential().ranksSeconds()),
        Format.ratio(p.improvement()));
    out.append('\n');
    masking(out);
    line(out, "%s", p.verdict());
    notes.forEach(w -> line(out, "note: %s", w));
    if (simulated != null) {
      line(
          out,
          "simulated, durations drawn once: %s s in sequence (ranks), %s s asynchronously, I = %s",
          Format.seconds(simulated.sequentialSeconds()),
          Format.seconds(simulated.asynchronousSeconds()),
          Format.ratio(simulated.improvement()));
    }
    return out.append(Trust.line(spec)).toString();
  }

  private Table times() {
    Prediction.Sequential s = p.sequential();
    Table t = Table.of("time", "seconds", "what it is");
    t.row("t_seq ranks", Format.seconds(s.ranksSeconds()), "Eqn 2 over ranks: the baseline");
    String stages =
        spec.workflow().stages().isEmpty()
            ? "Eqn 2 over listed stages (none are: the ranks)"
            : "Eqn 2 over the listed stages";
    t.row("t_seq stages", Format.seconds(s.stagesSeconds()), stages);
    t.row("t_seq sets", Format.seconds(s.setsSeconds()), "Eqn 2 over single sets");
    if (spec.workflow().iterations() > 1) {
      t.row(
          "unrolled ranks",
          Format.seconds(s.unrolledRanksSeconds()),
          "ranks of all iterations together: they overlap");
    }
    t.row(
        "t_async corrected",
        Format.seconds(p.correctedSeconds()),
        "whole sets on pooled resources, longest path first");
    t.row(
        "t_async Eqn 3",
        Format.seconds(p.eqn3Seconds()),
        "as printed: infinite resources, no overheads");
    p.eqn6Seconds()
        .ifPresent(
            e ->
                t.row(
                    "t_async Eqn 6",
                    Format.seconds(e),
                    "sum of (n - m_i) t_i with the given m_i, no overheads"));
    Bounds b = p.bounds();
    t.row("bound: critical path", Format.seconds(b.criticalPathSeconds()), "longest chain");
    t.row("bound: CPU slots", Format.seconds(b.slotAreaSeconds()), "work / usable slots");
    if (b.gpuAreaSeconds() > 0) {
      t.row("bound: GPUs", Format.seconds(b.gpuAreaSeconds()), "work / GPUs");
    }
    if (b.memoryAreaSeconds() > 0) {
      t.row("bound: memory", Format.seconds(b.memoryAreaSeconds()), "work / memory");
    }
    return t;
  }

  private void masking(StringBuilder out) {
    line(out, "critical chain: %s", String.join(" -> ", shortened(p.masking().criticalChain())));
    if (p.masking().masked().isEmpty()) {
      line(out, "masked: nothing");
    } else {
      Table t = Table.of("masked set", "by", "its time", "overlap", "slack");
      p.masking().masked().stream()
          .limit(MOST_ROWS)
          .forEach(
              m ->
                  t.row(
                      m.set(),
                      m.by(),
                      Format.seconds(m.seconds()),
                      Format.seconds(m.overlapSeconds()),
                      Format.seconds(m.slackSeconds())));
      out.append(t.text());
      int more = p.masking().masked().size() - MOST_ROWS;
      if (more > 0) {
        line(out, "and %d more; --json lists them all", more);
      }
    }
    out.append('\n');
  }

  private static final int MOST_ROWS = 24;

  private static java.util.List<String> shortened(java.util.List<String> chain) {
    if (chain.size() <= MOST_ROWS) {
      return chain;
    }
    java.util.List<String> some = new java.util.ArrayList<>(chain.subList(0, MOST_ROWS / 2));
    some.add("... (" + (chain.size() - MOST_ROWS) + " more)");
    some.addAll(chain.subList(chain.size() - MOST_ROWS / 2, chain.size()));
    return some;
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
