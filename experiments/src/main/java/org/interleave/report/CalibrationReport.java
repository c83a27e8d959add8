package org.interleave.report;

import java.util.ArrayList;
import java.util.List;
import org.interleave.Version;
import org.interleave.calibration.CalibrationStudy;
import org.interleave.calibration.CalibrationStudy.LeftOut;
import org.interleave.calibration.CalibrationStudy.LeftOutPair;
import org.interleave.calibration.NodeSlots;
import org.interleave.calibration.Part;
import org.interleave.calibration.PolicyFit;
import org.interleave.calibration.PolicyFit.Candidate;
import org.interleave.interchange.Json;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.spec.SpecWriter;

/** A calibration for people and for machines, and the file of overheads that it yields. */
public final class CalibrationReport implements CalibrationResult {

  private static final int MOST_CANDIDATES = 8;

  private final List<String> runs;
  private final CalibrationStudy study;
  private final List<String> notes;

  /**
   * A report.
   *
   * @param runs the files
   * @param notes what was assumed
   */
  public CalibrationReport(List<String> runs, CalibrationStudy study, List<String> notes) {
    this.runs = List.copyOf(runs);
    this.study = study;
    this.notes = List.copyOf(notes);
  }

  @Override
  public String overheadsFile() {
    return commented(text()) + SpecWriter.overheads(study.overheads());
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("calibrated on ").append(String.join(", ", runs)).append("\n\n");
    out.append(parts().text()).append('\n');
    for (Part p : study.fit().parts()) {
      if (p.observations() == 0) {
        out.append(p.name()).append(": ").append(p.form()).append('\n');
      }
    }
    out.append(
        "(95 % interval of the mean: Student's t over sets and bursts. p: Kolmogorov-Smirnov, each"
            + " run against\nthe others, Bonferroni; small where no one distribution holds in all"
            + " runs)\n\n");
    out.append(policy()).append('\n');
    out.append(spans().text());
    if (!study.spans().get(0).leftOut()) {
      out.append("(the only run is not left out: this is how well the fit repeats it)\n");
    } else {
      out.append(
          "(a kind of gap that the others don't show is taken for the mean of their gaps)\n");
    }
    for (LeftOutPair p : study.pairs()) {
      out.append("I on spans of ")
          .append(p.sequential())
          .append(" and ")
          .append(p.asynchronous())
          .append(", both left out: recorded ")
          .append(Format.ratio(p.recorded()))
          .append(", foretold ")
          .append(Format.ratio(p.foretold()))
          .append(", with a gap alone ")
          .append(Format.ratio(p.gapOnly()))
          .append('\n');
    }
    out.append(
        study.pairs().isEmpty()
            ? "I: no sequential and asynchronous run of one workflow could be left out\n"
            : study.pairs().size() == 1 ? "(one I only)\n" : "");
    notes.forEach(n -> out.append("assumed: ").append(n).append('\n'));
    return out.toString();
  }

  private Table parts() {
    Table t = Table.of("overhead", "mean", "unit", "95 % interval", "observed", "as", "p");
    for (Part p : study.fit().parts()) {
      if (p.observations() > 0) {
        int decimals = p.unit().equals("s") ? 4 : 1;
        t.row(
            p.name(),
            Format.fixed(p.value(), decimals),
            p.unit(),
            Double.isNaN(p.meanLow())
                ? "-"
                : Format.fixed(p.meanLow(), decimals) + "-" + Format.fixed(p.meanHigh(), decimals),
            Integer.toString(p.observations()),
            p.form(),
            Format.fixed(p.homogeneity().p(), 3));
      }
    }
    return t;
  }

