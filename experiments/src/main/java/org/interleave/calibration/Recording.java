package org.interleave.calibration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.RecordedTask;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.validation.RecordedStructure;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * A run that overheads are calibrated on.
 *
 * @param name for people
 * @param trace of the run
 * @param plan by which its sets were released
 * @param workload the requested durations
 * @param orderKnown whether it is known in which order tasks were submitted; else it is taken to be
 *     the one in which they got their slots
 * @param nodesKnown whether it is known which task ran on which node
 * @param notes what was assumed
 */
public record Recording(
    String name,
    Trace trace,
    Plan plan,
    Workload workload,
    boolean orderKnown,
    boolean nodesKnown,
    List<String> notes) {

  public Recording {
    notes = List.copyOf(notes);
  }

  /** A table of RADICAL-Pilot. */
  public static Recording of(String name, RadicalTable table, Cluster cluster) {
    RecordedStructure structure = RecordedStructure.of(table);
    Trace trace = structure.trace(cluster);
    return new Recording(
        name,
        trace,
        structure.plan(),
        structure.workload(),
        false,
        knowsNodes(trace),
        structure.assumptions());
  }

  /**
   * A run of which the plan is known, as of its own specification.
   *
   * @throws IllegalArgumentException if the trace is not of that plan
   */
  public static Recording of(String name, Trace trace, Plan plan) {
    WorkflowGraph graph = plan.graph();
    Map<String, SetInstance> instances = new HashMap<>();
    graph.instances().forEach(i -> instances.put(i.set().name() + "#" + i.iteration(), i));
    long[] durations = new long[graph.taskCount()];
    for (SetInstance i : graph.instances()) {
      java.util.Arrays.fill(
          durations, i.firstTask(), i.endTask(), Workload.micros(i.set().time().meanSeconds()));
    }
    for (TaskRecord r : trace.records()) {
      SetInstance i = instances.get(r.set() + "#" + r.iteration());
      if (i == null || r.index() >= i.set().tasks()) {
        throw new IllegalArgumentException(
            name
                + " has tasks of '"
                + r.label(trace.header().iterations())
                + "', which the workflow '"
                + graph.workflow().name()
                + "' does not; give the specification that was run with --spec");
      }
      durations[i.firstTask() + r.index()] = requested(r);
    }
    return new Recording(
        name, trace, plan, Workload.of(graph, durations), true, knowsNodes(trace), List.of());
  }

  /** A run of which nothing but the trace is known: what waited for what is read from the times. */
  public static Recording of(String name, Trace trace) {
    Map<String, TaskRecord> byUid = new HashMap<>();
    List<RecordedTask> tasks = new ArrayList<>();
    for (TaskRecord r : trace.records()) {
      String uid = r.set() + "#" + r.iteration() + "." + r.index() + "." + r.attempt();
      byUid.put(uid, r);
      int slash = r.stage().indexOf('/');
      boolean chained = slash > 0 || r.stage().startsWith("stage ");
      tasks.add(
          new RecordedTask(
              uid,
              chained ? (slash > 0 ? r.stage().substring(0, slash) : "all") : r.stage(),
              chained ? r.stage().substring(slash + 1) : r.stage(),
              r.label(trace.header().iterations()),
              Math.max(1, r.nodes().size()),
              r.slots(),
              r.gpus(),
              r.nodes().isEmpty() ? 0 : r.nodes().get(0),
              requested(r),
              r.dispatchedMicros(),
              r.startedMicros(),
              r.endedMicros(),
              r.freedMicros(),
              r.end() == TaskEnd.DONE));
    }
    RecordedStructure structure = RecordedStructure.of(new RadicalTable(name, tasks, List.of()));
    List<TaskRecord> records = new ArrayList<>();
    Map<String, Integer> next = new HashMap<>();
    for (RecordedTask t : structure.submitted()) {
      String set = structure.set(t);
      int index = next.merge(set, 1, Integer::sum) - 1;
      TaskRecord r = java.util.Objects.requireNonNull(byUid.get(t.uid()));
      records.add(
          new TaskRecord(
              set,
              0,
              index,
              1,
              r.stage(),
              r.slots(),
              r.gpus(),
              r.memoryMiB(),
              r.nodes(),
              r.readyMicros(),
              r.dispatchedMicros(),
              r.startedMicros(),
              r.endedMicros(),
              r.freedMicros(),
              r.requestedMicros(),
              r.end()));
    }
    records.sort(java.util.Comparator.comparingLong(TaskRecord::startedMicros));
    TraceHeader h = trace.header();
    Plan plan = structure.plan();
    Trace renamed =
        new Trace(
            new TraceHeader(
                h.engine(),
                structure.graph().workflow().name(),
                1,
                plan.label(),
                h.policy(),
                h.pooled(),
                h.cluster(),
                h.overheads(),
                h.seed(),
                h.replication(),
                h.ttxMicros()),
            records);
    return new Recording(
        name,
        renamed,
        plan,
        structure.workload(),
        false,
        knowsNodes(renamed),
        structure.assumptions());
  }

  /** What it was meant to take, or what it took where that is not known. */
  private static long requested(TaskRecord r) {
    return Math.max(
        1, r.requestedMicros() > 0 ? r.requestedMicros() : r.endedMicros() - r.startedMicros());
  }

  private static boolean knowsNodes(Trace trace) {
    Set<Integer> nodes = new HashSet<>();
    trace.records().forEach(r -> nodes.addAll(r.nodes()));
    return nodes.size() > 1;
  }

  Observation observation() {
    return new Observation(trace, plan);
  }

  /** From the first start to the last end. */
  double spanSeconds() {
    return org.interleave.trace.Metrics.of(trace).spanSeconds();
  }

  /** Whether one stage follows the other throughout. */
  boolean isSequential() {
    Set<String> pipelines = new HashSet<>();
    plan.groups().forEach(g -> pipelines.add(g.pipeline()));
    return plan.groups().stream().allMatch(g -> g.after().length <= 1)
        && pipelines.size() == 1
        && !plan.label().startsWith("asynchronous");
  }
}
