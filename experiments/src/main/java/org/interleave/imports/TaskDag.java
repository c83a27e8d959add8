package org.interleave.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Single tasks and the edges between them. */
final class TaskDag {

  private final int[][] parents;
  private final int[][] children;
  private final int[] order;
  private final int sorted;

  /**
   * The graph of the given edges, which may have a cycle.
   *
   * @param parents of each task, ascending and each once
   */
  TaskDag(int[][] parents) {
    this.parents = parents;
    int n = parents.length;
    int[] counts = new int[n];
    for (int[] row : parents) {
      for (int p : row) {
        counts[p]++;
      }
    }
    this.children = new int[n][];
    Arrays.setAll(children, i -> new int[counts[i]]);
    int[] filled = new int[n];
    for (int t = 0; t < n; t++) {
      for (int p : parents[t]) {
        children[p][filled[p]++] = t;
      }
    }
    this.order = new int[n];
    int[] waits = new int[n];
    int end = 0;
    for (int t = 0; t < n; t++) {
      waits[t] = parents[t].length;
      if (waits[t] == 0) {
        order[end++] = t;
      }
    }
    for (int at = 0; at < end; at++) {
      for (int c : children[order[at]]) {
        if (--waits[c] == 0) {
          order[end++] = c;
        }
      }
    }
    this.sorted = end;
  }

  int size() {
    return parents.length;
  }

  /** The tasks that a task waits for, ascending; not to be changed. */
  int[] parents(int task) {
    return parents[task];
  }

  /** The tasks that wait for a task, ascending; not to be changed. */
  int[] children(int task) {
    return children[task];
  }

  long edges() {
    return Arrays.stream(parents).mapToLong(p -> p.length).sum();
  }

  /** The tasks of a cycle, each waiting for the one before it; empty if there is none. */
  List<Integer> cycle() {
    int n = size();
    if (sorted == n) {
      return List.of();
    }
    boolean[] free = new boolean[n];
    for (int i = 0; i < sorted; i++) {
      free[order[i]] = true;
    }
    // Whoever is not free waits for one that is not: going back there must lead round.
    int[] seenAt = new int[n];
    List<Integer> path = new ArrayList<>();
    int at = 0;
    while (free[at]) {
      at++;
    }
    while (seenAt[at] == 0) {
      path.add(at);
      seenAt[at] = path.size();
      int next = at;
      for (int p : parents[at]) {
        if (!free[p]) {
          next = p;
          break;
        }
      }
      at = next;
    }
    List<Integer> cycle = new ArrayList<>(path.subList(seenAt[at] - 1, path.size()));
    java.util.Collections.reverse(cycle);
    return cycle;
  }

  /** The longest path from a source to each task, in edges. */
  int[] levels() {
    int[] level = new int[size()];
    for (int t : order) {
      for (int c : children[t]) {
        level[c] = Math.max(level[c], level[t] + 1);
      }
    }
    return level;
  }

  /** The longest path from each task to a sink, in edges. */
  int[] heights() {
    int[] height = new int[size()];
    for (int i = order.length - 1; i >= 0; i--) {
      for (int p : parents[order[i]]) {
        height[p] = Math.max(height[p], height[order[i]] + 1);
      }
    }
    return height;
  }

  /** The longest chain of tasks with the given times. */
  long criticalPath(long[] times) {
    long[] start = new long[size()];
    long longest = 0;
    for (int t : order) {
      long end = start[t] + times[t];
      longest = Math.max(longest, end);
      for (int c : children[t]) {
        start[c] = Math.max(start[c], end);
      }
    }
    return longest;
  }
}
