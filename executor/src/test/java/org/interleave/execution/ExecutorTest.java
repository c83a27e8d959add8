package org.interleave.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.execution.local.FunctionBackend;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

class ExecutorTest {

  @Test
  void whatIsStoppedBeforeItBeginsStartsNothing() {
    Workflow workflow =
        Workflow.of("two", TaskSet.of("A", 2, Resources.of(1, 0), Duration.ofSeconds(1)));
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    Scenario scenario =
        new Scenario(
            Workload.ofMeans(graph),
            Plan.asynchronous(graph),
            Cluster.of("one", 1, 2, 0),
            StandardPolicy.RECORDED,
            Overheads.NONE,
            FailurePolicy.STRICT);
    AtomicInteger calls = new AtomicInteger();
    FunctionBackend backend = FunctionBackend.of(Map.of("A", task -> calls.incrementAndGet()));
    Executor executor = new Executor(scenario, backend, RunListener.NONE);
    executor.stop();
    Outcome outcome = executor.run(Map.of());
    assertThat(outcome.complete()).isFalse();
    assertThat(outcome.requireTrace().records()).isEmpty();
    assertThat(calls).hasValue(0);
  }
}
