package org.interleave.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A DAG of a few nodes, about which everything is found by looking at all paths or all subsets.
 *
 * @param n how many nodes
 * @param edges whether the second must wait for the first, by node numbers
 */
record SmallDag(int n, boolean[][] edges) {

  /** All labelled DAGs of {@code n} nodes: every set of directed edges that some order respects. */
  static List<SmallDag> all(int n) {
    List<int[]> orders = orders(n);
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        if (a != b) {
          pairs.add(new int[] {a, b});
        }
      }
    }
    List<SmallDag> dags = new ArrayList<>();
    for (int chosen = 0; chosen < 1 << pairs.size(); chosen++) {
      boolean[][] edges = new boolean[n][n];
      for (int p = 0; p < pairs.size(); p++) {
        edges[pairs.get(p)[0]][pairs.get(p)[1]] = (chosen >> p & 1) == 1;
      }
      SmallDag dag = new SmallDag(n, edges);
      if (orders.stream().anyMatch(dag::respectedBy)) {
        dags.add(dag);
      }
    }
    return dags;
  }

  /** All orders of {@code n} nodes. */
  static List<int[]> orders(int n) {
    List<int[]> orders = new ArrayList<>();
    orders.add(new int[0]);
    for (int last = 0; last < n; last++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] order : orders) {
        for (int at = 0; at <= order.length; at++) {
          int[] with = new int[order.length + 1];
          System.arraycopy(order, 0, with, 0, at);
          with[at] = last;
          System.arraycopy(order, at, with, at + 1, order.length - at);
          longer.add(with);
        }
      }
      orders = longer;
    }
    return orders;
  }

  private boolean respectedBy(int[] order) {
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        if (edges[order[b]][order[a]]) {
          return false;
        }
      }
    }
    return true;
  }

  /** The longest chain, every node counted with its weight, over all paths. */
  long longestChain(long[] weights) {
    return IntStream.range(0, n).mapToLong(i -> longestChainFrom(i, weights)).max().orElse(0);
  }

  private long longestChainFrom(int node, long[] weights) {
    return weights[node]
        + followers(node).mapToLong(next -> longestChainFrom(next, weights)).max().orElse(0);
  }

  /** The number of edges on the longest path to a node. */
  int rank(int node) {
    return IntStream.range(0, n)
        .filter(before -> edges[before][node])
        .map(before -> rank(before) + 1)
        .max()
        .orElse(0);
  }

  /** The largest weight of every rank, added up. */
  long sumOfRankMaxima(long[] weights) {
    long sum = 0;
    for (int r = 0; r < n; r++) {
      int rank = r;
      sum +=
          IntStream.range(0, n)
              .filter(i -> rank(i) == rank)
              .mapToLong(i -> weights[i])
              .max()
              .orElse(0);
    }
    return sum;
  }

  private IntStream followers(int node) {
    return IntStream.range(0, n).filter(next -> edges[node][next]);
  }

  int sinks() {
    return (int) IntStream.range(0, n).filter(i -> followers(i).findAny().isEmpty()).count();
  }

  /** Which nodes each node leads to, as bits. */
  private int[] descendants() {
    int[] below = new int[n];
    for (int pass = 0; pass < n; pass++) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          below[a] |= edges[a][b] ? below[b] | 1 << b : 0;
        }
      }
    }
    return below;
  }

  /** The size of the largest subset of which no node leads to another. */
  int width() {
    return largestAntichain(subset -> true);
  }

  /** The size of the largest subset of which no node leads to another, among the admitted ones. */
  int largestAntichain(IntPredicate admitted) {
    return largest(descendants(), admitted);
  }

  /**
   * The size of the largest subset of nodes with different types whose sinks are pairwise disjoint,
   * among the admitted ones.
   */
  int mostDivergent(int[] types, IntPredicate admitted) {
    int[] below = descendants();
    int[] sinks = new int[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        boolean reached = a == b || (below[a] >> b & 1) == 1;
        sinks[a] |= reached && below[b] == 0 ? 1 << b : 0;
      }
    }
    int[] conflicts = new int[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        boolean apart = types[a] != types[b] && (sinks[a] & sinks[b]) == 0;
        conflicts[a] |= a == b || apart ? 0 : 1 << b;
      }
    }
    return largest(conflicts, admitted);
  }

  private int largest(int[] conflicts, IntPredicate admitted) {
    int largest = 0;
    for (int subset = 0; subset < 1 << n; subset++) {
      if (Integer.bitCount(subset) > largest) {
        int chosen = subset;
        boolean apart =
            IntStream.range(0, n)
                .noneMatch(i -> (chosen >> i & 1) == 1 && (conflicts[i] & chosen) != 0);
        if (apart && admitted.test(subset)) {
          largest = Integer.bitCount(subset);
        }
      }
    }
    return largest;
  }

  /** The edges, for messages. */
  String written() {
    StringBuilder out = new StringBuilder().append(n).append(" sets");
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        if (edges[a][b]) {
          out.append(' ').append(a).append("->").append(b);
        }
      }
    }
    return out.toString();
  }
}
