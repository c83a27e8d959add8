package org.interleave.cluster;

import java.util.List;

/**
 * What one process has for itself while it runs.
 *
 * @param node from 0
 * @param slots the numbers of its CPU slots on the node, ascending
 * @param gpus the numbers of its GPUs on the node, ascending
 */
public record Share(int node, List<Integer> slots, List<Integer> gpus) {

  public Share {
    slots = List.copyOf(slots);
    gpus = List.copyOf(gpus);
  }
}
