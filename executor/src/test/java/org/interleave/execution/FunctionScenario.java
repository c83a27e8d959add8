package org.interleave.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Constant;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.local.FunctionBackend;
import org.interleave.execution.local.TaskFunction;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/** A fork of two sets, {@code A} and {@code B}, which {@code C} joins, all functions. */
final class FunctionScenario {

  private FunctionScenario() {}

  static Scenario of(int tasksOfEach, int slots) {
    WorkflowGraph graph =
        WorkflowGraph.of(
            Workflow.of(
                "functions",
                set("A", tasksOfEach),
                set("B", tasksOfEach),
                set("C", tasksOfEach, "A", "B")));
    return new Scenario(
        Workload.ofMeans(graph),
        Plan.asynchronous(graph),
        Cluster.of("virtual", 1, slots, 0).asVirtual(),
        StandardPolicy.RECORDED,
        Overheads.NONE,
        FailurePolicy.STRICT);
  }

  /** Its tasks are commands, so that nobody expects them to take a certain time. */
  private static TaskSet set(String name, int tasks, String... after) {
    return new TaskSet(
        name,
        tasks,
        Resources.of(1, 0),
        new Constant(1),
        Arrays.stream(after).map(Dependency::on).toList(),
        new Command.Argv(List.of("function")));
  }

  static FunctionBackend backend(TaskFunction function) {
    return FunctionBackend.of(Map.of("A", function, "B", function, "C", function));
  }

  static Fact.Begun begun(Scenario scenario) {
    int tasks = scenario.workload().graph().taskCount();
    return new Fact.Begun("test", "0", "0", scenario.plan().label(), tasks, "2000-01-01T00:00:00Z");
  }
}
