package org.interleave.trace;

import java.util.Arrays;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;

/**
 * What tasks may hold of one node.
 *
 * @param slots the usable ones
 * @param gpus all of them
 * @param memoryMiB {@link Long#MAX_VALUE} where memory is not modelled
 */
record Capacity(long slots, long gpus, long memoryMiB) {

  /** The capacity of every node of a cluster, by number; of the only one if it is pooled. */
  static Capacity[] ofNodes(Cluster cluster, boolean pooled) {
    if (pooled) {
      return new Capacity[] {pool(cluster)};
    }
    Capacity[] nodes = new Capacity[cluster.nodeCount()];
    int from = 0;
    for (NodeGroup g : cluster.groups()) {
      Arrays.fill(nodes, from, from + g.count(), ofNode(cluster, g));
      from += g.count();
    }
    return nodes;
  }

  private static Capacity ofNode(Cluster cluster, NodeGroup g) {
    long memory = g.memoryMiB() == 0 ? Long.MAX_VALUE : g.memoryMiB();
    return new Capacity(g.usableSlots(cluster.slot()), g.gpus(), memory);
  }

  private static Capacity pool(Cluster cluster) {
    List<NodeGroup> groups = cluster.groups();
    long slots = 0;
    long gpus = 0;
    long memory = 0;
    for (NodeGroup g : groups) {
      Capacity node = ofNode(cluster, g);
      slots += g.count() * node.slots();
      gpus += g.count() * node.gpus();
      // One node without a limit leaves the pool without one.
      boolean limited = node.memoryMiB() <= (Long.MAX_VALUE - memory) / g.count();
      memory = limited ? memory + g.count() * node.memoryMiB() : Long.MAX_VALUE;
    }
    return new Capacity(slots, gpus, memory);
  }
}
