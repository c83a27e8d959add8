package org.interleave.workflow;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A workflow: task sets, their dependencies, and how often they are iterated.
 *
 * <p>The dependencies are the sets' own ({@link TaskSet#after}); where no set has any and pipelines
 * are given, the barriers of the pipelines are the dependencies. Where both are given, the
 * pipelines are one way to execute the workflow ({@code ExecutionMode.PST}), which may respect the
 * dependencies or not.
 *
 * @param name for people
 * @param iterations how often the sets are instantiated, 1 or more
 * @param sets in declaration order; names are unique
 * @param stages the order of a sequential run of one iteration, where it is not that of the ranks;
 *     empty, or naming every set exactly once
 * @param pipelines the workflow as pipelines of stages; empty, or naming every instance exactly
 *     once
 */
public record Workflow(
    String name,
    int iterations,
    List<TaskSet> sets,
    List<List<String>> stages,
    List<Pipeline> pipelines) {

  /** The most sets that a workflow may declare. */
  public static final int MAX_SETS = 200_000;

  /** The most tasks that all iterations together may have. */
  public static final int MAX_TASKS = 10_000_000;

  /**
   * A checked workflow.
   *
   * @throws WorkflowException if a name is unknown or used twice, if dependencies form a cycle, or
   *     if stages or pipelines do not name every set once
   */
  public Workflow {
    sets = List.copyOf(sets);
    stages = stages.stream().map(List::copyOf).toList();
    pipelines = List.copyOf(pipelines);
    new WorkflowRules(name, iterations, sets, stages, pipelines).check();
  }

  /** A workflow of one iteration that is given by its sets alone. */
  public static Workflow of(String name, TaskSet... sets) {
    return new Workflow(name, 1, List.of(sets), List.of(), List.of());
  }

  /** Whether the pipelines' barriers stand in for dependencies between sets. */
  public boolean dependsByPipelines() {
    return !pipelines.isEmpty() && sets.stream().allMatch(s -> s.after().isEmpty());
  }

  /** All tasks of all iterations. */
  public int taskCount() {
    return iterations * sets.stream().mapToInt(TaskSet::tasks).sum();
  }

  /** The same workflow with every set replaced by {@code change} of it. */
  public Workflow mapSets(UnaryOperator<TaskSet> change) {
    return new Workflow(name, iterations, sets.stream().map(change).toList(), stages, pipelines);
  }
}
