package org.interleave.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/**
 * Numbers a workflow's tasks and set instances, iteration by iteration in declaration order. This
 * is the checker's own count: it must not inherit an error of the engines'.
 */
final class TaskNumbers {

  /** Stands for a set or a task that the workflow does not have. */
  static final int NONE = -1;

  private final Workflow workflow;
  private final Map<String, Integer> setNumbers = new HashMap<>();
  private final int[] offsets;

  TaskNumbers(Workflow workflow) {
    this.workflow = workflow;
    List<TaskSet> sets = workflow.sets();
    this.offsets = new int[sets.size() + 1];
    for (int s = 0; s < sets.size(); s++) {
      setNumbers.put(sets.get(s).name(), s);
      offsets[s + 1] = offsets[s] + sets.get(s).tasks();
    }
  }

  int sets() {
    return workflow.sets().size();
  }

  int instances() {
    return workflow.iterations() * sets();
  }

  int tasks() {
    return workflow.iterations() * offsets[sets()];
  }

  /** The place of a set in its workflow, or {@link #NONE}. */
  int set(String name) {
    return setNumbers.getOrDefault(name, NONE);
  }

  int instance(int iteration, int set) {
    return iteration * sets() + set;
  }

  /** The number of an instance's first task; its others follow. */
  int firstTask(int instance) {
    return instance / sets() * offsets[sets()] + offsets[instance % sets()];
  }

  /** How many tasks an instance has. */
  int size(int instance) {
    int set = instance % sets();
    return offsets[set + 1] - offsets[set];
  }

  /** The number of the task that a record is of, or {@link #NONE}. */
  int task(TaskRecord r) {
    int set = set(r.set());
    boolean known =
        set != NONE
            && r.iteration() >= 0
            && r.iteration() < workflow.iterations()
            && r.index() >= 0
            && r.index() < workflow.sets().get(set).tasks();
    return known ? firstTask(instance(r.iteration(), set)) + r.index() : NONE;
  }

  int[] tasks(List<TaskRecord> records) {
    return records.stream().mapToInt(this::task).toArray();
  }

  /** What people call a task. */
  String label(int task) {
    int iteration = task / offsets[sets()];
    int rest = task % offsets[sets()];
    int found = Arrays.binarySearch(offsets, rest);
    int set = found >= 0 ? found : -found - 2;
    String name = workflow.sets().get(set).name();
    return Wording.task(name, iteration, rest - offsets[set], workflow.iterations());
  }
}
