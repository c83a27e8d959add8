package org.interleave.workflow;

/**
 * A task set in one iteration.
 *
 * @param id its place in {@link WorkflowGraph#instances}: iteration by iteration, in declaration
 *     order
 * @param set what it is an instance of
 * @param setIndex the place of the set in its workflow, from 0
 * @param iteration from 0
 * @param label {@code X}, or {@code X[i]} in a workflow of several iterations
 * @param firstTask the number of its first task; its tasks are numbered consecutively
 */
public record SetInstance(
    int id, TaskSet set, int setIndex, int iteration, String label, int firstTask) {

  /** The number behind its last task's. */
  public int endTask() {
    return firstTask + set.tasks();
  }

  static String label(String set, int iteration, int iterations) {
    return iterations == 1 ? set : set + "[" + iteration + "]";
  }
}
