package org.interleave.execution.slurm.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentLinkTest {

  @Test
  void pausesGrowUpToALimitAndStayThere() {
    assertThat(IntStream.range(1, 8).mapToLong(AgentLink::pauseSeconds))
        .containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L);
    assertThat(IntStream.range(5, 200).mapToLong(AgentLink::pauseSeconds)).containsOnly(30L);
    assertThat(AgentLink.pauseSeconds(Integer.MAX_VALUE)).isEqualTo(30);
  }
}
