package org.interleave.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;

/**
 * The closed form's schedule: whole sets on pooled capacity, the longest critical path first. A set
 * starts when the sets that it waits for are done and all its tasks fit together; a set that never
 * fits takes what there is and runs in waves.
 *
 * <p>Instants are whole microseconds, so that what happens at once does so exactly.
 *
 * <p>This is Eqn 3 of the paper with its assumption of infinite resources removed. That single
 * tasks of a set can start earlier is left to the simulator to show.
 */
final class WholeSetSchedule {

  private static final double MICROS = 1e6;

  private final WorkflowGraph graph;
  private final long[] start;
  private final long[] end;
  private final long[] released;
  private final long makespan;

  private WholeSetSchedule(WorkflowGraph graph, long[] start, long[] end, long[] released) {
    this.graph = graph;
    this.start = start;
    this.end = end;
    this.released = released;
    this.makespan = Arrays.stream(end).max().orElse(0);
  }

  /** The schedule of a whole graph, every set gated by its dependencies alone. */
  static WholeSetSchedule of(
      WorkflowGraph graph, Cluster cluster, SetTimes times, Overheads overheads) {
    return new Builder(graph, cluster, times, overheads).build();
  }

  /**
   * How long sets take that are released together, as the sets of a stage are.
   *
   * @return seconds
   */
  static double stageSeconds(List<SetInstance> stage, Cluster cluster, SetTimes times) {
    Demand capacity = Demand.of(cluster);
    double together = times.togetherSeconds(stage, capacity);
    if (together >= 0) {
      return together;
    }
    List<Long> durations = new ArrayList<>();
    List<Long> launches = new ArrayList<>();
    List<Demand> demands = new ArrayList<>();
    List<SetInstance> longestFirst = new ArrayList<>(stage);
    longestFirst.sort(Comparator.comparingDouble((SetInstance s) -> -s.set().time().meanSeconds()));
    for (SetInstance s : longestFirst) {
      long atOnce = atOnce(s.set(), capacity);
      durations.add(micros(times.seconds(s.set(), atOnce)));
      launches.add(micros(times.launchingSeconds(s.set(), atOnce)));
      demands.add(Demand.of(s.set(), Math.min(atOnce, s.set().tasks())));
    }
    return packed(durations, launches, demands, capacity) / MICROS;
  }

  /** List scheduling of independent sets in the given order, later ones skipping ahead. */
  private static long packed(
      List<Long> durations, List<Long> launches, List<Demand> demands, Demand capacity) {
    WaitingDemands waiting = new WaitingDemands(durations.size());
    for (int i = 0; i < durations.size(); i++) {
      waiting.add(i, demands.get(i));
    }
    PriorityQueue<long[]> running = new PriorityQueue<>(Comparator.comparingLong(r -> r[0]));
    Demand free = capacity;
    long launcherFree = 0;
    long now = 0;
    long last = 0;
    while (!waiting.isEmpty()) {
      for (int i = waiting.nextFitting(0, free); i >= 0; i = waiting.nextFitting(i + 1, free)) {
        waiting.remove(i);
        free = free.minus(demands.get(i));
        launcherFree = Math.max(launcherFree, now) + launches.get(i);
        long end = launcherFree + durations.get(i);
        last = Math.max(last, end);
        running.add(new long[] {end, i});
      }
      // All that end at one instant are done before anything starts.
      now = running.element()[0];
      while (!running.isEmpty() && running.element()[0] == now) {
        free = free.plus(demands.get((int) running.remove()[1]));
      }
    }
    return last;
  }

  /** How many tasks of a set the capacity holds at once. */
  static long atOnce(TaskSet set, Demand capacity) {
    long fit = set.tasks();
    if (set.resources().totalSlots() > 0) {
      fit = Math.min(fit, capacity.slots() / set.resources().totalSlots());
    }
    if (set.resources().totalGpus() > 0) {
      fit = Math.min(fit, capacity.gpus() / set.resources().totalGpus());
    }
    if (set.resources().totalMemoryMiB() > 0) {
      fit = Math.min(fit, capacity.memoryMiB() / set.resources().totalMemoryMiB());
    }
    return Math.max(1, fit);
  }

  WorkflowGraph graph() {
    return graph;
  }

