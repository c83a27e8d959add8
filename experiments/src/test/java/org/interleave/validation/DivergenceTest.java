package org.interleave.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.simulation.Simulator;
import org.interleave.trace.Trace;
import org.interleave.validation.Divergence.Reason;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** Runs that differ in one thing part because of that thing. */
class DivergenceTest {

  private static final Overheads USUAL = overheads(1_000_000, 0, 10_000);

  private static Overheads overheads(long bootstrap, long overrun, long latency) {
    return new Overheads(
        "some",
        bootstrap,
        500_000,
        500_000,
        500_000,
        0,
        latency,
        new Overheads.Overrun(overrun, overrun, 0),
        0,
        0);
  }

  private static Trace trace(long seed, Overheads overheads, Order order, Placement placement) {
    Duration time = new Normal(10, 1);
    WorkflowGraph graph =
        WorkflowGraph.of(
            Workflow.of(
                "w",
                TaskSet.of("A", 6, Resources.of(2, 0), time),
                TaskSet.of("B", 6, Resources.of(3, 0), time),
                TaskSet.of("C", 2, Resources.of(1, 0), time, "A", "B")));
    return Simulator.trace(
            new Scenario(
                Workload.draw(graph, seed, 0),
                Plan.asynchronous(graph),
                Cluster.of("two", 2, 8, 0),
                new StandardPolicy(order, Fit.SKIP, placement),
                overheads,
                FailurePolicy.STRICT))
        .requireTrace();
  }

  private static final Trace FIRST = trace(1, USUAL, Order.SUBMISSION, Placement.NEXT_FIT);

  private static Divergence first(Trace other) {
    List<Divergence> found = Divergence.of(FIRST, other, 0.001);
    assertThat(found).isNotEmpty();
    assertThat(Divergence.of(other, FIRST, 0.001).get(0).atSeconds())
        .as("the same from either side")
        .isEqualTo(found.get(0).atSeconds());
    return found.get(0);
  }

  @Test
  void equalRunsDoNotPart() {
    Trace again = trace(1, USUAL, Order.SUBMISSION, Placement.NEXT_FIT);
    assertThat(Divergence.of(FIRST, again, 0)).isEmpty();
  }

  @Test
  void anotherBootstrapIsAnOverhead() {
    Divergence d =
        first(trace(1, overheads(2_000_000, 0, 10_000), Order.SUBMISSION, Placement.NEXT_FIT));
    assertThat(d.reason()).isEqualTo(Reason.OVERHEAD);
    assertThat(d.atSeconds()).isEqualTo(1);
    assertThat(d.what()).isEqualTo("was released at 1.000 s and at 2.000 s");
  }

  @Test
  void anotherLatencyAndAnotherOverrunAreOverheads() {
    Trace later = trace(1, overheads(1_000_000, 0, 60_000), Order.SUBMISSION, Placement.NEXT_FIT);
    assertThat(first(later).what()).startsWith("was launched at 1.010 s");
    assertThat(first(later).reason()).isEqualTo(Reason.OVERHEAD);
    Trace longer =
        trace(1, overheads(1_000_000, 90_000, 10_000), Order.SUBMISSION, Placement.NEXT_FIT);
    assertThat(first(longer).reason()).isEqualTo(Reason.OVERHEAD);
    assertThat(first(longer).what()).startsWith("ended, meant to take the same time,");
    assertThat(Divergence.of(FIRST, longer, 1)).as("within the tolerance").isEmpty();
  }

  @Test
  void otherDrawsAreDurations() {
    Divergence d = first(trace(2, USUAL, Order.SUBMISSION, Placement.NEXT_FIT));
    assertThat(d.reason()).isEqualTo(Reason.DURATION);
    assertThat(d.atSeconds()).isGreaterThan(5);
  }

  @Test
  void anotherPlacementIsToldWithBothNodes() {
    Trace other = trace(1, USUAL, Order.LARGEST_TASK, Placement.BEST_FIT);
    Trace same = trace(1, USUAL, Order.LARGEST_TASK, Placement.NEXT_FIT);
    Divergence d = Divergence.of(same, other, 0.001).get(0);
    assertThat(d.reason()).isEqualTo(Reason.PLACEMENT);
    assertThat(d.what()).matches("was placed on node \\[\\d] and on \\[\\d]");
  }

  @Test
  void anotherOrderIsNamed() {
    Divergence d = first(trace(1, USUAL, Order.LARGEST_TASK, Placement.NEXT_FIT));
    assertThat(d.reason()).isIn(Reason.ORDER, Reason.PLACEMENT);
    assertThat(Divergence.of(FIRST, trace(1, USUAL, Order.LARGEST_TASK, Placement.NEXT_FIT), 0.001))
        .extracting(Divergence::reason)
        .contains(Reason.ORDER);
    assertThat(d.atSeconds()).as("slots are given at once").isEqualTo(1);
  }

  @Test
  void tasksOfOneRunOnlyAreStructure() {
    Trace less = new Trace(FIRST.header(), FIRST.records().subList(0, FIRST.records().size() - 1));
    List<Divergence> found = Divergence.of(FIRST, less, 0);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).reason()).isEqualTo(Reason.STRUCTURE);
    assertThat(found.get(0).what()).isEqualTo("is in the first run only");
    assertThat(Divergence.of(less, FIRST, 0).get(0).what()).isEqualTo("is in the second run only");
  }

  @Test
  void aToleranceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Divergence.of(FIRST, FIRST, Double.NaN))
        .hasMessageContaining("tolerance");
  }
}
