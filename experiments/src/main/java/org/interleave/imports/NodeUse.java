package org.interleave.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.interleave.cluster.NodeGroup;

/** What nodes have at least, from what was in use on them at once. */
final class NodeUse {

  private record Change(long at, int node, int slots, int gpus) {}

  private final List<Change> changes = new ArrayList<>();
  private int nodes;

  /** A process was on a node for a time. */
  void add(int node, long from, long to, int slots, int gpus) {
    changes.add(new Change(from, node, slots, gpus));
    changes.add(new Change(to, node, -slots, -gpus));
    nodes = Math.max(nodes, node + 1);
  }

  /** The most slots and GPUs that were in use on each node at once. */
  List<NodeGroup> groups() {
    // What ends at an instant makes room for what begins then.
    changes.sort(
        Comparator.comparingLong(Change::at)
            .thenComparingInt(Change::slots)
            .thenComparingInt(Change::gpus));
    int[] slots = new int[nodes];
    int[] gpus = new int[nodes];
    Machines machines = new Machines();
    for (int n = 0; n < nodes; n++) {
      machines.atLeast("node " + n, 1, 0);
    }
    for (Change c : changes) {
      slots[c.node()] += c.slots();
      gpus[c.node()] += c.gpus();
      machines.atLeast("node " + c.node(), slots[c.node()], gpus[c.node()]);
    }
    return machines.cluster("recorded").groups();
  }
}
