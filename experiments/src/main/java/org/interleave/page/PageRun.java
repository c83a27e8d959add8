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

/**
 * A run on the page.
 *
 * @param name what it is called there; no two runs have the same
 * @param file where its trace was read
 * @param trace what happened
 * @param metrics its figures
 */
record PageRun(String name, Path file, Trace trace, Metrics metrics) {

  /** Runs with one axis of time: those of one workflow, in seconds of the same length. */
  record Axis(String workflow, String timeScale) {}

  /**
   * Reads runs and names them by engine and mode, and by their files where that is not enough.
   *
   * @return those of one workflow together, sequential ones first, else in the order of the files
   */
  static List<PageRun> read(List<Path> files) {
    List<Trace> traces = files.stream().map(TraceFile::read).toList();
    Map<List<String>, Integer> sameName = new HashMap<>();
    traces.forEach(t -> sameName.merge(key(t.header()), 1, Integer::sum));
    List<PageRun> runs = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      TraceHeader header = traces.get(i).header();
      String name = plainName(header);
      if (sameName.getOrDefault(key(header), 1) > 1) {
        name += " (" + files.get(i) + ")";
      }
      runs.add(new PageRun(name, files.get(i), traces.get(i), Metrics.of(traces.get(i))));
    }
    List<Axis> axes = runs.stream().map(PageRun::axis).distinct().toList();
    runs.sort(
        Comparator.comparingInt((PageRun r) -> axes.indexOf(r.axis()))
            .thenComparing(r -> !r.isSequential()));
    return runs;
  }

  private static List<String> key(TraceHeader header) {
    Axis axis = axis(header);
    return List.of(axis.workflow, axis.timeScale, plainName(header));
  }

  private static String plainName(TraceHeader header) {
    return header.mode() + ", " + header.engine();
  }

  Axis axis() {
    return axis(trace.header());
  }

  private static Axis axis(TraceHeader header) {
    return new Axis(
        header.workflow(), header.provenance().getOrDefault(TraceHeader.TIME_SCALE, ""));
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
    TraceHeader a = trace.header();
    TraceHeader b = other.trace.header();
    return axis().equals(other.axis())
        && a.engine().equals(b.engine())
        && a.iterations() == b.iterations()
        && a.cluster().equals(b.cluster())
        && a.overheads().equals(b.overheads())
        && a.seed() == b.seed()
        && a.replication() == b.replication()
        && metrics.tasks() == other.metrics.tasks()
        && isComplete()
        && other.isComplete();
  }
}
