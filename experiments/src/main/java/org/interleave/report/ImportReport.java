package org.interleave.report;

import java.util.ArrayList;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.imports.ImportedWorkflow;
import org.interleave.imports.ImportedWorkflow.Figures;
import org.interleave.interchange.Json;
import org.interleave.trace.Trace;

/** What was imported, and what was assumed for it. */
public final class ImportReport {

  private final String source;
  private final ImportedWorkflow imported;

  /**
   * A report.
   *
   * @param source the file that it came from
   */
  public ImportReport(String source, ImportedWorkflow imported) {
    this.source = source;
    this.imported = imported;
  }

  /** As text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines().forEach(l -> text.append(l).append('\n'));
    if (!imported.notes().isEmpty()) {
      text.append("\nassumed or repaired:\n");
      imported.notes().forEach(n -> text.append("- ").append(n).append('\n'));
    }
    return text.toString();
  }

  /** Lines to stand before the specification. */
  public List<String> comments() {
    List<String> comments = new ArrayList<>(lines());
    imported.notes().forEach(n -> comments.add("- " + n));
    return comments;
  }

  private List<String> lines() {
    Figures f = imported.figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        imported.spec().workflow().name()
            + ", imported from "
            + source
            + " ("
            + imported.format().label()
            + ")");
    lines.add(
        f.tasks()
            + " tasks in "
            + imported.spec().workflow().sets().size()
            + " sets"
            + (f.edges() < 0
                ? ""
                : ", "
                    + f.edges()
                    + " edges between tasks, "
                    + f.levels()
                    + " levels, the widest of "
                    + f.widest()));
    lines.add(
        "runtimes "
            + seconds(f.runtimeMicros())
            + " in all"
            + (f.criticalPathMicros() < 0
                ? ""
                : ", " + seconds(f.criticalPathMicros()) + " on the longest path")
            + (f.makespanMicros() < 0 ? "" : "; recorded makespan " + seconds(f.makespanMicros())));
    Cluster c = imported.spec().cluster();
    lines.add(
        c.nodeCount()
            + (c.nodeCount() == 1 ? " node, " : " nodes, ")
            + c.totalSlots()
            + " slots, "
            + c.totalGpus()
            + " GPUs");
    Trace trace = imported.trace();
    lines.add(
        trace == null
            ? "no trace: the file does not hold when tasks started"
            : "a trace of " + seconds(trace.header().ttxMicros()));
    return lines;
  }

  private static String seconds(long micros) {
    return Format.seconds(micros / 1e6) + " s";
  }

  /** As JSON. */
  public Json json() {
    Figures f = imported.figures();
    Trace trace = imported.trace();
    Json json =
        Json.object()
            .put("workflow", imported.spec().workflow().name())
            .put("source", source)
            .put("format", imported.format().label())
            .put("tasks", f.tasks())
            .put("sets", imported.spec().workflow().sets().size());
    if (f.edges() >= 0) {
      json.put("edges", f.edges()).put("levels", f.levels()).put("widestLevel", f.widest());
    }
    json.put("runtimeSeconds", f.runtimeMicros() / 1e6);
    if (f.criticalPathMicros() >= 0) {
      json.put("criticalPathSeconds", f.criticalPathMicros() / 1e6);
    }
    return json.put(
            "recordedMakespanSeconds",
            f.makespanMicros() < 0 ? Double.NaN : f.makespanMicros() / 1e6)
        .put("nodes", imported.spec().cluster().nodeCount())
        .put("slots", imported.spec().cluster().totalSlots())
        .put("gpus", imported.spec().cluster().totalGpus())
        .put("trace", trace != null)
        .put("notes", imported.notes());
  }
}
