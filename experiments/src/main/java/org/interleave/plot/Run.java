package org.interleave.plot;

import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization;

/**
 * What figures show of a run.
 *
 * @param use by set and iteration, or by set where that would be too many to tell apart
 * @param metrics without those of single sets
 */
record Run(Utilization use, Metrics metrics) {

  static final double MICROS = 1e6;

  private static final int MOST_SERIES = 96;

  static Run of(Trace trace) {
    Utilization use = Utilization.perIteration(trace);
    if (use.series().size() > MOST_SERIES) {
      use = Utilization.of(trace);
    }
    Metrics.Collector collector = Metrics.collector(trace.header(), false);
    trace.records().forEach(collector::accept);
    return new Run(use, collector.metrics(use.ttxMicros()));
  }

  /** When nothing happens any more; a second where nothing happens at all. */
  long endMicros() {
    long tasks = Math.max(use.slots().endMicros(), use.gpus().endMicros());
    long end = Math.max(use.ttxMicros(), tasks);
    return end > 0 ? end : (long) MICROS;
  }

  /** Its makespan and span, for a heading. */
  String times() {
    return "TTX "
        + Text.seconds(metrics.ttxSeconds())
        + ", span "
        + Text.seconds(metrics.spanSeconds());
  }
}
