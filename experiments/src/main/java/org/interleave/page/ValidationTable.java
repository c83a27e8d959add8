package org.interleave.page;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import tools.jackson.databind.JsonNode;

/** What {@code validate} wrote: predicted, simulated and measured in one table, with errors. */
final class ValidationTable {

  /** What is compared: where it lies in a pair of runs, and in the means of the measured ones. */
  private enum Column {
    SEQUENTIAL_TTX("TTX sequential [s]", "/sequential/ttxSeconds", "sequentialTtx", true),
    ASYNCHRONOUS_TTX("TTX asynchronous [s]", "/asynchronous/ttxSeconds", "asynchronousTtx", true),
    IMPROVEMENT("I on TTX", "/improvement", "improvement", false),
    SEQUENTIAL_SPAN("span sequential [s]", "/sequential/spanSeconds", "sequentialSpan", true),
    ASYNCHRONOUS_SPAN(
        "span asynchronous [s]", "/asynchronous/spanSeconds", "asynchronousSpan", true),
    SPAN_IMPROVEMENT("I on span", "/spanImprovement", "spanImprovement", false);

    private final String heading;
    private final String pointer;
    private final String mean;
    private final boolean time;

    Column(String heading, String pointer, String mean, boolean time) {
      this.heading = heading;
      this.pointer = pointer;
      this.mean = mean;
      this.time = time;
    }

    String text(double value) {
      return time ? Format.seconds(value) : Format.ratio(value);
    }

    /** Of times as a share of the measured one, of I as a difference. */
    String error(double value, double measured) {
      if (time) {
        return Format.deviation(value / measured - 1);
      }
      double error = value - measured;
      return Double.isFinite(error) ? (error > 0 ? "+" : "") + Format.ratio(error) : "-";
    }
  }

  private final JsonNode root;
  private final Map<String, JsonNode> rows = new LinkedHashMap<>();

  private ValidationTable(JsonNode root) {
    this.root = root;
    String overheads = root.path("overheads").asString("");
    if (root.has("simulated")) {
      rows.put("simulated, no overheads", root.path("simulated"));
    }
    if (root.has("simulatedWithOverheads") && !overheads.equals("none")) {
      rows.put("simulated, " + overheads, root.path("simulatedWithOverheads"));
    }
  }

  /**
   * The tables of a file, and its notes.
   *
   * @throws org.interleave.spec.SpecException if it is no JSON object
   */
  static String html(Path file) {
    return new ValidationTable(ResultFiles.read(file)).html(file.toString());
  }

  private String html(String file) {
    StringBuilder out = new StringBuilder("<h3>");
    out.append(Html.escape(root.path("workflow").asString("") + ", " + file)).append("</h3>\n");
    out.append(scrolled("Times", times().html())).append(scrolled("Use", use().html()));
    out.append(TrustNote.html(root));
    for (JsonNode note : root.path("notes")) {
      out.append("<p class=\"note\">").append(Html.escape(note.asString(""))).append("</p>\n");
    }
    return out.toString();
  }

  private static String scrolled(String label, String table) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
        + label
        + ", predicted, simulated and measured\">"
        + table
        + "</div>\n";
  }

  private Table times() {
    String[] headings = new String[Column.values().length + 1];
    headings[0] = "from";
    for (Column c : Column.values()) {
      headings[c.ordinal() + 1] = c.heading;
    }
    Table table = Table.of(headings);
    row(table, "predicted, closed form", this::predicted);
    rows.forEach((name, runs) -> row(table, name, c -> c.text(simulated(c, runs))));
    if (root.path("simulatedHalfWidth").path("improvement").isNumber()) {
      halfWidths(table, "simulatedHalfWidth");
    }
    JsonNode asRun = root.path("simulatedAsRunMean");
    if (asRun.isObject()) {
      row(table, "simulated, as tasks took", c -> c.text(ResultFiles.number(asRun.path(c.mean))));
    }
    JsonNode measured = root.path("measured");
    for (int i = 0; i < measured.size(); i++) {
      JsonNode runs = measured.get(i);
      row(table, measuredName(i), c -> c.text(ResultFiles.number(runs.at(c.pointer))));
    }
    if (measured.size() > 1) {
      row(table, "measured, mean", c -> c.text(mean(c)));
      halfWidths(table, "measuredHalfWidth");
    }
    row(table, "error of the closed form", c -> c.error(predictedValue(c), mean(c)));
    rows.forEach(
        (name, runs) -> row(table, "error of " + name, c -> c.error(simulated(c, runs), mean(c))));
    if (asRun.isObject()) {
      row(
          table,
          "error of simulated, as tasks took",
          c -> c.error(ResultFiles.number(asRun.path(c.mean)), mean(c)));
    }
    return table;
  }

  private void halfWidths(Table table, String key) {
    JsonNode half = root.path(key);
    if (half.isObject()) {
      row(table, "95 % interval, +/-", c -> c.text(ResultFiles.number(half.path(c.mean))));
    }
  }

  private static void row(
      Table table, String name, java.util.function.Function<Column, String> cell) {
    String[] cells = new String[Column.values().length + 1];
    cells[0] = name;
    for (Column c : Column.values()) {
      cells[c.ordinal() + 1] = cell.apply(c);
    }
    table.row(cells);
  }

  private String predicted(Column c) {
    return c.text(predictedValue(c));
  }

  private double predictedValue(Column c) {
    JsonNode p = root.path("predicted");
    return switch (c) {
      case SEQUENTIAL_TTX -> ResultFiles.number(p.path("sequentialSeconds"));
      case ASYNCHRONOUS_TTX -> ResultFiles.number(p.path("asynchronousSeconds"));
      case IMPROVEMENT -> ResultFiles.number(p.path("improvement"));
      case SEQUENTIAL_SPAN, ASYNCHRONOUS_SPAN, SPAN_IMPROVEMENT -> Double.NaN;
    };
  }

  /** Of several draws of the overheads their mean. */
  private double simulated(Column c, JsonNode runs) {
    JsonNode mean = root.path("simulatedWithOverheadsMean").path(c.mean);
    return ResultFiles.number(
        mean.isNumber() && runs.equals(root.path("simulatedWithOverheads"))
            ? mean
            : runs.at(c.pointer));
  }

  private double mean(Column c) {
    return ResultFiles.number(root.path("measuredMean").path(c.mean));
  }

  private String measuredName(int i) {
    return root.path("measured").size() == 1 ? "measured" : "measured #" + (i + 1);
  }

  private Table use() {
    Table table =
        Table.of(
            "from",
            "CPU sequential",
            "CPU asynchronous",
            "GPU sequential",
            "GPU asynchronous",
            "tasks/s sequential",
            "tasks/s asynchronous");
    rows.forEach((name, runs) -> use(table, name, runs));
    for (int i = 0; i < root.path("measured").size(); i++) {
      use(table, measuredName(i), root.path("measured").get(i));
    }
    return table;
  }

  private static void use(Table table, String name, JsonNode runs) {
    JsonNode s = runs.path("sequential");
    JsonNode a = runs.path("asynchronous");
    table.row(
        name,
        Format.percent(ResultFiles.number(s.path("cpuUtilization"))),
        Format.percent(ResultFiles.number(a.path("cpuUtilization"))),
        Format.percent(ResultFiles.number(s.path("gpuUtilization"))),
        Format.percent(ResultFiles.number(a.path("gpuUtilization"))),
        Format.ratio(ResultFiles.number(s.path("tasksPerSecond"))),
        Format.ratio(ResultFiles.number(a.path("tasksPerSecond"))));
  }
}