  private String policy() {
    PolicyFit fit = study.policy();
    StandardPolicy best = fit.best();
    StringBuilder out = new StringBuilder();
    out.append("policy: order ")
        .append(best.order().label())
        .append(", fit ")
        .append(best.fit().label())
        .append(", placement ")
        .append(
            fit.nodesKnown()
                ? best.placement().label()
                : "not known: the record tells no nodes apart")
        .append('\n');
    if (!fit.orderKnown()) {
      out.append("order: taken from the record itself, in which tasks stand as they got slots\n");
    }
    List<String> asGood =
        fit.candidates().stream()
            .filter(c -> c.asGood() && !c.policy().equals(best))
            .map(c -> c.policy().label())
            .toList();
    out.append(
        asGood.isEmpty()
            ? "no other offered policy explains the runs as well (95 %)\n"
            : "can't be told from it (95 %): " + String.join(", ", asGood) + "\n");
    Table t = Table.of("policy", "error of starts", "same nodes", "largest error of a span");
    for (Candidate c : fit.candidates().stream().limit(MOST_CANDIDATES).toList()) {
      t.row(
          c.policy().label(),
          Format.fixed(100 * c.startError(), 2) + " %",
          Format.percent(c.sameNodes()),
          Format.deviation(c.spanError()));
    }
    out.append(t.text());
    NodeSlots slots = study.slots();
    if (slots != null) {
      out.append("slots a node: ").append(slots.least());
      out.append(
          slots.most() == Integer.MAX_VALUE
              ? " or more"
              : slots.most() == slots.least() ? "" : " to " + slots.most());
      out.append(", by what was in use at once and what went to another node\n");
    }
    return out.toString();
  }

  private Table spans() {
    Table t = Table.of("left out", "span [s]", "foretold", "error", "a gap alone", "error");
    for (LeftOut s : study.spans()) {
      t.row(
          s.run(),
          Format.seconds(s.recordedSeconds()),
          Format.seconds(s.seconds()),
          Format.deviation(s.error()),
          Format.seconds(s.gapOnlySeconds()),
          Format.deviation(s.gapOnlyError()));
    }
    return t;
  }

  @Override
  public Json json() {
    PolicyFit fit = study.policy();
    List<Json> parts = new ArrayList<>();
    for (Part p : study.fit().parts()) {
      parts.add(
          Json.object()
              .put("name", p.name())
              .put("value", p.value())
              .put("unit", p.unit())
              .put("low", p.meanLow())
              .put("high", p.meanHigh())
              .put("sd", p.sd())
              .put("observations", p.observations())
              .put("form", p.form())
              .put("ksStatistic", p.homogeneity().statistic())
              .put("ksP", p.homogeneity().p()));
    }
    List<Json> candidates = new ArrayList<>();
    for (Candidate c : fit.candidates()) {
      candidates.add(
          Json.object()
              .put("policy", c.policy().label())
              .put("startError", c.startError())
              .put("sameNodes", c.sameNodes())
              .put("spanError", c.spanError())
              .put("asGood", c.asGood()));
    }
    List<Json> spans = new ArrayList<>();
    for (LeftOut s : study.spans()) {
      spans.add(
          Json.object()
              .put("run", s.run())
              .put("leftOut", s.leftOut())
              .put("recordedSeconds", s.recordedSeconds())
              .put("foretoldSeconds", s.seconds())
              .put("error", s.error())
              .put("gapOnlySeconds", s.gapOnlySeconds())
              .put("gapOnlyError", s.gapOnlyError()));
    }
    List<Json> pairs = new ArrayList<>();
    for (LeftOutPair p : study.pairs()) {
      pairs.add(
          Json.object()
              .put("sequential", p.sequential())
              .put("asynchronous", p.asynchronous())
              .put("recorded", p.recorded())
              .put("foretold", p.foretold())
              .put("gapOnly", p.gapOnly()));
    }
    Json policy =
        Json.object()
            .put("order", fit.best().order().label())
            .put("orderKnown", fit.orderKnown())
            .put("fit", fit.best().fit().label())
            .put("placement", fit.best().placement().label())
            .put("placementKnown", fit.nodesKnown())
            .put("candidates", candidates);
    Json json =
        Json.object()
            .put("runs", runs)
            .put("overheads", parts)
            .put("policy", policy)
            .put("spans", spans)
            .put("improvements", pairs)
            .put("leaveOneOut", study.ranges().leaveOneOut())
            .put("improvementError", study.ranges().improvementError());
    NodeSlots slots = study.slots();
    if (slots != null) {
      json.put("slotsANode", Json.object().put("least", slots.least()).put("most", slots.most()));
    }
    return json.put("notes", notes)
        .put("provenance", Json.object().put("version", Version.current().toString()));
  }
}
