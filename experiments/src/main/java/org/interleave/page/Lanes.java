package org.interleave.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.interleave.trace.TaskRecord;

/**
 * Where bars lie in a Gantt chart: each process in a lane of its node, which it has to itself while
 * it holds its resources. Each gets the first lane that is free.
 *
 * @param bars a bar for each process of each attempt, in the order of the starts of the attempts
 * @param nodes the nodes that had any, ascending
 */
record Lanes(List<Bar> bars, List<Node> nodes) {

  /**
   * One process.
   *
   * @param task the attempt that it is of
   * @param lane from 0, counted through all nodes
   */
  record Bar(TaskRecord task, int lane) {}

  /**
   * The lanes of one node.
   *
   * @param node its number
   * @param first its first lane
   * @param lanes how many it has
   */
  record Node(int node, int first, int lanes) {}

  Lanes {
    bars = List.copyOf(bars);
    nodes = List.copyOf(nodes);
  }

  private record Held(long untilMicros, int lane) {}

  /** The lanes of one node while bars are laid on it. */
  private static final class Filling {
    private final PriorityQueue<Held> held =
        new PriorityQueue<>(
            Comparator.comparingLong(Held::untilMicros).thenComparingInt(Held::lane));
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private int lanes;

    int take(TaskRecord task) {
      while (!held.isEmpty() && held.element().untilMicros <= task.dispatchedMicros()) {
        free.add(held.remove().lane);
      }
      int lane = free.isEmpty() ? lanes++ : free.remove();
      held.add(new Held(task.freedMicros(), lane));
      return lane;
    }
  }

  static Lanes of(List<TaskRecord> records) {
    int[] processes = new int[records.size() + 1];
    for (int i = 0; i < records.size(); i++) {
      processes[i + 1] = processes[i] + records.get(i).nodes().size();
    }
    int[] lanes = new int[processes[records.size()]];
    Integer[] byDispatch = new Integer[records.size()];
    java.util.Arrays.setAll(byDispatch, i -> i);
    java.util.Arrays.sort(
        byDispatch,
        Comparator.<Integer>comparingLong(i -> records.get(i).dispatchedMicros())
            .thenComparing(Comparator.naturalOrder()));
    TreeMap<Integer, Filling> nodes = new TreeMap<>();
    for (int i : byDispatch) {
      TaskRecord task = records.get(i);
      for (int p = 0; p < task.nodes().size(); p++) {
        lanes[processes[i] + p] =
            nodes.computeIfAbsent(task.nodes().get(p), n -> new Filling()).take(task);
      }
    }
    List<Node> laid = new ArrayList<>();
    TreeMap<Integer, Integer> first = new TreeMap<>();
    int next = 0;
    for (var node : nodes.entrySet()) {
      laid.add(new Node(node.getKey(), next, node.getValue().lanes));
      first.put(node.getKey(), next);
      next += node.getValue().lanes;
    }
    List<Bar> bars = new ArrayList<>(lanes.length);
    for (int i = 0; i < records.size(); i++) {
      TaskRecord task = records.get(i);
      for (int p = 0; p < task.nodes().size(); p++) {
        int node = task.nodes().get(p);
        bars.add(new Bar(task, first.getOrDefault(node, 0) + lanes[processes[i] + p]));
      }
    }
    return new Lanes(bars, laid);
  }
}
