package org.interleave.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.Version;
import org.interleave.cluster.NodeGroup;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.Utilization;

/**
 * Runs as one HTML file that needs nothing else: figures and tables are in it, and so are the
 * script that draws them and the library that it draws with.
 */
public final class ReportPage {

  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final List<PageRun> runs;
  private final SpecFiles specs;
  private final List<Path> results;
  private final Judged judged;

  private ReportPage(List<PageRun> runs, SpecFiles specs, List<Path> results) {
    this.specs = specs;
    this.results = List.copyOf(results);
    this.judged = new Judged(results);
    this.runs = runs.stream().sorted(Comparator.comparingInt(judged::place)).toList();
  }

  /**
   * A page of some traces.
   *
   * @throws org.interleave.spec.SpecException if a file is not a trace
   */
  public static ReportPage read(List<Path> files) {
    return read(files, SpecFiles.besideTraces(), List.of());
  }

  /**
   * A page of some traces and of other results.
   *
   * @param specs where the workflows of the traces are known from
   * @param results as {@link ResultFiles#find} finds them
   * @throws org.interleave.spec.SpecException if a file is not a trace
   */
  public static ReportPage read(List<Path> files, SpecFiles specs, List<Path> results) {
    return new ReportPage(PageRun.read(files, specs), specs, results);
  }

  /** How many tasks were started in all runs, each attempt counted. */
  public int attempts() {
    return runs.stream().mapToInt(r -> r.metrics().attempts()).sum();
  }

  /** The text of the file. The same traces give the same text. */
  public String html() {
    Map<PageRun.Axis, List<PageRun>> groups = new LinkedHashMap<>();
    runs.forEach(r -> groups.computeIfAbsent(r.axis(), a -> new ArrayList<>()).add(r));
    StringBuilder sections = new StringBuilder();
    StringBuilder links = new StringBuilder();
    List<Object> data = new ArrayList<>();
    groups.forEach(
        (axis, members) -> {
          String title = title(axis);
          links
              .append("<a href=\"#group-")
              .append(data.size())
              .append("\">")
              .append(Html.escape(title))
              .append("</a>\n");
          List<Utilization> uses = members.stream().map(r -> Utilization.of(r.trace())).toList();
          Fills fills = new Fills(uses);
          sections.append(section(data.size(), title, members, fills));
          data.add(PageData.of(title, members, uses, fills));
        });
    String title =
        String.join(
            ", ",
            Stream.concat(
                    runs.stream()
                        .filter(r -> !judged.isAside(r))
                        .map(r -> r.trace().header().workflow()),
                    results.stream().map(ResultFiles::workflow))
                .distinct()
                .toList());
    Overview overview = new Overview(runs, specs, results);
    return filled(
        resource("page.html"),
        Map.ofEntries(
            Map.entry("title", Html.escape(title)),
            Map.entry("style", resource("page.css")),
            Map.entry("tables", resource("tables.js")),
            Map.entry("links", overview.links() + links),
            Map.entry("sections", overview.html() + sections),
            Map.entry("files", runs.isEmpty() ? "" : provenance()),
            Map.entry("version", Html.escape(Version.current().toString())),
            Map.entry("data", PageData.json(data)),
            Map.entry("library", resource(LIBRARY)),
            Map.entry("script", resource("page.js") + resource("workflow.js"))));
  }

  /** The workflow, and how long its runs take where others take much longer. */
  private String title(PageRun.Axis axis) {
    boolean alone =
        runs.stream()
            .allMatch(r -> r.axis().equals(axis) || !r.axis().workflow().equals(axis.workflow()));
    return axis.workflow()
        + (alone ? "" : ", runs of about " + Format.seconds(axis.micros() / 1e6) + " s");
  }

  private static String section(int group, String title, List<PageRun> members, Fills fills) {
    StringBuilder options = new StringBuilder();
    StringBuilder details = new StringBuilder();
    for (int i = 0; i < members.size(); i++) {
      options
          .append("<option value=\"")
          .append(i)
          .append("\">")
          .append(Html.escape(members.get(i).name()))
          .append("</option>");
      details.append(RunDetails.html(i, members.get(i), fills));
    }
    return filled(
        resource("section.html"),
        Map.of(
            "group", Integer.toString(group),
            "title", Html.escape(title),
            "gain", gain(members),
            "options", options.toString(),
            "details", details.toString()));
  }

  /** What asynchronous execution brought, in a sentence a pair. */
  private static String gain(List<PageRun> members) {
    StringBuilder text = new StringBuilder();
    Improvements.of(members)
        .forEach(
            (place, sequential) -> {
              PageRun run = members.get(place);
              text.append("<p><strong>I = ")
                  .append(Format.ratio(run.metrics().improvementOver(sequential.metrics())))
                  .append("</strong> on TTX, ")
                  .append(Format.ratio(run.metrics().spanImprovementOver(sequential.metrics())))
                  .append(" on span: ")
                  .append(Html.escape(run.name()))
                  .append(" takes ")
                  .append(Format.seconds(run.metrics().ttxSeconds()))
                  .append(" s, ")
                  .append(Html.escape(sequential.name()))
                  .append(" ")
                  .append(Format.seconds(sequential.metrics().ttxSeconds()))
                  .append(" s.")
                  .append(
                      run.hasVainAttempts() || sequential.hasVainAttempts()
                          ? " Attempts that failed, were lost or canceled took time too, so this"
                              + " compares more than the modes."
                          : "")
                  .append("</p>\n");
            });
    return text.toString();
  }

  private String provenance() {
    Table table =
        Table.of(
            "file",
            "engine",
            "mode",
            "policy",
            "cluster",
            "nodes",
            "overheads",
            "seed",
            "replication",
            "iterations",
            "what else is known");
    for (PageRun run : runs) {
      TraceHeader h = run.trace().header();
      table.row(
          run.file().toString(),
          h.engine(),
          h.mode(),
          h.policy() + (h.pooled() ? ", pooled" : ""),
          h.cluster().name() + (h.cluster().virtual() ? " (virtual)" : ""),
          String.join("; ", h.cluster().groups().stream().map(ReportPage::nodes).toList()),
          h.overheads(),
          Long.toString(h.seed()),
          Integer.toString(h.replication()),
          Integer.toString(h.iterations()),
          String.join(
              "; ",
              h.provenance().entrySet().stream()
                  .map(e -> e.getKey() + " " + e.getValue())
                  .toList()));
    }
    return table.html();
  }

  private static String nodes(NodeGroup g) {
    return g.count()
        + " with "
        + g.cores()
        + " cores"
        + (g.threads() > 1 ? " of " + g.threads() + " threads" : "")
        + ", "
        + g.gpus()
        + " GPUs"
        + (g.reserved() > 0 ? ", " + g.reserved() + " slots reserved" : "");
  }

  /** A text with its places filled; what is filled in is not looked at again. */
  private static String filled(String template, Map<String, String> values) {
    Matcher m = PLACE.matcher(template);
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (; m.find(); from = m.end()) {
      String value = values.get(m.group(1));
      if (value == null) {
        throw new IllegalStateException("nothing to fill in for " + m.group());
      }
      out.append(template, from, m.start()).append(value);
    }
    return out.append(template, from, template.length()).toString();
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
