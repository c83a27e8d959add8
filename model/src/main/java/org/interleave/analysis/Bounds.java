package org.interleave.analysis;

import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Recorded;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * What no execution that keeps the dependencies can be faster than, without overheads; pipelines
 * that break them can. All in seconds.
 *
 * @param criticalPathSeconds the longest chain of sets, each with its slowest task
 * @param slotAreaSeconds the work on CPU slots over the usable slots
 * @param gpuAreaSeconds the work on GPUs over the GPUs; 0 without any
 * @param memoryAreaSeconds the same of memory; 0 where it is not modelled
 * @param packingSeconds the largest work of a single set over how many of its tasks the empty nodes
 *     hold at once, none split over nodes; the pooled capacity can hide it
 */
public record Bounds(
    double criticalPathSeconds,
    double slotAreaSeconds,
    double gpuAreaSeconds,
    double memoryAreaSeconds,
    double packingSeconds) {

  /** The bounds of a workload whose durations are drawn. */
  public static Bounds of(Workload workload, Cluster cluster, boolean pooled) {
    WorkflowGraph graph = workload.graph();
    double[] work = new double[graph.instances().size()];
    double[] slowest = new double[work.length];
    for (SetInstance s : graph.instances()) {
      long sum = 0;
      for (int t = s.firstTask(); t < s.endTask(); t++) {
        sum += workload.durationMicros(t);
      }
      work[s.id()] = sum / 1e6;
      slowest[s.id()] = workload.longestMicros(s) / 1e6;
    }
    return of(graph, cluster, pooled, work, slowest, path(workload));
  }

  /** The bounds of a workflow in the mean: expected slowest tasks, mean work. */
  public static Bounds ofMeans(WorkflowGraph graph, Cluster cluster, boolean pooled) {
    if (isRecorded(graph.workflow())) {
      return of(Workload.ofMeans(graph), cluster, pooled);
    }
    double[] work = new double[graph.instances().size()];
    double[] slowest = new double[work.length];
    for (SetInstance s : graph.instances()) {
      work[s.id()] = s.set().tasks() * s.set().time().meanSeconds();
      slowest[s.id()] = OrderStatistics.expectedSlowestSeconds(s.set().time(), s.set().tasks());
    }
    return of(graph, cluster, pooled, work, slowest, longestChain(graph, slowest));
  }

  /** Whether nothing is left to chance, because times were recorded. */
  private static boolean isRecorded(Workflow workflow) {
    return workflow.sets().stream().anyMatch(s -> s.time() instanceof Recorded)
        && workflow.sets().stream()
            .allMatch(s -> s.time() instanceof Recorded || s.time().isConstant());
  }

  /** When one task of a set is done, at the earliest that can be hoped for. */
  private static double one(Duration time) {
    return time instanceof Recorded recorded ? recorded.smallestSeconds() : time.meanSeconds();
  }

  private static Bounds of(
      WorkflowGraph graph,
      Cluster cluster,
      boolean pooled,
      double[] work,
      double[] slowest,
      double path) {
    double slots = 0;
    double gpus = 0;
    double memory = 0;
    double packing = 0;
    for (SetInstance s : graph.instances()) {
      TaskSet set = s.set();
      Resources r = set.resources();
      slots += work[s.id()] * r.totalSlots();
      gpus += work[s.id()] * r.totalGpus();
      memory += work[s.id()] * r.totalMemoryMiB();
      int atOnce = pooled ? set.tasks() : Math.max(1, cluster.packs(r, set.tasks()));
      packing = Math.max(packing, Math.max(work[s.id()] / atOnce, slowest[s.id()]));
    }
    return new Bounds(
        path,
        cluster.usableSlots() == 0 ? 0 : slots / cluster.usableSlots(),
        cluster.totalGpus() == 0 ? 0 : gpus / cluster.totalGpus(),
        cluster.totalMemoryMiB() == 0 ? 0 : memory / cluster.totalMemoryMiB(),
        packing);
  }

  /** The largest of the bounds. */
  public double largestSeconds() {
    return Math.max(
        Math.max(criticalPathSeconds, packingSeconds),
        Math.max(slotAreaSeconds, Math.max(gpuAreaSeconds, memoryAreaSeconds)));
  }

  /** The resource with the largest area: the one that an execution is bound by, if any. */
  public String scarcestResource() {
    if (gpuAreaSeconds > 0
        && gpuAreaSeconds >= slotAreaSeconds
        && gpuAreaSeconds >= memoryAreaSeconds) {
      return "GPUs";
    }
    return memoryAreaSeconds > slotAreaSeconds ? "memory" : "CPU slots";
  }

  /**
   * The longest chain in the mean. A set that waits for whole sets starts with the slowest of them;
   * one that waits for tasks of equal index can start as early as a single one of them ends on
   * average.
   */
  private static double longestChain(WorkflowGraph graph, double[] slowest) {
    double[] start = new double[slowest.length];
    double longest = 0;
    for (int id : graph.topologicalOrder()) {
      double allEnd = start[id] + slowest[id];
      double oneEnds = start[id] + one(graph.instance(id).set().time());
      longest = Math.max(longest, allEnd);
      for (int next : graph.successors(id)) {
        boolean whole = contains(graph.predecessors(next), id);
        start[next] = Math.max(start[next], whole ? allEnd : oneEnds);
      }
    }
    return longest;
  }

  /** The longest chain of tasks; where tasks wait for equal indices, only those are chained. */
  private static double path(Workload workload) {
    WorkflowGraph graph = workload.graph();
    long[] start = new long[graph.instances().size()];
    long[][] ends = new long[start.length][];
    long longest = 0;
    for (int id : graph.topologicalOrder()) {
      SetInstance s = graph.instance(id);
      int[] matched = graph.indexPredecessors(id);
      long last = 0;
      long[] mine = new long[isMatched(graph, id) ? s.set().tasks() : 0];
      for (int t = 0; t < s.set().tasks(); t++) {
        long begin = start[id];
        for (int before : matched) {
          begin = Math.max(begin, ends[before][t]);
        }
        long end = begin + workload.durationMicros(s.firstTask() + t);
        if (mine.length > 0) {
          mine[t] = end;
        }
        last = Math.max(last, end);
      }
      ends[id] = mine;
      longest = Math.max(longest, last);
      for (int next : graph.successors(id)) {
        if (contains(graph.predecessors(next), id)) {
          start[next] = Math.max(start[next], last);
        }
      }
    }
    return longest / 1e6;
  }

  private static boolean isMatched(WorkflowGraph graph, int id) {
    for (int next : graph.successors(id)) {
      if (contains(graph.indexPredecessors(next), id)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(int[] ids, int id) {
    for (int other : ids) {
      if (other == id) {
        return true;
      }
    }
    return false;
  }
}
