package org.interleave.report;

import java.util.List;
import org.interleave.Calibrated;
import org.interleave.interchange.Json;
import org.interleave.spec.Spec;

/** How far a prediction that was made with calibrated overheads may be trusted. */
public final class Trust {

  private Trust() {}

  /** The statement in a line with its line feed; empty where overheads were not calibrated. */
  public static String line(Spec spec) {
    return line(spec, 1);
  }

  /** The statement for durations that are scaled. */
  public static String line(Spec spec, double timeScale) {
    Calibrated c = spec.overheads().calibration();
    if (c == null) {
      return "";
    }
    List<String> outside = c.outside(spec.workflow(), spec.cluster(), timeScale);
    StringBuilder out = new StringBuilder("trust: overheads ").append(spec.overheads().name());
    if (Double.isNaN(c.leaveOneOut())) {
      out.append(" come from one run, so their error is not known");
    } else {
      out.append(" foretold spans within ").append(share(c.leaveOneOut()));
      if (!Double.isNaN(c.improvementError())) {
        out.append(" and I within ").append(Format.ratio(c.improvementError()));
      }
      out.append(" when each of ").append(c.runs()).append(" runs was left out");
    }
    out.append(
        outside.isEmpty()
            ? "; this case lies inside what was calibrated"
            : "; this case lies OUTSIDE what was calibrated: " + String.join("; ", outside));
    return out.append('\n').toString();
  }

  private static String share(double share) {
    return Format.fixed(100 * share, 2) + " %";
  }

  /** Puts the statement as {@code trust}, where overheads were calibrated. */
  static Json put(Json json, Spec spec, double timeScale) {
    Calibrated c = spec.overheads().calibration();
    if (c == null) {
      return json;
    }
    List<String> outside = c.outside(spec.workflow(), spec.cluster(), timeScale);
    return json.put(
        "trust",
        Json.object()
            .put("overheads", spec.overheads().name())
            .put("runs", c.runs())
            .put("leaveOneOut", c.leaveOneOut())
            .put("improvementError", c.improvementError())
            .put("inside", outside.isEmpty())
            .put("outside", outside));
  }
}