  double startSeconds(int id) {
    return start[id] / MICROS;
  }

  double endSeconds(int id) {
    return end[id] / MICROS;
  }

  long startMicros(int id) {
    return start[id];
  }

  long endMicros(int id) {
    return end[id];
  }

  /** When everything that an instance waits for was done, and its gap over. */
  long releasedMicros(int id) {
    return released[id];
  }

  long makespanMicros() {
    return makespan;
  }

  double makespanSeconds() {
    return makespan / MICROS;
  }

  private static long micros(double seconds) {
    return Math.round(seconds * MICROS);
  }

  private static final class Builder {
    private final WorkflowGraph graph;
    private final Demand capacity;
    private final SetTimes times;
    private final Overheads overheads;
    private final int n;
    private final long[] start;
    private final long[] end;
    private final long[] released;
    private final int[] waits;
    private final Demand[] demands;
    private final int[] rank; // by the longest path to a sink
    private final WaitingDemands waiting; // by rank
    private long launcherFree;

    Builder(WorkflowGraph graph, Cluster cluster, SetTimes times, Overheads overheads) {
      this.graph = graph;
      this.capacity = Demand.of(cluster);
      this.times = times;
      this.overheads = overheads;
      this.n = graph.instances().size();
      this.start = new long[n];
      this.end = new long[n];
      this.released = new long[n];
      this.waits = new int[n];
      this.demands = new Demand[n];
      this.rank = new int[n];
      this.waiting = new WaitingDemands(n);
    }

    WholeSetSchedule build() {
      Integer[] longestFirst = new Integer[n];
      Arrays.setAll(longestFirst, i -> i);
      Arrays.sort(
          longestFirst,
          Comparator.comparingDouble((Integer id) -> -graph.tailSeconds(id))
              .thenComparingInt(id -> id));
      for (int r = 0; r < n; r++) {
        rank[longestFirst[r]] = r;
      }
      for (int id = 0; id < n; id++) {
        waits[id] = graph.predecessors(id).length + graph.indexPredecessors(id).length;
        TaskSet set = graph.instance(id).set();
        demands[id] = Demand.of(set, Math.min(atOnce(set, capacity), set.tasks()));
        if (waits[id] == 0) {
          waiting.add(rank[id], demands[id]);
        }
      }
      Demand free = capacity;
      // An instant and an instance that ends then, or (with a negative sign) is released then.
      PriorityQueue<long[]> events =
          new PriorityQueue<>(
              Comparator.<long[]>comparingLong(e -> e[0]).thenComparingLong(e -> e[1]));
      long now = 0;
      while (true) {
        for (int r = waiting.nextFitting(0, free); r >= 0; r = waiting.nextFitting(r + 1, free)) {
          int id = longestFirst[r];
          waiting.remove(r);
          free = free.minus(demands[id]);
          begin(id, now);
          events.add(new long[] {end[id], id});
        }
        if (events.isEmpty()) {
          return new WholeSetSchedule(graph, start, end, released);
        }
        now = events.element()[0];
        while (!events.isEmpty() && events.element()[0] == now) {
          long which = events.remove()[1];
          if (which < 0) {
            int id = (int) (-1 - which);
            waiting.add(rank[id], demands[id]);
          } else {
            free = free.plus(demands[(int) which]);
            release((int) which, now, events);
          }
        }
      }
    }

    private void begin(int id, long now) {
      TaskSet set = graph.instance(id).set();
      long atOnce = atOnce(set, capacity);
      start[id] = now;
      launcherFree = Math.max(launcherFree, now) + micros(times.launchingSeconds(set, atOnce));
      end[id] = launcherFree + Math.max(1, micros(times.seconds(set, atOnce)));
    }

    private void release(int ended, long now, PriorityQueue<long[]> events) {
      for (int next : graph.successors(ended)) {
        if (--waits[next] == 0) {
          // As in the simulator: tasks that only wait for equal indices are released without a gap.
          long gap =
              graph.predecessors(next).length == 0
                  ? 0
                  : overheads.setGap(graph.instance(next).set().name()).meanMicros();
          released[next] = now + gap;
          if (gap == 0) {
            waiting.add(rank[next], demands[next]);
          } else {
            events.add(new long[] {now + gap, -1 - next});
          }
        }
      }
    }
  }
}
