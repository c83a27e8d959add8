package org.interleave.imports;

import java.util.List;
import org.interleave.cluster.Cluster;

/**
 * A workflow or a run as another system's file tells of it.
 *
 * @param name of the workflow, for people
 * @param tasks in the order of the file
 * @param parents the numbers of the tasks that each task waits for, ascending and each once
 * @param cluster where it ran, as far as that is known
 * @param pooled whether the nodes are not told apart
 * @param lines where each task stands in the file, from 1
 * @param makespanMicros what the file says that the run took, or -1
 */
record ForeignRun(
    String name,
    List<ForeignTask> tasks,
    int[][] parents,
    Cluster cluster,
    boolean pooled,
    int[] lines,
    long makespanMicros) {

  ForeignRun {
    name = SetNames.workflow(name);
    tasks = List.copyOf(tasks);
  }

  /** Whether the start of every task is known. */
  boolean hasTimes() {
    return tasks.stream().allMatch(t -> t.startedMicros() >= 0);
  }
}
