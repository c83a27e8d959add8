package org.interleave.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Which sets are hidden behind which: in a schedule, one chain of sets explains the whole makespan;
 * every other set executes beside it and is masked.
 *
 * @param criticalChain the chain, in the order of time
 * @param masked all other sets, in the order of their starts
 */
public record Masking(List<String> criticalChain, List<MaskedSet> masked) {

  private static final double TOLERANCE = 1e-9;

  /** Of more sets that waited for resources only the last ones are looked at. */
  private static final int MOST_WAITERS = 500;

  public Masking {
    criticalChain = List.copyOf(criticalChain);
    masked = List.copyOf(masked);
  }

  /**
   * A set whose time does not add to the makespan.
   *
   * @param set its label
   * @param by the set of the critical chain that it executes beside the longest
   * @param seconds its own time
   * @param overlapSeconds how long both execute together
   * @param slackSeconds how much later it could end before the makespan grows, the order of the
   *     schedule kept
   */
  public record MaskedSet(
      String set, String by, double seconds, double overlapSeconds, double slackSeconds) {}

  static Masking of(WholeSetSchedule schedule) {
    WorkflowGraph graph = schedule.graph();
    List<SetInstance> chain = chain(schedule);
    boolean[] critical = new boolean[graph.instances().size()];
    chain.forEach(c -> critical[c.id()] = true);
    long[] latest = latestEnds(schedule);
    List<MaskedSet> masked = new ArrayList<>();
    graph.instances().stream()
        .filter(s -> !critical[s.id()])
        .sorted(
            Comparator.comparingDouble((SetInstance s) -> schedule.startSeconds(s.id()))
                .thenComparingInt(SetInstance::id))
        .forEach(s -> masked.add(masked(schedule, s, chain, latest[s.id()] / 1e6)));
    return new Masking(chain.stream().map(SetInstance::label).toList(), masked);
  }

  private static MaskedSet masked(
      WholeSetSchedule schedule, SetInstance s, List<SetInstance> chain, double latest) {
    SetInstance by = chain.get(0);
    double most = -1;
    for (int k = firstEndingAfter(schedule, chain, schedule.startSeconds(s.id()));
        k < chain.size() && schedule.startSeconds(chain.get(k).id()) < schedule.endSeconds(s.id());
        k++) {
      SetInstance c = chain.get(k);
      double overlap =
          Math.min(schedule.endSeconds(s.id()), schedule.endSeconds(c.id()))
              - Math.max(schedule.startSeconds(s.id()), schedule.startSeconds(c.id()));
      if (overlap > most + TOLERANCE) {
        most = overlap;
        by = c;
      }
    }
    return new MaskedSet(
        s.label(),
        by.label(),
        schedule.endSeconds(s.id()) - schedule.startSeconds(s.id()),
        Math.max(0, most),
        Math.max(0, latest - schedule.endSeconds(s.id())));
  }

  /** The links of the chain follow each other in time. */
  private static int firstEndingAfter(
      WholeSetSchedule schedule, List<SetInstance> chain, double instant) {
    int low = 0;
    int high = chain.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (schedule.endSeconds(chain.get(middle).id()) <= instant) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** From the set that ends last back, each time to the set whose end let it start. */
  private static List<SetInstance> chain(WholeSetSchedule schedule) {
    WorkflowGraph graph = schedule.graph();
    List<SetInstance> chain = new ArrayList<>();
    int at = 0;
    for (SetInstance s : graph.instances()) {
      if (schedule.endMicros(s.id()) > schedule.endMicros(at)) {
        at = s.id();
      }
    }
    for (int next = at; next >= 0; next = cause(schedule, next)) {
      chain.add(graph.instance(next));
    }
    Collections.reverse(chain);
    return chain;
  }

  /** The set whose end a set started with: one that it waits for if there is one, or -1. */
  private static int cause(WholeSetSchedule schedule, int id) {
    long start = schedule.startMicros(id);
    if (start == 0) {
      return -1;
    }
    int best = -1;
    if (schedule.releasedMicros(id) == start) {
      for (int other : waitedFor(schedule.graph(), id)) {
        if (best < 0 || schedule.endMicros(other) > schedule.endMicros(best)) {
          best = other;
        }
      }
    }
    for (int other = 0; best < 0 && other < schedule.graph().instances().size(); other++) {
      if (schedule.endMicros(other) == start) {
        best = other;
      }
    }
    return best;
  }

  private static int[] waitedFor(WorkflowGraph graph, int id) {
    return java.util.stream.IntStream.concat(
            Arrays.stream(graph.predecessors(id)), Arrays.stream(graph.indexPredecessors(id)))
        .toArray();
  }

  /**
   * How late each set may end: the sets that wait for it may not start later than their own latest,
   * less the gap before their release; and a set that waited for resources may not be kept waiting
   * by any of those that ended meanwhile.
   */
  private static long[] latestEnds(WholeSetSchedule schedule) {
    WorkflowGraph graph = schedule.graph();
    int n = graph.instances().size();
    Integer[] byStart = new Integer[n];
    Arrays.setAll(byStart, i -> i);
    Arrays.sort(
        byStart,
        Comparator.comparingLong((Integer id) -> -schedule.startMicros(id))
            .thenComparingLong(id -> -schedule.endMicros(id)));
    long[] latest = new long[n];
    Arrays.fill(latest, schedule.makespanMicros());
    List<Integer> waiters = new ArrayList<>();
    for (int id : byStart) {
      long end = schedule.endMicros(id);
      for (int w : waiters) {
        if (schedule.releasedMicros(w) < end && end <= schedule.startMicros(w)) {
          long slack = latest[w] - schedule.endMicros(w);
          latest[id] = Math.min(latest[id], schedule.startMicros(w) + slack);
        }
      }
      for (int next : graph.successors(id)) {
        long slack = latest[next] - schedule.endMicros(next);
        long released = schedule.releasedMicros(next);
        long gap = released - lastEnd(schedule, next);
        latest[id] = Math.min(latest[id], schedule.startMicros(next) + slack - gap);
      }
      if (schedule.releasedMicros(id) < schedule.startMicros(id) && waiters.size() < MOST_WAITERS) {
        waiters.add(id);
      }
    }
    return latest;
  }

  private static long lastEnd(WholeSetSchedule schedule, int id) {
    long last = 0;
    for (int other : waitedFor(schedule.graph(), id)) {
      last = Math.max(last, schedule.endMicros(other));
    }
    return last;
  }
}
