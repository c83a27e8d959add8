package org.interleave.report;

import java.util.List;
import java.util.Map;
import org.interleave.calibration.DurationFit;
import org.interleave.calibration.DurationFit.Family;
import org.interleave.interchange.Json;

/** How the times of task sets are distributed, and how well that is known. */
public final class DurationsReport {

  private DurationsReport() {}

  /** A line a set. */
  public static String text(Map<String, DurationFit> fits) {
    Table t =
        Table.of(
            "times of",
            "n",
            "taken for",
            "mean [s]",
            "sd [s]",
            "AD p",
            "KS p",
            "AIC",
            "BIC",
            "why");
    fits.forEach(
        (set, fit) -> {
          Family best = fit.families().isEmpty() ? null : fit.families().get(0);
          t.row(
              set,
              Integer.toString(fit.observations()),
              fit.family(),
              Format.fixed(fit.time().meanSeconds(), 3),
              Format.fixed(fit.time().sdSeconds(), 3),
              best == null ? "-" : Format.fixed(best.adP(), 3),
              best == null ? "-" : Format.fixed(best.ksP(), 3),
              best == null ? "-" : Format.fixed(best.aic(), 1),
              best == null ? "-" : Format.fixed(best.bic(), 1),
              fit.why());
        });
    return t.text()
        + "(families by maximum likelihood, the best by AIC; p by parametric bootstrap of 199"
        + " samples, of the best family)\n";
  }

  /** Puts the fits as {@code durations}, with every family. */
  public static Json put(Json json, Map<String, DurationFit> fits) {
    Json sets = Json.object();
    fits.forEach(
        (set, fit) ->
            sets.put(
                set,
                Json.object()
                    .put("family", fit.family())
                    .put("why", fit.why())
                    .put("observations", fit.observations())
                    .put("meanSeconds", fit.time().meanSeconds())
                    .put("sdSeconds", fit.time().sdSeconds())
                    .put("families", families(fit))));
    return json.put("durations", sets);
  }

  private static List<Json> families(DurationFit fit) {
    return fit.families().stream()
        .map(
            f ->
                Json.object()
                    .put("family", f.name())
                    .put("aic", f.aic())
                    .put("bic", f.bic())
                    .put("ks", f.ks())
                    .put("ksP", f.ksP())
                    .put("ad", f.ad())
                    .put("adP", f.adP())
                    .put("meanLow", f.mean().low())
                    .put("meanHigh", f.mean().high())
                    .put("sdLow", f.sd().low())
                    .put("sdHigh", f.sd().high()))
        .toList();
  }
}
