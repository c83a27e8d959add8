package org.interleave.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.workflow.Workflow;

/**
 * Verifies a trace, whoever made it: that no node ever held more than it has, that no two processes
 * shared a slot or a GPU, that nothing started before what it waits for was done, and that every
 * task was done once.
 *
 * <p>It shares no code with the engines. From the records alone it adds up anew what was in use and
 * what was done when, so an error of the dispatcher's cannot hide in it. No trace makes it throw:
 * what cannot be is a violation, and the check goes on.
 *
 * <p>Violations come sorted by kind and in the same order every time. Of each kind the first 20 are
 * listed; one more says how many there are beyond them.
 */
public final class TraceChecker {

  private TraceChecker() {}

  /**
   * Checks the trace of a run in which every task of the workflow should have been done.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<Violation> check(Trace trace, Workflow workflow) {
    return check(trace, workflow, true);
  }

  /**
   * Checks the trace of a run of a workflow.
   *
   * @param complete whether every task should have been done; false for a run that was ended early,
   *     by its walltime, a signal or a failure
   * @return what is wrong; empty if nothing is
   */
  public static List<Violation> check(Trace trace, Workflow workflow, boolean complete) {
    List<TaskRecord> records = trace.records();
    int iterations = workflow.iterations();
    Violations found = new Violations();
    TaskNumbers numbers = new TaskNumbers(workflow);
    RecordCheck single = new RecordCheck(trace.header(), iterations, found);
    single.check(records);
    single.check(records, workflow, numbers);
    new CapacityCheck(trace, iterations, found).check();
    new ShareCheck(trace, iterations, found).check();

    Grouping byTask = Grouping.by(numbers.tasks(records), numbers.tasks());
    new AttemptCheck(records, iterations, found).check(byTask);
    DependencyCheck dependencies = new DependencyCheck(records, workflow, numbers, byTask, found);
    dependencies.check();
    if (complete) {
      dependencies.checkComplete();
    }
    return found.all();
  }

  /**
   * Checks what a trace tells without its workflow: capacity, shares, nodes, the order of instants,
   * durations, and the attempts at each task.
   *
   * @return what is wrong; empty if nothing is
   */
  public static List<Violation> checkAlone(Trace trace) {
    List<TaskRecord> records = trace.records();
    int iterations = trace.header().iterations();
    Violations found = new Violations();
    new RecordCheck(trace.header(), iterations, found).check(records);
    new CapacityCheck(trace, iterations, found).check();
    new ShareCheck(trace, iterations, found).check();

    Map<Task, Integer> seen = new HashMap<>();
    int[] taskOf = new int[records.size()];
    for (int r = 0; r < taskOf.length; r++) {
      TaskRecord task = records.get(r);
      Task key = new Task(task.set(), task.iteration(), task.index());
      taskOf[r] = seen.computeIfAbsent(key, k -> seen.size());
    }
    new AttemptCheck(records, iterations, found).check(Grouping.by(taskOf, seen.size()));
    return found.all();
  }

  private record Task(String set, int iteration, int index) {}
}
