package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Slots;
import org.interleave.duration.Duration;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.PlacementPolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** A policy of a library user's own is one class. */
class UserPolicyTest {

  /** The most work first, on the last node that fits. */
  private static final class MostWorkFirst implements SchedulingPolicy, PlacementPolicy {
    @Override
    public String label() {
      return "most-work";
    }

    @Override
    public double priority(SetInstance set, WorkflowGraph graph) {
      return -set.set().tasks() * set.set().time().meanSeconds();
    }

    @Override
    public Fit fit() {
      return Fit.SKIP;
    }

    @Override
    public PlacementPolicy placement() {
      return this;
    }

    @Override
    public int choose(Slots free, Resources process, int last) {
      for (int node = free.nodes() - 1; node >= 0; node--) {
        if (free.fits(node, process)) {
          return node;
        }
      }
      return -1;
    }
  }

  @Test
  void isItAskedForOrderAndPlacement() {
    // Two nodes of one slot: the long one first and alone on the last node, the short ones after.
    Workflow workflow =
        Workflow.of(
            "own",
            TaskSet.of("short", 2, Resources.of(1, 0), Duration.ofSeconds(1)),
            TaskSet.of("long", 1, Resources.of(1, 0), Duration.ofSeconds(10)));
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    var outcome =
        Simulator.trace(
            new Scenario(
                Workload.ofMeans(graph),
                Plan.asynchronous(graph),
                Cluster.of("two", 2, 1, 0),
                new MostWorkFirst(),
                Overheads.NONE,
                FailurePolicy.STRICT));
    assertThat(outcome.metrics().ttxSeconds()).isEqualTo(10.0);
    assertThat(outcome.metrics().sets())
        .extracting(Metrics.SetFigures::label, Metrics.SetFigures::nodes)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("long", java.util.List.of(1)),
            org.assertj.core.groups.Tuple.tuple("short", java.util.List.of(0)));
    assertThat(outcome.requireTrace().header().policy()).isEqualTo("most-work");
    assertThat(TraceChecker.check(outcome.requireTrace(), workflow)).isEmpty();
  }
}
