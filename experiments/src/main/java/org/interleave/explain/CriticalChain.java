package org.interleave.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * The chain of tasks that explains the makespan: from the task that ended last back, each time to
 * the task whose end let it start, because it was waited for or because it held the resources.
 */
public final class CriticalChain {

  /** Why a link of the chain started when it did. */
  public enum Reason {
    /** It was the first. */
    BEGIN("at the beginning"),
    /** The set that it waits for was done. */
    DEPENDENCY("waited for"),
    /** The tasks before it freed their resources. */
    RESOURCE("took over from");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The reason in words. */
    public String words() {
      return words;
    }
  }

  /**
   * Consecutive tasks of one set in the chain.
   *
   * @param set its label
   * @param tasks how many of its tasks follow each other
   * @param startSeconds the start of the first
   * @param endSeconds the stop of the last
   * @param reason why the first of them started then
   * @param gapSeconds overheads between the end before and this start
   */
  public record Link(
      String set,
      int tasks,
      double startSeconds,
      double endSeconds,
      Reason reason,
      double gapSeconds) {}

  private final Trace trace;
  private final @Nullable WorkflowGraph graph;
  private final TreeMap<Long, List<TaskRecord>> byFreed = new TreeMap<>();
  private final Map<String, TaskRecord> lastOfSet = new HashMap<>();

  private CriticalChain(Trace trace, @Nullable WorkflowGraph graph) {
    this.trace = trace;
    this.graph = graph;
    for (TaskRecord t : trace.records()) {
      byFreed.computeIfAbsent(t.freedMicros(), f -> new ArrayList<>()).add(t);
      lastOfSet.merge(label(t), t, (a, b) -> b.freedMicros() > a.freedMicros() ? b : a);
    }
  }

  /**
   * The chain of a trace.
   *
   * @param graph what waits for what, or null if that is not known: then the last end before a task
   *     became ready is taken for what it waited for
   */
  public static List<Link> of(Trace trace, @Nullable WorkflowGraph graph) {
    return trace.records().isEmpty() ? List.of() : new CriticalChain(trace, graph).links();
  }

  /** The tasks of the chain one by one, the first first; {@code graph} as in {@link #of}. */
  public static List<TaskRecord> tasks(Trace trace, @Nullable WorkflowGraph graph) {
    return trace.records().isEmpty()
        ? List.of()
        : new CriticalChain(trace, graph).steps().stream().map(Step::task).toList();
  }

  private String label(TaskRecord t) {
    return t.label(trace.header().iterations());
  }

  /** One task of the chain, and the one before it that let it start. */
  private record Step(TaskRecord task, Reason reason, double gapSeconds) {}

  private Deque<Step> steps() {
    TaskRecord task = trace.records().get(0);
    for (TaskRecord t : trace.records()) {
      if (t.freedMicros() > task.freedMicros()) {
        task = t;
      }
    }
    Deque<Step> steps = new ArrayDeque<>();
    while (task != null) {
      boolean waited = task.dispatchedMicros() > task.readyMicros();
      TaskRecord before = waited ? freedFor(task) : waitedFor(task);
      Reason reason = before == null ? Reason.BEGIN : waited ? Reason.RESOURCE : Reason.DEPENDENCY;
      double gap = before == null ? 0 : (task.startedMicros() - before.endedMicros()) / 1e6;
      steps.addFirst(new Step(task, reason, gap));
      task = before;
    }
    return steps;
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (Step step : steps()) {
      String set = label(step.task);
      double end = step.task.endedMicros() / 1e6;
      int last = links.size() - 1;
      if (last >= 0 && links.get(last).set().equals(set)) {
        Link so = links.get(last);
        links.set(
            last,
            new Link(set, so.tasks() + 1, so.startSeconds(), end, so.reason(), so.gapSeconds()));
      } else {
        double start = step.task.startedMicros() / 1e6;
        links.add(new Link(set, 1, start, end, step.reason, step.gapSeconds));
      }
    }
    return List.copyOf(links);
  }

  /**
   * A task that freed resources at the instant of the dispatch, on the same node if there is one.
   */
  private @Nullable TaskRecord freedFor(TaskRecord task) {
    Map.Entry<Long, List<TaskRecord>> at = byFreed.floorEntry(task.dispatchedMicros());
    TaskRecord found = null;
    for (TaskRecord t : at == null ? List.<TaskRecord>of() : at.getValue()) {
      boolean earlier = t.startedMicros() < task.startedMicros();
      if (earlier && (found == null || t.nodes().stream().anyMatch(task.nodes()::contains))) {
        found = t;
        if (t.nodes().stream().anyMatch(task.nodes()::contains)) {
          return found;
        }
      }
    }
    return found;
  }

  /** The task that ended last of those that had to be done before this one became ready. */
  private @Nullable TaskRecord waitedFor(TaskRecord task) {
    TaskRecord found = null;
    if (graph != null) {
      SetInstance instance = graph.named(label(task)).get(0);
      for (int[] ids :
          new int[][] {graph.predecessors(instance.id()), graph.indexPredecessors(instance.id())}) {
        for (int id : ids) {
          TaskRecord last = lastOfSet.get(graph.instance(id).label());
          if (last != null
              && last.freedMicros() <= task.readyMicros()
              && (found == null || last.freedMicros() > found.freedMicros())) {
            found = last;
          }
        }
      }
      if (found != null) {
        return found;
      }
    }
    Map.Entry<Long, List<TaskRecord>> before = byFreed.floorEntry(task.readyMicros());
    if (before == null) {
      return null;
    }
    TaskRecord last = before.getValue().get(0);
    return last.startedMicros() < task.startedMicros() ? last : null;
  }
}
