package org.interleave.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;

/**
 * Gives out the numbers of slots and GPUs: the dispatcher counts what is free, this says which. The
 * lowest free ones are taken; reserved slots are the highest of a node.
 */
final class SlotIds {

  private final BitSet[] slotsInUse;
  private final BitSet[] gpusInUse;
  private final int[] usable;
  private final int[] gpus;

  private SlotIds(int[] usable, int[] gpus) {
    this.usable = usable;
    this.gpus = gpus;
    this.slotsInUse = new BitSet[usable.length];
    this.gpusInUse = new BitSet[usable.length];
    for (int n = 0; n < usable.length; n++) {
      slotsInUse[n] = new BitSet();
      gpusInUse[n] = new BitSet();
    }
  }

  /**
   * All numbers of a cluster, free.
   *
   * @param pooled whether the nodes are taken for one, number 0
   */
  static SlotIds of(Cluster cluster, boolean pooled) {
    if (pooled) {
      return new SlotIds(new int[] {cluster.usableSlots()}, new int[] {cluster.totalGpus()});
    }
    NodeGroup[] nodes = cluster.nodes();
    int[] usable = new int[nodes.length];
    int[] gpus = new int[nodes.length];
    for (int n = 0; n < nodes.length; n++) {
      usable[n] = nodes[n].usableSlots(cluster.slot());
      gpus[n] = nodes[n].gpus();
    }
    return new SlotIds(usable, gpus);
  }

  Share take(int node, int slots, int gpuCount) {
    return new Share(
        node,
        take(slotsInUse[node], slots, usable[node]),
        take(gpusInUse[node], gpuCount, gpus[node]));
  }

  private static List<Integer> take(BitSet inUse, int count, int limit) {
    List<Integer> ids = new ArrayList<>(count);
    int id = -1;
    for (int i = 0; i < count; i++) {
      id = inUse.nextClearBit(id + 1);
      if (id >= limit) {
        throw new IllegalStateException("the dispatcher gave out more than a node has");
      }
      inUse.set(id);
      ids.add(id);
    }
    return ids;
  }

  void give(Share share) {
    share.slots().forEach(slotsInUse[share.node()]::clear);
    share.gpus().forEach(gpusInUse[share.node()]::clear);
  }
}
