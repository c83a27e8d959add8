package org.interleave.calibration;

import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.simulation.Simulator;
import org.interleave.trace.Trace;

/** What the simulator makes of a recorded run. */
final class Forecast {

  private Forecast() {}

  /** With the gaps at their means, so that a forecast does not hang on a few draws. */
  static Trace trace(Recording run, Overheads overheads, SchedulingPolicy policy) {
    return Simulator.trace(
            new Scenario(
                run.workload(),
                run.plan(),
                run.trace().header().cluster(),
                policy,
                steady(overheads),
                FailurePolicy.STRICT))
        .requireTrace();
  }

  private static Overheads steady(Overheads o) {
    return o.but()
        .bootstrap(steady(o.bootstrap()))
        .stageGap(steady(o.stageGap()))
        .pipelineGap(steady(o.pipelineGap()))
        .setGap(steady(o.setGap()))
        .tail(steady(o.tail()))
        .build();
  }

  private static OverheadTime steady(OverheadTime time) {
    return OverheadTime.ofMicros(time.meanMicros());
  }
}
