package org.interleave.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds up what every node holds at every instant, from the records alone.
 *
 * <p>A task holds its resources from dispatched to freed, the latter excluded: what one task frees
 * at an instant, another can be given at the same.
 */
final class CapacityCheck {

  private final List<TaskRecord> records;
  private final TraceHeader header;
  private final int iterations;
  private final Violations found;
  private final List<Holding> holdings = new ArrayList<>();

  CapacityCheck(Trace trace, int iterations, Violations found) {
    this.records = trace.records();
    this.header = trace.header();
    this.iterations = iterations;
    this.found = found;
  }

  /**
   * What a task holds of one node.
   *
   * @param processes how many of its processes it is for
   */
  record Holding(TaskRecord task, int node, int processes) {}

  void check() {
    Capacity[] nodes = Capacity.ofNodes(header.cluster(), header.pooled());
    for (TaskRecord r : records) {
      // Where it is freed before it is dispatched, the order is reported and the rest is unknown.
      if (r.dispatchedMicros() <= r.freedMicros()) {
        hold(r, nodes.length);
      }
    }
    int[] nodeOf = holdings.stream().mapToInt(Holding::node).toArray();
    Grouping byNode = Grouping.by(nodeOf, nodes.length);
    for (int n = 0; n < nodes.length; n++) {
      if (byNode.size(n) > 0) {
        new NodeSweep(held(byNode, n), name(n), iterations, found).check(nodes[n]);
      }
    }
  }

  private void hold(TaskRecord r, int nodes) {
    List<Integer> on = r.nodes();
    int next;
    for (int p = 0; p < on.size(); p = next) {
      int node = on.get(p);
      next = p + 1;
      while (next < on.size() && on.get(next) == node) {
        next++;
      }
      if (node >= 0 && node < nodes) {
        holdings.add(new Holding(r, node, next - p));
      }
    }
  }

  private Holding[] held(Grouping byNode, int node) {
    Holding[] held = new Holding[byNode.size(node)];
    for (int h = 0; h < held.length; h++) {
      held[h] = holdings.get(byNode.member(node, h));
    }
    return held;
  }

  private String name(int node) {
    return "node " + node + (header.pooled() ? " (pooled)" : "");
  }
}
