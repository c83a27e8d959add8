package org.interleave.duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.interleave.Workload;
import org.interleave.analysis.Bounds;
import org.interleave.analysis.OrderStatistics;
import org.interleave.cluster.Cluster;
import org.interleave.spec.Presets;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class RecordedTest {

  private static final Recorded TIMES = new Recorded(List.of(5.0, 1.0, 3.0));

  private static WorkflowGraph graph(int iterations, TaskSet... sets) {
    return WorkflowGraph.of(new Workflow("w", iterations, List.of(sets), List.of(), List.of()));
  }

  @Test
  void everyTaskTakesItsOwnTimeWhateverTheSeed() {
    WorkflowGraph graph = graph(2, TaskSet.of("A", 3, Resources.of(1, 0), TIMES));
    for (long seed = 0; seed < 20; seed++) {
      for (boolean mirrored : new boolean[] {false, true}) {
        Workload workload = Workload.drawAntithetic(graph, seed, 3, mirrored);
        assertThat(java.util.stream.IntStream.range(0, 6).mapToLong(workload::durationMicros))
            .containsExactly(
                5_000_000L, 1_000_000L, 3_000_000L, 5_000_000L, 1_000_000L, 3_000_000L);
      }
    }
    assertThat(Workload.ofMeans(graph).durationMicros(4)).isEqualTo(1_000_000);
  }

  @Test
  void behindTheLastTimeTheListBeginsAnew() {
    Workload workload =
        Workload.draw(graph(1, TaskSet.of("A", 5, Resources.of(1, 0), TIMES)), 1, 0);
    assertThat(workload.durationMicros(3)).isEqualTo(5_000_000);
    assertThat(workload.durationMicros(4)).isEqualTo(1_000_000);
  }

  @Test
  void theSlowestTaskIsKnownAndNotExpected() {
    assertThat(OrderStatistics.expectedSlowestSeconds(TIMES, 3)).isEqualTo(5);
    Recorded late = new Recorded(List.of(1.0, 2.0, 9.0));
    assertThat(OrderStatistics.expectedSlowestSeconds(late, 2)).isEqualTo(2);
    assertThat(
            OrderStatistics.expectedSlowestSeconds(
                List.of(new OrderStatistics.Group(TIMES, 3), new OrderStatistics.Group(late, 3))))
        .isEqualTo(9);
  }

  @Test
  void boundsFollowTheRecordedTasksAndNotTheMean() {
    TaskSet first = TaskSet.of("A", 3, Resources.of(1, 0), TIMES);
    TaskSet second =
        new TaskSet(
            "B",
            3,
            Resources.of(1, 0),
            new Recorded(List.of(1.0, 6.0, 2.0)),
            List.of(new Dependency("A", false, Dependency.Match.INDEX)),
            new Command.Sleep());
    Bounds bounds = Bounds.ofMeans(graph(1, first, second), Cluster.of("c", 1, 8, 0), false);
    // 5 + 1, 1 + 6 and 3 + 2.
    assertThat(bounds.criticalPathSeconds()).isEqualTo(7);
  }

  @Test
  void overheadsCantBeRecorded() {
    String text =
        """
        interleave: 1
        sets: {A: {time: 1 s}}
        cluster: {nodes: [{cores: 1}]}
        overheads: {release: {recorded: [1 s]}}
        """;
    assertThatThrownBy(() -> new SpecReader(Presets.NONE).read("text", text, List.of()))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "text:4:22: release of the overheads can't be recorded, which is the times of a set's"
                + " tasks; write empirical");
  }
}
