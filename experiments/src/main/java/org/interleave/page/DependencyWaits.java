package org.interleave.page;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * How long the tasks of each set waited before they were ready, on average: first for the tasks
 * that they depend on, from the beginning of the run to the last of their ends; then for what the
 * execution adds, the barrier of a stage or a gap before the set. Only with the workflow known can
 * the two be told apart.
 */
final class DependencyWaits {

  /**
   * Means over the tasks of a set, in seconds.
   *
   * @param dependencySeconds from the beginning of the run until what it depends on was done
   * @param barrierSeconds from then until it was ready
   */
  record Wait(double dependencySeconds, double barrierSeconds) {}

  private final WorkflowGraph graph;
  private final Map<String, Long> lastOfSet = new HashMap<>();
  private final Map<String, Map<Integer, Long>> lastOfTask = new HashMap<>();

  private DependencyWaits(Trace trace, WorkflowGraph graph) {
    this.graph = graph;
    for (TaskRecord t : trace.records()) {
      String label = t.label(trace.header().iterations());
      lastOfSet.merge(label, t.endedMicros(), Math::max);
      if (graph.indexSuccessors(graph.named(label).get(0).id()).length > 0) {
        lastOfTask
            .computeIfAbsent(label, l -> new HashMap<>())
            .merge(t.index(), t.endedMicros(), Math::max);
      }
    }
  }

  /** The waits by the labels of the sets; {@code graph} must be that of the trace. */
  static Map<String, Wait> of(Trace trace, WorkflowGraph graph) {
    DependencyWaits waits = new DependencyWaits(trace, graph);
    Map<String, long[]> sums = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (TaskRecord t : trace.records()) {
      String label = t.label(trace.header().iterations());
      // Records are in the order of starts: the first of a task is its first attempt.
      if (seen.add(label + " " + t.index())) {
        long free = Math.min(t.readyMicros(), waits.free(graph.named(label).get(0), t.index()));
        long[] sum = sums.computeIfAbsent(label, l -> new long[3]);
        sum[0] += free;
        sum[1] += t.readyMicros() - free;
        sum[2]++;
      }
    }
    Map<String, Wait> means = new HashMap<>();
    sums.forEach((label, s) -> means.put(label, new Wait(s[0] / 1e6 / s[2], s[1] / 1e6 / s[2])));
    return means;
  }

  /** When all that a task depends on was done. */
  private long free(SetInstance instance, int index) {
    long last = 0;
    for (int id : graph.predecessors(instance.id())) {
      last = Math.max(last, lastOfSet.getOrDefault(graph.instance(id).label(), 0L));
    }
    for (int id : graph.indexPredecessors(instance.id())) {
      @Nullable Map<Integer, Long> tasks = lastOfTask.get(graph.instance(id).label());
      last = Math.max(last, tasks == null ? 0 : tasks.getOrDefault(index, 0L));
    }
    return last;
  }
}
