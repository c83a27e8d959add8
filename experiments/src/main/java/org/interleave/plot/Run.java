package org.interleave.plot;

import java.util.List;
import java.util.function.Predicate;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization;

/**
 * What figures show of a run.
 *
 * @param use by set and iteration, or by set where that would be too many to tell apart
 * @param done the part of it by attempts that were done
 * @param inVain the part of it by those that failed, were lost or canceled, by set
 * @param metrics without those of single sets
 */
record Run(Utilization use, Utilization done, Utilization inVain, Metrics metrics) {

  static final double MICROS = 1e6;

  private static final int MOST_SERIES = 96;

  static Run of(Trace trace) {
    Metrics.Collector collector = Metrics.collector(trace.header(), false);
    trace.records().forEach(collector::accept);
    Utilization use = use(trace);
    Trace inVain = inVain(trace);
    Utilization done = inVain.records().isEmpty() ? use : use(done(trace));
    return new Run(
        use, done, Utilization.of(inVain), collector.metrics(trace.header().ttxMicros()));
  }

  /** Without attempts that came to nothing. */
  static Trace done(Trace trace) {
    return only(trace, t -> t.end() == TaskEnd.DONE);
  }

  /** Attempts that came to nothing. */
  static Trace inVain(Trace trace) {
    return only(trace, t -> t.end() != TaskEnd.DONE);
  }

  private static Trace only(Trace trace, Predicate<TaskRecord> some) {
    return new Trace(trace.header(), trace.records().stream().filter(some).toList());
  }

  private static Utilization use(Trace trace) {
    Utilization use = Utilization.perIteration(trace);
    return use.series().size() > MOST_SERIES ? Utilization.of(trace) : use;
  }

  boolean hasAnyInVain() {
    return !inVain.series().isEmpty();
  }

  /** When nothing happens any more; a second where nothing happens at all. */
  long endMicros() {
    long tasks = Math.max(use.slots().endMicros(), use.gpus().endMicros());
    long end = Math.max(use.ttxMicros(), tasks);
    return end > 0 ? end : (long) MICROS;
  }

  /** When nothing happens any more in any of some runs; 1 if there are none. */
  static double endSeconds(List<Run> runs) {
    return runs.stream().mapToLong(Run::endMicros).max().orElse((long) MICROS) / MICROS;
  }

  /** Its makespan and span, for a heading. */
  String times() {
    return "TTX "
        + Text.seconds(metrics.ttxSeconds())
        + ", span "
        + Text.seconds(metrics.spanSeconds());
  }
}
