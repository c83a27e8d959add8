package org.interleave.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
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
 * <p>This is Eqn 3 of the paper with its assumption of infinite resources removed. That single
 * tasks of a set can start earlier is left to the simulator to show.
 */
final class WholeSetSchedule {

  private final WorkflowGraph graph;
  private final double[] start;
  private final double[] end;
  private final double[] ready;
  private final double makespan;

  private WholeSetSchedule(WorkflowGraph graph, double[] start, double[] end, double[] ready) {
    this.graph = graph;
    this.start = start;
    this.end = end;
    this.ready = ready;
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
    List<Double> durations = new ArrayList<>();
    List<Demand> demands = new ArrayList<>();
    List<SetInstance> longestFirst = new ArrayList<>(stage);
    longestFirst.sort(Comparator.comparingDouble((SetInstance s) -> -s.set().time().meanSeconds()));
    Demand all = Demand.NOTHING;
    double longest = 0;
    for (SetInstance s : longestFirst) {
      long atOnce = atOnce(s.set(), capacity);
      durations.add(times.seconds(s.set(), atOnce));
      demands.add(Demand.of(s.set(), Math.min(atOnce, s.set().tasks())));
      all = all.plus(demands.get(demands.size() - 1));
      longest = Math.max(longest, durations.get(durations.size() - 1));
    }
    return all.fits(capacity) ? longest : packed(durations, demands, capacity);
  }

  /** List scheduling of independent sets in the given order, later ones skipping ahead. */
  private static double packed(List<Double> durations, List<Demand> demands, Demand capacity) {
    List<Integer> waiting = new ArrayList<>();
    for (int i = 0; i < durations.size(); i++) {
      waiting.add(i);
    }
    PriorityQueue<double[]> running = new PriorityQueue<>(Comparator.comparingDouble(r -> r[0]));
    Demand free = capacity;
    double now = 0;
    Demand least = leastOf(demands);
    while (!waiting.isEmpty()) {
      List<Integer> left = new ArrayList<>();
      for (int w = 0; w < waiting.size(); w++) {
        int i = waiting.get(w);
        if (!least.fits(free)) {
          left.addAll(waiting.subList(w, waiting.size()));
          break;
        }
        if (demands.get(i).fits(free)) {
          free = free.minus(demands.get(i));
          running.add(new double[] {now + durations.get(i), i});
        } else {
          left.add(i);
        }
      }
      waiting = left;
      double[] next = running.remove();
      now = next[0];
      free = free.plus(demands.get((int) next[1]));
    }
    double last = now;
    return Math.max(last, running.stream().mapToDouble(r -> r[0]).max().orElse(0));
  }

  /** Less of each resource than any of the demands: where this does not fit, none of them does. */
  private static Demand leastOf(List<Demand> demands) {
    Demand least = demands.get(0);
    for (Demand d : demands) {
      least =
          new Demand(
              Math.min(least.slots(), d.slots()),
              Math.min(least.gpus(), d.gpus()),
              Math.min(least.memoryMiB(), d.memoryMiB()));
    }
    return least;
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
    return start[id];
  }

  double endSeconds(int id) {
    return end[id];
  }

  /** When everything that an instance waits for was done. */
  double readySeconds(int id) {
    return ready[id];
  }

  double makespanSeconds() {
    return makespan;
  }

  private static final class Builder {
    private final WorkflowGraph graph;
    private final Demand capacity;
    private final SetTimes times;
    private final Overheads overheads;
    private final int n;
    private final double[] start;
    private final double[] end;
    private final double[] ready;
    private final int[] waits;
    private final Demand[] demands;

    Builder(WorkflowGraph graph, Cluster cluster, SetTimes times, Overheads overheads) {
      this.graph = graph;
      this.capacity = Demand.of(cluster);
      this.times = times;
      this.overheads = overheads;
      this.n = graph.instances().size();
      this.start = new double[n];
      this.end = new double[n];
      this.ready = new double[n];
      this.waits = new int[n];
      this.demands = new Demand[n];
    }

    WholeSetSchedule build() {
      TreeSet<Integer> waiting =
          new TreeSet<>(
              Comparator.comparingDouble((Integer id) -> -graph.tailSeconds(id))
                  .thenComparingInt(id -> id));
      PriorityQueue<double[]> events =
          new PriorityQueue<>(
              Comparator.<double[]>comparingDouble(e -> e[0]).thenComparingDouble(e -> e[1]));
      for (int id = 0; id < n; id++) {
        waits[id] = graph.predecessors(id).length + graph.indexPredecessors(id).length;
        long atOnce = atOnce(graph.instance(id).set(), capacity);
        demands[id] =
            Demand.of(graph.instance(id).set(), Math.min(atOnce, graph.instance(id).set().tasks()));
        if (waits[id] == 0) {
          waiting.add(id);
        }
      }
      Demand free = capacity;
      Demand least = leastOf(java.util.Arrays.asList(demands));
      double now = 0;
      while (true) {
        for (var it = waiting.iterator(); it.hasNext() && least.fits(free); ) {
          int id = it.next();
          if (demands[id].fits(free)) {
            it.remove();
            free = free.minus(demands[id]);
            start[id] = now;
            TaskSet set = graph.instance(id).set();
            end[id] = now + times.seconds(set, atOnce(set, capacity));
            events.add(new double[] {end[id], id, 1});
          }
        }
        if (events.isEmpty()) {
          return new WholeSetSchedule(graph, start, end, ready);
        }
        now = events.element()[0];
        while (!events.isEmpty() && events.element()[0] == now) {
          double[] event = events.remove();
          int id = (int) event[1];
          if (event[2] == 0) {
            waiting.add(id);
            continue;
          }
          free = free.plus(demands[id]);
          for (int next : graph.successors(id)) {
            ready[next] = Math.max(ready[next], now);
            if (--waits[next] == 0) {
              double gap = overheads.setGap(graph.instance(next).set().name()).meanMicros() / 1e6;
              if (gap == 0) {
                waiting.add(next);
              } else {
                events.add(new double[] {now + gap, next, 0});
              }
            }
          }
        }
      }
    }
  }
}
