package org.interleave;

import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param metrics what was measured
 * @param complete whether every task was done
 * @param trace what happened to each task, if it was asked for
 */
public record Outcome(Metrics metrics, boolean complete, @Nullable Trace trace) {

  /** The trace of a run that was asked to keep it. */
  public Trace requireTrace() {
    if (trace == null) {
      throw new IllegalStateException("this run kept no trace");
    }
    return trace;
  }
}
