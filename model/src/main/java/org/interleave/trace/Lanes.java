package org.interleave.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.trace.TaskRecord.Execution;

/**
 * Where tasks are drawn: every node has lanes, and on a lane nothing overlaps from when a task got
 * its resources to when they could be used again. A process that has CPU slots of its own is on the
 * lane of the lowest of them; any other one is on the first lane that is free, and these lanes
 * follow those of slots.
 */
public final class Lanes {

  private static final int NONE = -1;

  private final List<Bar> bars;
  private final List<Lane> used;

  /**
   * One process of one attempt at a task.
   *
   * @param record of the attempt
   * @param process its number in the attempt, from 0
   * @param node from 0
   * @param lane on the node, from 0
   */
  public record Bar(TaskRecord record, int process, int node, int lane) {

    /** From when nothing else is on its lane. */
    public long fromMicros() {
      return Math.min(record.dispatchedMicros(), record.startedMicros());
    }

    /** From when something else may be on its lane. */
    public long toMicros() {
      return Math.max(fromMicros(), Math.max(record.endedMicros(), record.freedMicros()));
    }
  }

  /**
   * A lane on which something is.
   *
   * @param node from 0
   * @param number on the node, from 0
   * @param slot whether the number is that of a CPU slot
   */
  public record Lane(int node, int number, boolean slot) {}

  private Lanes(List<Bar> bars, List<Lane> used) {
    this.bars = List.copyOf(bars);
    this.used = List.copyOf(used);
  }

  /** The lanes of all processes of a trace. */
  public static Lanes of(Trace trace) {
    return of(trace, Integer.MAX_VALUE);
  }

  /** The lanes of the first process of each attempt: every attempt is there once. */
  public static Lanes ofFirstProcesses(Trace trace) {
    return of(trace, 1);
  }

  private static Lanes of(Trace trace, int most) {
    List<Bar> wanted = new ArrayList<>(trace.records().size());
    for (TaskRecord t : trace.records()) {
      for (int p = 0; p < Math.min(most, t.nodes().size()); p++) {
        wanted.add(new Bar(t, p, t.nodes().get(p), slot(t, p)));
      }
    }
    Integer[] order = new Integer[wanted.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(i -> wanted.get(i).fromMicros())
            .thenComparingLong(i -> wanted.get(i).toMicros()));
    NavigableMap<Integer, Node> nodes = new TreeMap<>();
    for (Bar bar : wanted) {
      Node node = nodes.computeIfAbsent(bar.node, n -> new Node());
      node.firstPacked = Math.max(node.firstPacked, bar.lane + 1);
    }
    for (int i : order) {
      Bar bar = wanted.get(i);
      int lane = nodes.computeIfAbsent(bar.node, n -> new Node()).take(bar);
      wanted.set(i, new Bar(bar.record, bar.process, bar.node, lane));
    }
    List<Lane> used = new ArrayList<>();
    nodes.forEach(
        (number, node) ->
            node.used.forEach(lane -> used.add(new Lane(number, lane, lane < node.firstPacked))));
    return new Lanes(wanted, used);
  }

  /** The lowest slot that a process has for itself, or {@link #NONE}. */
  private static int slot(TaskRecord t, int process) {
    Execution execution = t.execution();
    if (execution == null || process >= execution.shares().size()) {
      return NONE;
    }
    Share share = execution.shares().get(process);
    boolean known = share.node() == t.nodes().get(process) && !share.slots().isEmpty();
    // A number that no cluster has is not taken for one.
    return known && share.slots().get(0) < Cluster.MAX_SLOTS ? share.slots().get(0) : NONE;
  }

  /** All bars, attempts in the order of the trace. */
  public List<Bar> bars() {
    return bars;
  }

  /** The lanes that are used, by node and number. */
  public List<Lane> used() {
    return used;
  }

  /** What is in use on a node, while time goes on. */
  private static final class Node {
    private final TreeMap<Integer, Long> slotsUntil = new TreeMap<>();
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private final PriorityQueue<long[]> busy =
        new PriorityQueue<>(Comparator.comparingLong((long[] b) -> b[0]));
    private final TreeSet<Integer> used = new TreeSet<>();
    private int firstPacked;
    private int packed;

    int take(Bar bar) {
      int lane = lane(bar);
      used.add(lane);
      return lane;
    }

    /** A slot that is taken already, as in a record that is not sound, is not taken again. */
    private int lane(Bar bar) {
      if (bar.lane >= 0 && slotsUntil.getOrDefault(bar.lane, Long.MIN_VALUE) <= bar.fromMicros()) {
        slotsUntil.put(bar.lane, bar.toMicros());
        return bar.lane;
      }
      for (long[] b = busy.peek(); b != null && b[0] <= bar.fromMicros(); b = busy.peek()) {
        free.add((int) busy.remove()[1]);
      }
      int lane = free.isEmpty() ? firstPacked + packed++ : free.remove();
      busy.add(new long[] {bar.toMicros(), lane});
      return lane;
    }
  }
}
