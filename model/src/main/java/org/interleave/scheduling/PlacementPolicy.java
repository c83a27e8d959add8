package org.interleave.scheduling;

import org.interleave.cluster.Slots;
import org.interleave.workflow.Resources;

/** Which node a process is placed on. */
public interface PlacementPolicy {

  /** The policy's name in traces and tables. */
  String label();

  /**
   * Chooses a node for one process.
   *
   * @param free what is free now; only to be read
   * @param process what the process needs (its {@link Resources#slots} and so on, not the totals)
   * @param last the node that was placed on last, 0 before the first placement
   * @return a node that the process fits, or -1 if there is none
   */
  int choose(Slots free, Resources process, int last);

  /** Whether the cluster is taken for one large node. */
  default boolean pooled() {
    return false;
  }
}
