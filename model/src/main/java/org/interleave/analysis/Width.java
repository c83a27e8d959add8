package org.interleave.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import org.interleave.workflow.WorkflowGraph;

/**
 * The largest antichain of a graph: how many instances can overlap at most. By Dilworth's theorem
 * it is the number of instances less a maximum matching in the transitive closure, which is found
 * by the algorithm of Hopcroft and Karp on rows of bits.
 *
 * @param size the number of instances in it
 * @param exact false if the graph is too large, and the size is that of its largest level: a lower
 *     bound
 */
public record Width(int size, boolean exact) {

  /** Up to here the matching is found in well under a second. */
  private static final int MOST_EXACT = 4_000;

  /** The width of a graph. */
  public static Width of(WorkflowGraph graph) {
    if (graph.instances().size() > MOST_EXACT) {
      return new Width(largestLevel(graph), false);
    }
    return new Width(
        graph.instances().size() - new Matching(new Reachability(graph).descendants()).size(),
        true);
  }

  private static int largestLevel(WorkflowGraph graph) {
    int[] level = new int[graph.instances().size()];
    int[] count = new int[level.length];
    int largest = 0;
    for (int id : graph.topologicalOrder()) {
      largest = Math.max(largest, ++count[level[id]]);
      for (int next : graph.successors(id)) {
        level[next] = Math.max(level[next], level[id] + 1);
      }
    }
    return largest;
  }

  private static final class Matching {
    private static final int FREE = -1;

    private final BitSet[] edges;
    private final int[] right; // the partner of each left end
    private final int[] left; // the partner of each right end
    private final int[] layer;
    private BitSet unvisited = new BitSet();

    Matching(BitSet[] edges) {
      this.edges = edges;
      this.right = new int[edges.length];
      this.left = new int[edges.length];
      this.layer = new int[edges.length];
      Arrays.fill(right, FREE);
      Arrays.fill(left, FREE);
    }

    int size() {
      int size = greedy();
      while (layered()) {
        unvisited = all();
        for (int from = 0; from < edges.length; from++) {
          if (right[from] == FREE && augmented(from)) {
            size++;
          }
        }
      }
      return size;
    }

    private int greedy() {
      int size = 0;
      BitSet open = all();
      for (int from = 0; from < edges.length; from++) {
        BitSet candidates = (BitSet) edges[from].clone();
        candidates.and(open);
        int to = candidates.nextSetBit(0);
        if (to >= 0) {
          right[from] = to;
          left[to] = from;
          open.clear(to);
          size++;
        }
      }
      return size;
    }

    private BitSet all() {
      BitSet all = new BitSet(edges.length);
      all.set(0, edges.length);
      return all;
    }

    /** Breadth first from the free left ends; true if a free right end is reached. */
    private boolean layered() {
      ArrayDeque<Integer> queue = new ArrayDeque<>();
      for (int from = 0; from < edges.length; from++) {
        layer[from] = right[from] == FREE ? 0 : Integer.MAX_VALUE;
        if (right[from] == FREE) {
          queue.add(from);
        }
      }
      BitSet unseen = all();
      boolean reached = false;
      while (!queue.isEmpty()) {
        int from = queue.remove();
        BitSet next = (BitSet) edges[from].clone();
        next.and(unseen);
        unseen.andNot(next);
        for (int to = next.nextSetBit(0); to >= 0; to = next.nextSetBit(to + 1)) {
          if (left[to] == FREE) {
            reached = true;
          } else if (layer[left[to]] == Integer.MAX_VALUE) {
            layer[left[to]] = layer[from] + 1;
            queue.add(left[to]);
          }
        }
      }
      return reached;
    }

    /** Depth first along the layers, without recursion: paths may be as long as the graph. */
    private boolean augmented(int root) {
      ArrayDeque<int[]> path = new ArrayDeque<>(); // left end, right end tried last
      path.push(new int[] {root, -1});
      while (!path.isEmpty()) {
        int[] at = path.getFirst();
        int to = nextOpen(at[0], at[1] + 1);
        if (to < 0) {
          path.pop();
          continue;
        }
        at[1] = to;
        if (left[to] == FREE) {
          unvisited.clear(to);
          for (int[] step : path) {
            right[step[0]] = step[1];
            left[step[1]] = step[0];
          }
          return true;
        }
        if (layer[left[to]] == layer[at[0]] + 1) {
          // Only now: from an end of another layer it may still be the way.
          unvisited.clear(to);
          path.push(new int[] {left[to], -1});
        }
      }
      return false;
    }

    private int nextOpen(int from, int start) {
      BitSet row = edges[from];
      int to = row.nextSetBit(start);
      while (to >= 0 && !unvisited.get(to)) {
        // Skip whole runs of visited ends: both rows are ordered.
        int open = unvisited.nextSetBit(to);
        if (open < 0) {
          return -1;
        }
        to = row.nextSetBit(open);
      }
      return to;
    }
  }
}
