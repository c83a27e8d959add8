package org.interleave.analysis;

import java.util.Arrays;
import java.util.BitSet;
import org.interleave.workflow.WorkflowGraph;

/** Which instances lead to which. Of a large graph only as much is worked out as is asked for. */
final class Reachability {

  /** Up to here the closure of a graph is held, as n x n bits: 50 MB. */
  static final int MOST_INSTANCES = 20_000;

  private final WorkflowGraph graph;

  Reachability(WorkflowGraph graph) {
    this.graph = graph;
  }

  /** Whether the graph is small enough for the sets below to be held. */
  boolean feasible() {
    return graph.instances().size() <= MOST_INSTANCES;
  }

  /** For every instance, the instances that cannot start before it is done. */
  BitSet[] descendants() {
    int n = graph.instances().size();
    BitSet[] below = new BitSet[n];
    int[] order = graph.topologicalOrder();
    for (int k = n - 1; k >= 0; k--) {
      int id = order[k];
      below[id] = new BitSet(n);
      for (int next : graph.successors(id)) {
        if (!below[id].get(next)) {
          below[id].or(below[next]);
          below[id].set(next);
        }
      }
    }
    return below;
  }

  /**
   * For every instance, the sinks that its paths end in, numbered in the order of their ids. Two
   * instances are divergent when these are disjoint: their paths never rejoin.
   */
  BitSet[] sinks() {
    int n = graph.instances().size();
    int[] sinks = graph.sinks();
    BitSet[] reached = new BitSet[n];
    int[] order = graph.topologicalOrder();
    for (int k = n - 1; k >= 0; k--) {
      int id = order[k];
      reached[id] = new BitSet(sinks.length);
      if (graph.successors(id).length == 0) {
        reached[id].set(Arrays.binarySearch(sinks, id));
      }
      for (int next : graph.successors(id)) {
        reached[id].or(reached[next]);
      }
    }
    return reached;
  }
}
