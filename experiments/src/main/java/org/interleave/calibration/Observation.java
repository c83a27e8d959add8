package org.interleave.calibration;

import org.interleave.scheduling.Plan;
import org.interleave.trace.Trace;

/**
 * A run whose overheads are looked at.
 *
 * @param trace of the run
 * @param plan by which its sets were released: it tells what each of them waited for
 */
public record Observation(Trace trace, Plan plan) {

  public Observation {
    if (!trace.header().mode().equals(plan.label())) {
      throw new IllegalArgumentException(
          "the trace of '"
              + trace.header().workflow()
              + "' is of mode '"
              + trace.header().mode()
              + "', but the plan is '"
              + plan.label()
              + "'; give the plan of its own mode");
    }
  }
}
