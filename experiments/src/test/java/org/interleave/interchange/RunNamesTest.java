package org.interleave.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.junit.jupiter.api.Test;

class RunNamesTest {

  @Test
  void aNameSaysNoMoreThanIsNeeded() {
    Trace simulated = trace("w", "simulated", "asynchronous");
    Trace executed = trace("w", "executed", "asynchronous");
    Trace other = trace("v", "simulated", "asynchronous");
    assertThat(RunNames.of(List.of())).isEmpty();
    assertThat(RunNames.of(List.of(simulated))).containsExactly("asynchronous");
    assertThat(RunNames.of(List.of(simulated, trace("w", "simulated", "sequential/ranks"))))
        .containsExactly("asynchronous", "sequential/ranks");
    assertThat(RunNames.of(List.of(simulated, executed)))
        .containsExactly("asynchronous, simulated", "asynchronous, executed");
    assertThat(RunNames.of(List.of(simulated, other)))
        .containsExactly("w, asynchronous, simulated", "v, asynchronous, simulated");
    assertThat(RunNames.of(List.of(simulated, simulated)))
        .containsExactly("w, asynchronous, simulated, 1", "w, asynchronous, simulated, 2");
  }

  private static Trace trace(String workflow, String engine, String mode) {
    Cluster cluster = Cluster.of("c", 1, 1, 0);
    return new Trace(
        new TraceHeader(engine, workflow, 1, mode, "", false, cluster, "none", 0, 0, 0), List.of());
  }
}
