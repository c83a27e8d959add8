package org.interleave.scheduling;

import java.util.HashMap;
import java.util.Map;
import org.interleave.cluster.Slots;
import org.interleave.workflow.Resources;
import org.jspecify.annotations.Nullable;

/** The running tasks of several processes, each of which is placed like a task of its own. */
final class SpreadTasks {

  private final Slots free;
  private final PlacementPolicy placement;
  private final Map<Integer, int[]> nodesOfTask = new HashMap<>();

  SpreadTasks(Slots free, PlacementPolicy placement) {
    this.free = free;
    this.placement = placement;
  }

  /**
   * Takes the resources of all processes, or of none.
   *
   * @param first the node of the first process, which fits
   * @return the node of the last process, or -1 if they do not all fit
   */
  int take(int task, Resources r, int first) {
    int[] nodes = new int[r.processes()];
    int node = first;
    for (int p = 0; p < nodes.length; p++) {
      if (p > 0) {
        node = placement.choose(free, r, node);
      }
      if (node < 0) {
        for (int q = 0; q < p; q++) {
          free.give(nodes[q], r);
        }
        return -1;
      }
      free.take(node, r);
      nodes[p] = node;
    }
    nodesOfTask.put(task, nodes);
    return node;
  }

  /** Gives back what {@link #take} took, and returns the node of every process. */
  int[] give(int task, Resources r) {
    int[] nodes = nodesOfTask.remove(task);
    if (nodes == null) {
      return new int[0];
    }
    for (int node : nodes) {
      free.give(node, r);
    }
    return nodes;
  }

  /** The node of every process, or null if no such task runs. */
  int @Nullable [] nodes(int task) {
    return nodesOfTask.get(task);
  }
}
