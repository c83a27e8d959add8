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
    double[] latest = latestEnds(schedule);
    List<MaskedSet> masked = new ArrayList<>();
    graph.instances().stream()
        .filter(s -> !critical[s.id()])
        .sorted(
            Comparator.comparingDouble((SetInstance s) -> schedule.startSeconds(s.id()))
                .thenComparingInt(SetInstance::id))
        .forEach(s -> masked.add(masked(schedule, s, chain, latest[s.id()])));
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
      if (schedule.endSeconds(s.id()) > schedule.endSeconds(at) + TOLERANCE) {
        at = s.id();
      }
    }
    boolean[] seen = new boolean[graph.instances().size()];
    for (int next = at; next >= 0; next = cause(schedule, next, seen)) {
      seen[next] = true;
      chain.add(graph.instance(next));
    }
    Collections.reverse(chain);
    return chain;
  }

  /**
   * The set whose end a set started with: one that it waits for if there is one, or -1. Sets that
   * take next to no time could each be the other's cause; none is taken twice.
   */
  private static int cause(WholeSetSchedule schedule, int id, boolean[] seen) {
    double start = schedule.startSeconds(id);
    if (start <= TOLERANCE) {
      return -1;
    }
    int best = -1;
    double latest = -1;
    boolean waited = schedule.readySeconds(id) < start - TOLERANCE;
    int[] before = schedule.graph().predecessors(id);
    for (int other : before) {
      if (!waited && schedule.endSeconds(other) > latest + TOLERANCE) {
        latest = schedule.endSeconds(other);
        best = other;
      }
    }
    if (best >= 0) {
      return best;
    }
    for (SetInstance other : schedule.graph().instances()) {
      double end = schedule.endSeconds(other.id());
      if (end <= start + TOLERANCE && end > latest + TOLERANCE && !seen[other.id()]) {
        latest = end;
        best = other.id();
      }
    }
    return best;
  }

  /** How late each set may end, given what waits for it and what took over its resources. */
  private static double[] latestEnds(WholeSetSchedule schedule) {
    WorkflowGraph graph = schedule.graph();
    int n = graph.instances().size();
    Integer[] byStart = new Integer[n];
    Arrays.setAll(byStart, i -> i);
    Arrays.sort(
        byStart,
        Comparator.comparingDouble((Integer id) -> -schedule.startSeconds(id))
            .thenComparingDouble(id -> -schedule.endSeconds(id)));
    double[] latest = new double[n];
    Arrays.fill(latest, schedule.makespanSeconds());
    java.util.NavigableMap<Double, Double> resourceWaiters = new java.util.TreeMap<>();
    for (int id : byStart) {
      // Whatever started when this set ended, after having waited for resources, may have waited
      // for this set's.
      double end = schedule.endSeconds(id);
      for (double slack :
          resourceWaiters.subMap(end - TOLERANCE, true, end + TOLERANCE, true).values()) {
        latest[id] = Math.min(latest[id], end + slack);
      }
      for (int next : graph.successors(id)) {
        double duration = schedule.endSeconds(next) - schedule.startSeconds(next);
        latest[id] = Math.min(latest[id], latest[next] - duration);
      }
      double start = schedule.startSeconds(id);
      if (schedule.readySeconds(id) < start - TOLERANCE) {
        resourceWaiters.merge(start, latest[id] - end, Math::min);
      }
    }
    return latest;
  }
}
