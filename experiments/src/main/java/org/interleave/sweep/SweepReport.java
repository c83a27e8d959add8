package org.interleave.sweep;

import java.util.ArrayList;
import java.util.List;
import org.interleave.interchange.Json;
import org.interleave.report.Format;
import org.interleave.report.Table;
import org.interleave.spec.SweepAxis;

/** What a sweep tells, as text and as JSON. */
public final class SweepReport {

  private static final int MOST_LINES = 20;

  private final SweepSummary s;

  public SweepReport(SweepSummary summary) {
    this.s = summary;
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(s.sweep().name())
        .append(": ")
        .append(s.done())
        .append(" points simulated, design ")
        .append(s.sweep().design().kind().label())
        .append(", seed ")
        .append(s.sweep().seed())
        .append("\n");
    if (s.refused() > 0) {
      text.append(s.refused()).append(" points can't be run; ").append(s.refusal()).append("\n");
    }
    if (s.done() == 0) {
      return text.toString();
    }
    text.append("asynchronous execution pays at ")
        .append(s.pays())
        .append(" of them (")
        .append(Format.percent((double) s.pays() / s.done()))
        .append("); I from ")
        .append(extreme(s.least()))
        .append("\n  to ")
        .append(extreme(s.greatest()))
        .append("\nclosed form: I off by ")
        .append(Format.ratio(s.meanError()))
        .append(" on average\n\nwhat moves I most\n");
    Table effects = Table.of("varied", "I least", "at", "I greatest", "at", "swing");
    s.effects()
        .forEach(
            e ->
                effects.row(
                    e.axis(),
                    Format.ratio(e.low()),
                    e.lowest(),
                    Format.ratio(e.high()),
                    e.highest(),
                    Format.ratio(e.swing())));
    text.append(effects.text());
    sobol(text);
    List<String> lines = AlikeLines.told(s.besideBreakEven(), s.breakEven());
    if (!lines.isEmpty()) {
      text.append("\nbreak-even\n");
      lines.stream().limit(MOST_LINES).forEach(line -> text.append("  ").append(line).append("\n"));
      if (lines.size() > MOST_LINES) {
        text.append("  and ")
            .append(lines.size() - MOST_LINES)
            .append(" more, line by line in summary.json\n");
      }
    }
    return text.toString();
  }

  private void sobol(StringBuilder text) {
    List<SobolIndices.Index> indices = s.indices();
    if (indices.isEmpty()) {
      return;
    }
    text.append("\nshares of the variance of I (Sobol), with 95% intervals\n");
    Table table = Table.of("varied", "first order", "+-", "total", "+-");
    indices.forEach(
        i ->
            table.row(
                i.axis(),
                Format.ratio(i.first()),
                Format.ratio(i.firstHalf()),
                Format.ratio(i.total()),
                Format.ratio(i.totalHalf())));
    text.append(table.text());
    if (s.incompleteRows() > 0) {
      text.append(s.incompleteRows())
          .append(" rows of the design hold points that can't be run, and are left out\n");
    }
  }

  private static String extreme(SweepSummary.Extreme e) {
    return Format.ratio(e.improvement()) + " (" + e.values() + ")";
  }

  /** For machines. */
  public Json json() {
    Json json =
        Json.object()
            .put("name", s.sweep().name())
            .put("design", s.sweep().design().kind().label())
            .put("seed", s.sweep().seed())
            .put("parameters", s.sweep().axes().stream().map(SweepAxis::label).toList())
            .put("points", s.done())
            .put("notRun", s.refused())
            .put("notRunBecause", s.refusal());
    if (s.done() == 0) {
      return json;
    }
    return json.put("pays", s.pays())
        .put("least", json(s.least()))
        .put("greatest", json(s.greatest()))
        .put("closedFormMeanAbsoluteError", s.meanError())
        .put(
            "effects",
            s.effects().stream()
                .map(
                    e ->
                        Json.object()
                            .put("axis", e.axis())
                            .put("lowest", e.lowest())
                            .put("low", e.low())
                            .put("highest", e.highest())
                            .put("high", e.high()))
                .toList())
        .put(
            "sobol",
            s.indices().stream()
                .map(
                    i ->
                        Json.object()
                            .put("axis", i.axis())
                            .put("first", i.first())
                            .put("firstHalfWidth", i.firstHalf())
                            .put("total", i.total())
                            .put("totalHalfWidth", i.totalHalf()))
                .toList())
        .put(
            "breakEven",
            s.breakEven().stream()
                .map(l -> Json.object().put("at", at(l)).put("says", l.sentence()))
                .toList());
  }

  private String at(BreakEven.Line line) {
    List<String> values = new ArrayList<>();
    for (int a = 0; a < line.values().size(); a++) {
      values.add(s.besideBreakEven().get(a).label() + " = " + line.values().get(a));
    }
    return String.join(", ", values);
  }

  private static Json json(SweepSummary.Extreme e) {
    return Json.object()
        .put("point", e.point())
        .put("values", e.values())
        .put("improvement", e.improvement());
  }
}
