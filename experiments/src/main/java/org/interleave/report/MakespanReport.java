package org.interleave.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interleave.Version;
import org.interleave.calibration.MakespanStudy;
import org.interleave.calibration.MakespanStudy.Constant;
import org.interleave.calibration.MakespanStudy.Foretold;
import org.interleave.interchange.Json;
import org.interleave.spec.SpecWriter;

/** A calibration on recorded makespans, for people and for machines, and its file of overheads. */
public final class MakespanReport implements CalibrationResult {

  private static final String EXPLAINS_NONE = "explains none of these runs";

  private final String name;
  private final MakespanStudy study;
  private final List<String> notes;

  /**
   * A report.
   *
   * @param name of the overheads
   * @param notes what was assumed
   */
  public MakespanReport(String name, MakespanStudy study, List<String> notes) {
    this.name = name;
    this.study = study;
    this.notes = List.copyOf(notes);
  }

  @Override
  public String overheadsFile() {
    return commented(text()) + SpecWriter.overheads(study.overheads(name));
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("calibrated on makespans alone, as these runs tell no starts: one constant stands")
        .append(
            " for all that\nthe system costs, and simulated is each task as soon as it can\n\n");
    Table constants = Table.of("one constant", "value [s]", "mean error", "spent");
    for (Constant c : study.tried()) {
      constants.row(
          c.lump().label(),
          c.explains() ? Format.fixed(c.seconds(), 2) : "-",
          c.explains() ? Format.percent(c.error()) : "-",
          c.lump().where() + (c.explains() ? "" : ": " + EXPLAINS_NONE));
    }
    out.append(constants.text());
    out.append("(the mean error counts twice as long and half as long alike, as 100 %)\n");
    out.append("taken: ")
        .append(study.taken().lump().label())
        .append(
            study.taken().explains()
                ? " of " + Format.fixed(study.taken().seconds(), 2) + " s"
                : ", which "
                    + EXPLAINS_NONE
                    + ", so there are no overheads; try another --constant")
        .append("\n\n");
    Table runs =
        Table.of(
            "run",
            "makespan [s]",
            "no overheads [s]",
            "error without",
            "foretold [s]",
            "error foretold",
            "constant [s]");
    for (Foretold f : study.runs()) {
      runs.row(
          f.run(),
          Format.seconds(f.recordedSeconds()),
          Format.seconds(f.plainSeconds()),
          Format.deviation(f.plainError()),
          Format.seconds(f.seconds()),
          Format.deviation(f.error()),
          Format.fixed(f.constant(), 2));
    }
    out.append(runs.text());
    if (study.leftOut()) {
      out.append("(foretold with what the other runs yield)\n")
          .append("largest error: ")
          .append(Format.percent(largest(Foretold::plainError)))
          .append(" without overheads, ")
          .append(Format.percent(largest(Foretold::error)))
          .append(" foretold; median: ")
          .append(Format.percent(median(Foretold::plainError)))
          .append(" and ")
          .append(Format.percent(median(Foretold::error)))
          .append('\n');
      if (median(Foretold::error) >= median(Foretold::plainError)) {
        out.append("the constant foretells these runs no better than none at all\n");
      }
    } else {
      out.append(
          "(the only run is not left out: the constant repeats it, and foretells nothing)\n");
    }
    notes.forEach(n -> out.append("assumed: ").append(n).append('\n'));
    return out.toString();
  }

  private double largest(ToDoubleFunction<Foretold> error) {
    return study.runs().stream().mapToDouble(error).map(Math::abs).max().orElseThrow();
  }

  private double median(ToDoubleFunction<Foretold> error) {
    double[] errors = study.runs().stream().mapToDouble(error).map(Math::abs).toArray();
    return new org.apache.commons.math3.stat.descriptive.rank.Median().evaluate(errors);
  }

  @Override
  public Json json() {
    List<Json> constants = new ArrayList<>();
    for (Constant c : study.tried()) {
      constants.add(constant(c).put("meanError", c.explains() ? c.error() : Double.NaN));
    }
    List<Json> runs = new ArrayList<>();
    for (Foretold f : study.runs()) {
      runs.add(
          Json.object()
              .put("run", f.run())
              .put("leftOut", study.leftOut())
              .put("recordedSeconds", f.recordedSeconds())
              .put("plainSeconds", f.plainSeconds())
              .put("plainError", f.plainError())
              .put("foretoldSeconds", f.seconds())
              .put("error", f.error())
              .put("constantSeconds", f.constant()));
    }
    return Json.object()
        .put("makespansAlone", true)
        .put("constants", constants)
        .put("taken", constant(study.taken()))
        .put("runs", runs)
        .put("medianPlainError", median(Foretold::plainError))
        .put("medianError", study.leftOut() ? median(Foretold::error) : Double.NaN)
        .put("leaveOneOut", study.ranges().leaveOneOut())
        .put("notes", notes)
        .put("provenance", Json.object().put("version", Version.current().toString()));
  }

  private static Json constant(Constant c) {
    return Json.object()
        .put("standsFor", c.lump().label())
        .put("seconds", c.explains() ? c.seconds() : Double.NaN)
        .put("explains", c.explains());
  }
}
