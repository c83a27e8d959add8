package org.interleave.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.Version;
import org.interleave.cluster.NodeGroup;
import org.interleave.explain.CriticalChain;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.explain.SetWaits;
import org.interleave.report.Format;
import org.interleave.report.Html;
import org.interleave.report.Table;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceHeader;

/**
 * Runs as one HTML file that needs nothing else: figures and tables are in it, and so are the
 * script that draws them and the library that it draws with.
 */
public final class ReportPage {

  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final List<PageRun> runs;

  private ReportPage(List<PageRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * A page of some traces.
   *
   * @throws org.interleave.spec.SpecException if a file is not a trace
   */
  public static ReportPage read(List<Path> files) {
    return new ReportPage(PageRun.read(files));
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
          sections.append(section(data.size(), title, members));
          data.add(PageData.of(title, members));
        });
    String title =
        String.join(", ", groups.keySet().stream().map(PageRun.Axis::workflow).distinct().toList());
    return filled(
        resource("page.html"),
        Map.of(
            "title", Html.escape(title),
            "style", resource("page.css"),
            "links", links.toString(),
            "runs", runsTable(),
            "sections", sections.toString(),
            "files", provenance(),
            "version", Html.escape(Version.current().toString()),
            "data", PageData.json(data),
            "library", resource(LIBRARY),
            "script", resource("page.js")));
  }

  /** The workflow, and how long its runs take where others take much longer. */
  private String title(PageRun.Axis axis) {
    boolean alone =
        runs.stream()
            .allMatch(r -> r.axis().equals(axis) || !r.axis().workflow().equals(axis.workflow()));
    return axis.workflow()
        + (alone ? "" : ", runs of about " + Format.seconds(axis.micros() / 1e6) + " s");
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

  private static String section(int group, String title, List<PageRun> members) {
    StringBuilder options = new StringBuilder();
    StringBuilder details = new StringBuilder();
    for (int i = 0; i < members.size(); i++) {
      options
          .append("<option value=\"")
          .append(i)
          .append("\">")
          .append(Html.escape(members.get(i).name()))
          .append("</option>");
      details.append(details(i, members.get(i)));
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
                  .append(" s.</p>\n");
            });
    return text.toString();
  }

  private static String details(int place, PageRun run) {
    List<Link> chain = CriticalChain.of(run.trace(), null);
    return "<div class=\"details\" data-run=\""
        + place
        + "\">\n<h4>"
        + Html.escape(run.name())
        + ": what each set waited for</h4>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Waits\">"
        + sets(run, chain)
        + "</div>\n<h4>"
        + Html.escape(run.name())
        + ": the critical chain in time</h4>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Critical chain\">"
        + chain(chain)
        + "</div>\n</div>\n";
  }

  private static String sets(PageRun run, List<Link> chain) {
    Set<String> critical = new HashSet<>();
    chain.forEach(l -> critical.add(l.set()));
    Map<String, SetWaits> waits = new LinkedHashMap<>();
    SetWaits.of(run.trace()).forEach(w -> waits.put(w.set(), w));
    Table table =
        Table.of(
            "set",
            "tasks done",
            "ready [s]",
            "first start [s]",
            "last end [s]",
            "for resources, mean [s]",
            "longest [s]",
            "in the launcher, mean [s]",
            "held by",
            "critical");
    for (Metrics.SetFigures s : run.metrics().sets()) {
      SetWaits w = waits.get(s.label());
      table.row(
          s.label(),
          Integer.toString(s.tasks()),
          w == null ? "-" : Format.seconds(w.readySeconds()),
          Format.seconds(s.startSeconds()),
          Format.seconds(s.endSeconds()),
          w == null ? "-" : Format.seconds(w.resourceSeconds()),
          w == null ? "-" : Format.seconds(w.longestResourceSeconds()),
          w == null ? "-" : Format.seconds(w.overheadSeconds()),
          w == null ? "" : String.join(", ", w.holders()),
          critical.contains(s.label()) ? "yes" : "masked");
    }
    return table.html();
  }

  private static String chain(List<Link> chain) {
    Table table = Table.of("set", "tasks in a row", "from [s]", "to [s]", "why then", "gap [s]");
    for (int i = 0; i < chain.size(); i++) {
      Link l = chain.get(i);
      table.row(
          l.set(),
          Integer.toString(l.tasks()),
          Format.seconds(l.startSeconds()),
          Format.seconds(l.endSeconds()),
          i == 0 ? l.reason().words() : l.reason().words() + " " + chain.get(i - 1).set(),
          Format.seconds(l.gapSeconds()));
    }
    return table.html();
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
