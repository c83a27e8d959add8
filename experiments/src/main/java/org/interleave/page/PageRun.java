package org.interleave.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.interchange.TraceFile;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * A run on the page.
 *
 * @param name what it is called there; no two with one axis have the same
 * @param file where its trace was read
 * @param trace what happened
 * @param metrics its figures
 * @param axis of time, shared with others
 * @param known its workflow, or null if no specification is known
 */
record PageRun(
    String name,
    Path file,
    Trace trace,
    Metrics metrics,
    Axis axis,
    @Nullable KnownWorkflow known) {

  /** Of runs that differ more in length than this, the shorter could not be read. */
  private static final double MOST_RATIO = 10;

  /**
   * An axis of time for runs of one workflow.
   *
   * @param workflow the workflow's name
   * @param micros the makespan of the first of them: no other is ten times as long or as short
   */
  record Axis(String workflow, long micros) {
    private boolean suits(TraceHeader header) {
      double ratio = (double) Math.max(1, header.ttxMicros()) / Math.max(1, micros);
      return workflow.equals(header.workflow()) && ratio < MOST_RATIO && ratio > 1 / MOST_RATIO;
    }
  }

  /**
   * Reads runs and names them by mode and engine, and by their files where that is not enough.
   *
   * @param specs where their workflows are known from
   * @return those with one axis together, sequential ones first, else in the order of the files
   */
  static List<PageRun> read(List<Path> files, SpecFiles specs) {
    List<Axis> axes = new ArrayList<>();
    List<PageRun> read = new ArrayList<>();
    for (Path file : files) {
      Trace trace = TraceFile.read(file);
      TraceHeader header = trace.header();
      Axis axis =
          axes.stream()
              .filter(a -> a.suits(header))
              .findFirst()
              .orElseGet(() -> new Axis(header.workflow(), header.ttxMicros()));
      if (!axes.contains(axis)) {
        axes.add(axis);
      }
      String name = header.mode() + ", " + header.engine();
      read.add(new PageRun(name, file, trace, Metrics.of(trace), axis, specs.of(file, trace)));
    }
    List<PageRun> runs = new ArrayList<>();
    for (PageRun run : read) {
      List<Path> same =
          read.stream()
              .filter(r -> r.name.equals(run.name) && r.axis.equals(run.axis))
              .map(PageRun::file)
              .toList();
      runs.add(
          same.size() == 1
              ? run
              : run.named(run.name + " (" + TellingPath.of(run.file, same) + ")"));
    }
    runs.sort(
        Comparator.comparingInt((PageRun r) -> axes.indexOf(r.axis))
            .thenComparing(r -> !r.isSequential()));
    return runs;
  }

  private PageRun named(String other) {
    return new PageRun(other, file, trace, metrics, axis, known);
  }

  /** What waits for what, or null if that is not known. */
  @Nullable WorkflowGraph graph() {
    return known == null ? null : known.graph();
  }

  /** Whether there were attempts that failed, were lost or canceled. */
  boolean hasVainAttempts() {
    return metrics.attempts() > metrics.tasks();
  }

  /** By how much its durations were scaled. */
  double timeScale() {
    String text = trace.header().provenance().getOrDefault(TraceHeader.TIME_SCALE, "1");
    double scale;
    try {
      scale = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 1;
    }
    return scale > 0 && scale < Double.POSITIVE_INFINITY ? scale : 1;
  }

  boolean isSequential() {
    return trace.header().mode().startsWith("sequential");
  }

  /** When the axis of time may end: nothing happens any more. */
  long endMicros() {
    long end = Math.max(1, trace.header().ttxMicros());
    for (TaskRecord t : trace.records()) {
      end = Math.max(end, t.freedMicros());
    }
    return end;
  }

  /** Whether each of its tasks was done in the end. */
  private boolean isComplete() {
    Map<String, Boolean> done = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      done.merge(
          t.label(trace.header().iterations()) + " " + t.index(),
          t.end() == TaskEnd.DONE,
          Boolean::logicalOr);
    }
    return !done.containsValue(false);
  }

  /** Whether I over another run has a meaning: the same work by the same engine, all done. */
  boolean isComparableTo(PageRun other) {
    return trace.header().isOfSameWork(other.trace.header())
        && metrics.tasks() == other.metrics.tasks()
        && isComplete()
        && other.isComplete();
  }
}
