package org.interleave.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;

/** What all rows of a sweep tell together. Rows are read one by one; none is kept. */
public final class SweepSummary {

  /** A row worth naming. */
  record Extreme(String point, String values, double improvement) {}

  private final Sweep sweep;
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Effects effects;
  private final BreakEven breakEven;
  private final SobolIndices sobol;
  private final Groups errors = new Groups(2);
  private Extreme least = new Extreme("", "", Double.POSITIVE_INFINITY);
  private Extreme greatest = new Extreme("", "", Double.NEGATIVE_INFINITY);
  private String refusal = "";
  private long pays;

  private SweepSummary(Sweep sweep) {
    this.sweep = sweep;
    effects = new Effects(sweep);
    breakEven = new BreakEven(sweep);
    sobol = new SobolIndices(sweep.axes().stream().map(SweepAxis::label).toList());
  }

  /** Reads the table of a sweep that is finished. */
  public static SweepSummary of(SweepFolder folder) {
    SweepSummary summary = new SweepSummary(folder.sweep());
    List<String> columns = folder.columns();
    int status = columns.indexOf(PointStudy.COLUMNS.get(0));
    int improvement = columns.indexOf("improvement");
    int error = columns.indexOf("prediction_error");
    RowFile.read(folder.points(), columns, cells -> summary.add(cells, status, improvement, error));
    return summary;
  }

  private void add(List<String> cells, int status, int improvement, int error) {
    boolean done = cells.get(status).equals(PointStudy.DONE);
    statuses.merge(done ? PointStudy.DONE : "not run", 1L, Long::sum);
    if (!done) {
      refusal = refusal.isEmpty() ? "point " + cells.get(0) + ": " + cells.get(status) : refusal;
      sobol.add(Double.NaN);
      return;
    }
    double i = Double.parseDouble(cells.get(improvement));
    sobol.add(i);
    effects.add(Long.parseLong(cells.get(0)), cells, i);
    breakEven.add(cells, i);
    double e = Double.parseDouble(cells.get(error));
    errors.add(Math.abs(e), e * e);
    pays += i > 0 ? 1 : 0;
    if (i < least.improvement) {
      least = extreme(cells, i);
    }
    if (i > greatest.improvement) {
      greatest = extreme(cells, i);
    }
  }

  private Extreme extreme(List<String> cells, double improvement) {
    List<String> values = new ArrayList<>();
    List<String> paths = sweep.paths();
    for (int p = 0; p < paths.size(); p++) {
      values.add(paths.get(p) + " = " + cells.get(p + 1));
    }
    return new Extreme(cells.get(0), String.join(", ", values), improvement);
  }

  Sweep sweep() {
    return sweep;
  }

  /** How many points were simulated. */
  long done() {
    return statuses.getOrDefault(PointStudy.DONE, 0L);
  }

  /** How many points could not be run. */
  long refused() {
    return statuses.values().stream().mapToLong(n -> n).sum() - done();
  }

  /** Why the first of those could not. */
  String refusal() {
    return refusal;
  }

  /** At how many points I is more than 0. */
  long pays() {
    return pays;
  }

  Extreme least() {
    return least;
  }

  Extreme greatest() {
    return greatest;
  }

  /** The mean absolute error of the closed form's I. */
  double meanError() {
    return errors.value(m -> m[0]);
  }

  List<Effects.Effect> effects() {
    return effects.effects();
  }

  List<BreakEven.Line> breakEven() {
    return breakEven.lines();
  }

  /** What tells the lines of the break-even apart. */
  List<SweepAxis> besideBreakEven() {
    return breakEven.others();
  }

  /** Empty but for a design of sensitivity. */
  List<SobolIndices.Index> indices() {
    return sweep.design().kind() == Sweep.Kind.SENSITIVITY ? sobol.indices() : List.of();
  }

  long incompleteRows() {
    return sobol.incomplete();
  }
}
