package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class DependencyWaitsTest {

  /** B needs A only, which ends at 3 s; a barrier holds it until 8 s. */
  @Test
  void barriersAreToldFromDependencies() {
    WorkflowGraph graph =
        WorkflowGraph.of(
            Workflow.of("w", set("A", 1), set("C", 1), set("B", 1, Dependency.on("A"))));
    Map<String, DependencyWaits.Wait> waits =
        DependencyWaits.of(
            trace(record("A", 0, 1, 3), record("C", 0, 1, 8), record("B", 0, 8, 9)), graph);
    assertThat(waits.get("A")).isEqualTo(new DependencyWaits.Wait(0, 1));
    assertThat(waits.get("B")).isEqualTo(new DependencyWaits.Wait(3, 5));
  }

  /** Each task waits for its own: 2 s and 6 s, 4 s on average. */
  @Test
  void tasksThatWaitForOneTaskWaitForThatOne() {
    Dependency byIndex = new Dependency("A", false, Dependency.Match.INDEX);
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", set("A", 2), set("B", 2, byIndex)));
    Map<String, DependencyWaits.Wait> waits =
        DependencyWaits.of(
            trace(
                record("A", 0, 0, 2),
                record("A", 1, 0, 6),
                record("B", 0, 2, 3),
                record("B", 1, 6, 7)),
            graph);
    assertThat(waits.get("B")).isEqualTo(new DependencyWaits.Wait(4, 0));
  }

  private static TaskSet set(String name, int tasks, Dependency... after) {
    return new TaskSet(
        name,
        tasks,
        Resources.of(1, 0),
        Duration.ofSeconds(1),
        List.of(after),
        new Command.Sleep());
  }

  private static TaskRecord record(String set, int index, long ready, long end) {
    long from = ready * 1_000_000;
    long to = end * 1_000_000;
    return new TaskRecord(
        set, 0, index, 1, set, 1, 0, 0, List.of(0), from, from, from, to, to, to, TaskEnd.DONE);
  }

  private static Trace trace(TaskRecord... records) {
    TraceHeader header =
        new TraceHeader(
            "simulated",
            "w",
            1,
            "sequential/ranks",
            "p",
            false,
            Cluster.of("c", 1, 4, 0),
            "none",
            1,
            0,
            9_000_000,
            Map.of());
    return Trace.of(header, List.of(records));
  }
}
