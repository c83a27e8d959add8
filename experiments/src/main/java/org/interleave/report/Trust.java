package org.interleave.report;

import java.util.List;
import org.interleave.Calibrated;
import org.interleave.interchange.Json;
import org.interleave.spec.Spec;
import org.jspecify.annotations.Nullable;

/**
 * How far a prediction that was made with calibrated overheads may be trusted.
 *
 * @param overheads their name
 * @param runs how many they were found from
 * @param makespansAlone whether their makespans were known and no starts
 * @param leaveOneOut the largest error when each was foretold from the others, as a share; NaN
 *     where there was but one
 * @param improvementError the same of I; NaN where no pair was foretold
 * @param outside in what the case differs from everything that was calibrated on
 */
public record Trust(
    String overheads,
    int runs,
    boolean makespansAlone,
    double leaveOneOut,
    double improvementError,
    List<String> outside) {

  public Trust {
    outside = List.copyOf(outside);
  }

  private static @Nullable Trust find(Spec spec, double timeScale) {
    Calibrated c = spec.overheads().calibration();
    return c == null
        ? null
        : new Trust(
            spec.overheads().name(),
            c.runs(),
            c.makespansAlone(),
            c.leaveOneOut(),
            c.improvementError(),
            c.outside(spec.workflow(), spec.cluster(), timeScale));
  }

  /** The statement in a line with its line feed; empty where overheads were not calibrated. */
  public static String line(Spec spec) {
    return line(spec, 1);
  }

  /** The statement for durations that are scaled. */
  public static String line(Spec spec, double timeScale) {
    Trust trust = find(spec, timeScale);
    return trust == null ? "" : trust.text() + "\n";
  }

  /** The statement in a line, without a line feed. */
  public String text() {
    StringBuilder out = new StringBuilder("trust: overheads ").append(overheads);
    if (Double.isNaN(leaveOneOut)) {
      out.append(" come from one run, so their error is not known");
    } else {
      out.append(makespansAlone ? " foretold makespans within " : " foretold spans within ")
          .append(share(leaveOneOut));
      if (!Double.isNaN(improvementError)) {
        out.append(" and I within ").append(Format.ratio(improvementError));
      }
      out.append(" when each of ").append(runs).append(" runs was left out");
    }
    return out.append(
            outside.isEmpty()
                ? "; this case lies inside what was calibrated"
                : "; this case lies OUTSIDE what was calibrated: " + String.join("; ", outside))
        .toString();
  }

  private static String share(double share) {
    return Format.fixed(100 * share, 2) + " %";
  }

  /** Puts the statement as {@code trust}, where overheads were calibrated. */
  static Json put(Json json, Spec spec, double timeScale) {
    Trust trust = find(spec, timeScale);
    return trust == null
        ? json
        : json.put(
            "trust",
            Json.object()
                .put("overheads", trust.overheads)
                .put("runs", trust.runs)
                .put("makespansAlone", trust.makespansAlone)
                .put("leaveOneOut", trust.leaveOneOut)
                .put("improvementError", trust.improvementError)
                .put("inside", trust.outside.isEmpty())
                .put("outside", trust.outside));
  }
}
