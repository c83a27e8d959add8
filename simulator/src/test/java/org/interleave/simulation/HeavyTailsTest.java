package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Exponential;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Weibull;
import org.interleave.scheduling.Plan;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Do durations that no clock holds break a run, or are they refused or kept within bounds? */
class HeavyTailsTest {

  private static final long SEED = 1;

  static Duration[] heavy() {
    return new Duration[] {
      Lognormal.withCv(100, 1e6),
      new Lognormal(1, 10),
      new Lognormal(3e9, 3),
      new Weibull(0.06, 1),
      new Weibull(0.2, 3e9),
      new Exponential(3e9)
    };
  }

  @ParameterizedTest
  @MethodSource("heavy")
  void isARunOfVeryLongTasksInOrderOrRefused(Duration time) {
    WorkflowGraph graph = Witnesses.oneSet(10_000, time);
    Outcome outcome;
    try {
      Scenario s = Witnesses.scenario(Plan.asynchronous(graph), Cluster.of("c", 1, 10, 0));
      outcome = Simulator.trace(s.withWorkload(Workload.draw(graph, SEED, 0)));
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContainingAny("NaN", "null");
      return;
    }
    assertThat(outcome.metrics().cpuUtilization()).as("%s", time).isBetween(0.0, 1.0);
    assertThat(TraceChecker.check(outcome.requireTrace(), graph.workflow(), true))
        .as("%s, seed %d", time, SEED)
        .isEmpty();
  }
}
