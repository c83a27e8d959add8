package org.interleave.execution.slurm.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.Overheads;
import org.junit.jupiter.api.Test;

class TickTest {

  @Test
  void whateverWaitsForOthersWaitsHalfASecondMoreOnAverage() {
    Overheads tick = Tick.overheads();
    assertThat(tick.setGap().meanMicros()).isBetween(499_999L, 500_001L);
    assertThat(tick.stageGap()).isEqualTo(tick.setGap());
    assertThat(tick.isRandom()).isTrue();
    assertThat(tick.tail().meanMicros()).isZero();
  }
}
