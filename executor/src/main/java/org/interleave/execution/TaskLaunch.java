package org.interleave.execution;

import java.util.List;
import org.interleave.workflow.SetInstance;

/**
 * A task with everything that is needed to start it.
 *
 * @param task its number in the workflow's graph
 * @param attempt from 1
 * @param set the set that it belongs to, which says what it executes
 * @param durationMicros how long it is meant to execute
 * @param processes where each of its processes goes
 */
public record TaskLaunch(
    int task, int attempt, SetInstance set, long durationMicros, List<Share> processes) {

  public TaskLaunch {
    processes = List.copyOf(processes);
  }

  /**
   * What one process has for itself.
   *
   * @param node from 0
   * @param slots the numbers of its CPU slots on the node
   * @param gpus the numbers of its GPUs on the node
   */
  public record Share(int node, List<Integer> slots, List<Integer> gpus) {

    public Share {
      slots = List.copyOf(slots);
      gpus = List.copyOf(gpus);
    }
  }
}
