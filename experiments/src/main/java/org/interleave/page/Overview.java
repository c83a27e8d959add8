package org.interleave.page;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import org.interleave.trace.Metrics;

/** The sections about all runs together: figures, closed form and measurement, replications. */
final class Overview {

  private static final String TERMS =
      "<p class=\"note\">TTX is from the start of the bootstrap to the end of the tail, the span from"
          + " the first start to the last stop of a task. CPU and GPU are busy over all of TTX,"
          + " reserved slots included. I is 1 - t / t of the sequential run, where the same engine"
          + " ran the same workload both ways and all was done.</p>\n";

  private final List<PageRun> runs;
  private final SpecFiles specs;
  private final List<Path> validations;
  private final List<Path> replications;
  private final StringBuilder links = new StringBuilder();
  private final StringBuilder out = new StringBuilder();

  Overview(List<PageRun> runs, SpecFiles specs, List<Path> results) {
    this.runs = List.copyOf(runs);
    this.specs = specs;
    this.validations =
        results.stream().filter(f -> ResultFiles.is(f, ResultFiles.VALIDATION)).toList();
    this.replications =
        results.stream().filter(f -> ResultFiles.is(f, ResultFiles.REPLICATIONS)).toList();
    Map<String, String> named = new LinkedHashMap<>();
    named.put("Runs", runs.isEmpty() ? "" : scrolled("Runs", runsTable()) + TERMS);
    named.put("Predicted, simulated, measured", compared());
    named.put("Replications", replicated());
    named.forEach(this::section);
  }

  private void section(String title, String content) {
    if (content.isEmpty()) {
      return;
    }
    String id = title.split(",", -1)[0].toLowerCase(java.util.Locale.ROOT);
    links.append("<a href=\"#" + id + "\">" + title.split(",", -1)[0] + "</a>\n");
    out.append("<section id=\"" + id + "\">\n<h2>" + title + "</h2>\n" + content);
    out.append("</section>\n");
  }

  /** Links to them. */
  String links() {
    return links.toString();
  }

  /** The sections, without those that would be empty. */
  String html() {
    return out.toString();
  }

  private static String scrolled(String label, String content) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
        + label
        + "\">"
        + content
        + "</div>\n";
  }

  private String runsTable() {
    Map<Integer, PageRun> over = Improvements.of(runs);
    Table table =
        Table.of(
            "workflow",
            "run",
            "TTX [s]",
            "span [s]",
            "CPU",
            "GPU",
            "tasks/s",
            "tasks",
            "attempts",
            "I on TTX",
            "I on span",
            "over");
    for (int i = 0; i < runs.size(); i++) {
      Metrics m = runs.get(i).metrics();
      PageRun sequential = over.get(i);
      table.row(
          runs.get(i).trace().header().workflow(),
          runs.get(i).name(),
          Format.seconds(m.ttxSeconds()),
          Format.seconds(m.spanSeconds()),
          Format.percent(m.cpuUtilization()),
          Format.percent(m.gpuUtilization()),
          Format.ratio(m.tasksPerSecond()),
          Integer.toString(m.tasks()),
          Integer.toString(m.attempts()),
          sequential == null ? "-" : Format.ratio(m.improvementOver(sequential.metrics())),
          sequential == null ? "-" : Format.ratio(m.spanImprovementOver(sequential.metrics())),
          sequential == null ? "-" : sequential.name());
    }
    return table.html();
  }

  /** What was validated, and beside the closed form what was not. */
  private String compared() {
    StringBuilder out = new StringBuilder();
    validations.forEach(v -> out.append(ValidationTable.html(v)));
    List<PageRun> others = runs.stream().filter(r -> !isValidated(r)).toList();
    String predicted = new Predictions().html(others);
    if (!predicted.isEmpty()) {
      out.append("<h3>Runs beside the closed form</h3>\n");
      out.append(scrolled("Predicted and simulated or measured", predicted));
    } else if (!others.isEmpty()) {
      out.append("<p class=\"note\">The closed form says nothing of ")
          .append(validations.isEmpty() ? "these" : "the other")
          .append(
              " runs: no specification of their workflow, cluster and overheads lies beside them;"
                  + " --spec names one.")
          .append("</p>\n");
    }
    specs
        .unreadable()
        .forEach(u -> out.append("<p class=\"note\">").append(Html.escape(u)).append("</p>\n"));
    return out.toString();
  }

  private boolean isValidated(PageRun run) {
    Path file = run.file().toAbsolutePath().normalize();
    return validations.stream()
        .map(v -> v.toAbsolutePath().normalize().getParent())
        .anyMatch(folder -> folder != null && file.startsWith(folder));
  }

  private String replicated() {
    return String.join("", replications.stream().map(ReplicatedRuns::html).toList());
  }
}
