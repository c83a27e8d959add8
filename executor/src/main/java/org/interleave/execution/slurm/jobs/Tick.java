package org.interleave.execution.slurm.jobs;

import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.duration.Uniform;

/** What it costs to leave scheduling to Slurm, for simulations that are to be compared with it. */
public final class Tick {

  private static final double SHORTEST_SECONDS = 1e-6;
  private static final double SECONDS = 1;

  private Tick() {}

  /**
   * The overheads of job arrays: Slurm looks once a second which jobs may begin, so whatever waits
   * for others waits up to a second more.
   */
  public static Overheads overheads() {
    OverheadTime tick = OverheadTime.of(new Uniform(SHORTEST_SECONDS, SECONDS));
    return Overheads.NONE
        .but()
        .name("slurm-tick")
        .bootstrap(tick)
        .stageGap(tick)
        .pipelineGap(tick)
        .setGap(tick)
        .build();
  }
}
