package org.interleave.execution;

import java.util.List;
import org.interleave.cluster.Share;
import org.interleave.workflow.SetInstance;

/**
 * A task with everything that is needed to start it.
 *
 * @param task its number in the workflow's graph
 * @param launch which start of this task it is, from 1; no two starts of a task share a number,
 *     whatever became of the earlier ones
 * @param set the set that it belongs to, which says what it executes
 * @param durationMicros how long it is meant to execute, scaled already
 * @param processes where each of its processes goes
 */
public record TaskLaunch(
    int task, int launch, SetInstance set, long durationMicros, List<Share> processes) {

  public TaskLaunch {
    processes = List.copyOf(processes);
  }

  /** Its number in its set, from 0. */
  public int index() {
    return task - set.firstTask();
  }
}
