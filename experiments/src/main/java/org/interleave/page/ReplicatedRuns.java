package org.interleave.page;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import tools.jackson.databind.JsonNode;

/** What {@code simulate --replications} wrote: how makespan and I are distributed. */
final class ReplicatedRuns {

  private final Path file;
  private final JsonNode root;
  private final Map<String, double[]> ttxSeconds;

  private ReplicatedRuns(Path file) {
    this.file = file;
    this.root = ResultFiles.read(file);
    this.ttxSeconds =
        ReplicationFile.ttxSeconds(file.toAbsolutePath().normalize().resolveSibling("."));
  }

  /**
   * The distributions of a file of results, and of the single values beside it.
   *
   * @throws org.interleave.spec.SpecException if one of them is damaged
   */
  static String html(Path file) {
    return new ReplicatedRuns(file).html();
  }

  private String html() {
    StringBuilder out = new StringBuilder("<h3>");
    out.append(Html.escape(root.path("workflow").asString("") + ", " + file))
        .append("</h3>\n<p>")
        .append(root.path("replications").asInt(0))
        .append(" replications with newly drawn durations, seed ")
        .append(root.path("seed").asLong(0))
        .append(root.path("antithetic").asBoolean(false) ? ", in antithetic pairs" : "")
        .append(
            Html.escape(
                "; cluster "
                    + root.path("cluster").asString("")
                    + ", overheads "
                    + root.path("overheads").asString("")
                    + ", policy "
                    + root.path("policy").asString("")
                    + "; from "
                    + root.path("provenance").path("spec").asString("")))
        .append(".</p>\n");
    out.append(closedForm()).append(TrustNote.html(root));
    StringBuilder figures = new StringBuilder();
    ttxSeconds.forEach(
        (name, values) ->
            figures.append(
                histogram(
                    "TTX " + name, values, root.path(name).path("ttxSeconds"), " s", 2, LOWEST)));
    double[] first = ttxSeconds.get("sequential");
    ttxSeconds.forEach(
        (name, values) -> {
          String prefix = name.equals("asynchronous") ? "" : name + "/";
          JsonNode improvement = root.path(prefix + "improvement");
          if (first != null && improvement.isObject()) {
            figures.append(
                histogram("I of " + name, improvements(values, first), improvement, "", 4, 0));
            out.append(gain(name, prefix));
          }
        });
    if (figures.length() == 0) {
      return out.append(
              "<p class=\"note\">The single values are not there: replications.csv is missing"
                  + " beside it.</p>\n")
          .toString();
    }
    out.append("<div class=\"histograms\">\n").append(figures).append("</div>\n");
    int shown = ttxSeconds.values().iterator().next().length;
    boolean all = shown == root.path("replications").asInt(0);
    return out.append("<p class=\"note\">")
        .append(all ? "" : "The first " + shown + " replications are drawn. ")
        .append(
            "How many replications, each figure on an axis of its own. Black: the mean, the band behind it its 95% interval; pale"
                + " bars: I below 0.</p>\n")
        .toString();
  }

  private static final double LOWEST = Double.NEGATIVE_INFINITY;

  /** The means beside what the closed form says. */
  private String closedForm() {
    Table table =
        Table.of(
            "mode", "mean TTX [s]", "95% interval", "sd [s]", "TTX, closed form [s]", "its error");
    for (String name : ttxSeconds.keySet()) {
      JsonNode ttx = root.path(name).path("ttxSeconds");
      table.row(
          name,
          Format.seconds(ResultFiles.number(ttx.path("mean"))),
          Format.seconds(ResultFiles.number(ttx.path("low")))
              + " to "
              + Format.seconds(ResultFiles.number(ttx.path("high"))),
          Format.seconds(ResultFiles.number(ttx.path("sd"))),
          Format.seconds(ResultFiles.number(root.path(name).path("closedFormSeconds"))),
          Format.deviation(ResultFiles.number(root.path(name).path("closedFormError"))));
    }
    return table.html();
  }

  private String gain(String name, String prefix) {
    JsonNode p = root.path(prefix + "probabilityOfGain");
    JsonNode i = root.path(prefix + "improvement");
    return "<p><strong>I = "
        + Format.fixed(ResultFiles.number(i.path("mean")), 4)
        + "</strong> ("
        + Format.fixed(ResultFiles.number(i.path("low")), 4)
        + " to "
        + Format.fixed(ResultFiles.number(i.path("high")), 4)
        + ") of "
        + Html.escape(name)
        + "; P(I &gt; 0) = "
        + Format.ratio(ResultFiles.number(p.path("mean")))
        + " ("
        + Format.ratio(ResultFiles.number(p.path("low")))
        + " to "
        + Format.ratio(ResultFiles.number(p.path("high")))
        + ").</p>\n";
  }

  private static double[] improvements(double[] values, double[] first) {
    double[] improvements = new double[Math.min(values.length, first.length)];
    Arrays.setAll(improvements, r -> 1 - values[r] / first[r]);
    return improvements;
  }

  private static String histogram(
      String title,
      double[] values,
      JsonNode estimate,
      String unit,
      int decimals,
      double paleBelow) {
    if (values.length == 0) {
      return "";
    }
    double mean = ResultFiles.number(estimate.path("mean"));
    return new Histogram(
            title,
            values,
            Double.isFinite(mean) ? mean : Arrays.stream(values).average().orElse(0),
            ResultFiles.number(estimate.path("low")),
            ResultFiles.number(estimate.path("high")),
            unit,
            decimals,
            paleBelow)
        .html();
  }
}
