package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Workload;
import org.interleave.analysis.Bounds;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.SlotKind;
import org.interleave.imports.ImportedWorkflow.Figures;
import org.interleave.imports.ImportedWorkflow.PlacedTask;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.RecordedTask;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.validation.RecordedStructure;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run of RADICAL-Pilot: pipelines of stages, and the times that were requested, so that
 * what was lost beside them is left to the overheads.
 */
final class RadicalRun {

  private final RadicalTable table;
  private final RecordedStructure structure;
  private final Workload workload;
  private final Map<String, String> sets = new LinkedHashMap<>();
  private final Map<String, String> pipelines = new LinkedHashMap<>();

  private RadicalRun(RadicalTable table) {
    this.table = table;
    this.structure = RecordedStructure.of(table);
    this.workload = structure.workload();
    Workflow w = structure.graph().workflow();
    rename(w.sets().stream().map(TaskSet::name).toList(), sets);
    rename(w.pipelines().stream().map(Pipeline::name).toList(), pipelines);
  }

  static ImportedWorkflow of(
      RadicalTable table, ImportFormat format, @Nullable Cluster given, Notes notes) {
    RadicalRun run = new RadicalRun(table);
    Cluster cluster = given == null ? run.used(notes) : given;
    boolean oneNode = table.tasks().stream().allMatch(t -> t.node() == 0);
    boolean pooled = oneNode && cluster.nodeCount() > 1;
    if (pooled) {
      notes.add("the record names one node only: its trace takes the cluster for one pool");
    }
    run.structure.assumptions().forEach(notes::add);
    notes.add("times are the requested ones: what was lost beside them is overhead");
    Workflow workflow = run.workflow();
    run.checkFit(workflow, cluster, pooled);
    Trace trace = run.trace(cluster, pooled);
    return new ImportedWorkflow(
        format,
        RunAssembly.spec(table.source(), workflow, cluster, false),
        trace,
        run.places(),
        run.figures(cluster, trace.header().ttxMicros()),
        notes.lines());
  }

  private static void rename(List<String> names, Map<String, String> renamed) {
    String[] allowed =
        SetNames.of(
            names.stream()
                .map(n -> n.replace("(", "-").replace(",", "-").replace(")", ""))
                .toList());
    for (int i = 0; i < allowed.length; i++) {
      renamed.put(names.get(i), allowed[i]);
    }
  }

  private String set(String name) {
    return sets.getOrDefault(name, name);
  }

  private String pipeline(String name) {
    return pipelines.getOrDefault(name, name);
  }

  /** The nodes as far as they were used. */
  private Cluster used(Notes notes) {
    NodeUse use = new NodeUse();
    for (RecordedTask t : table.tasks()) {
      use.add(
          t.node(),
          t.dispatchedMicros(),
          t.freedMicros(),
          t.slots() * t.processes(),
          t.gpus() * t.processes());
    }
    notes.add(
        "nodes are taken to have as many slots and GPUs as were in use on them at once; --cluster"
            + " names a better one");
    return new Cluster("recorded", SlotKind.CORE, use.groups());
  }

  private void checkFit(Workflow workflow, Cluster cluster, boolean pooled) {
    Position at = new Position(table.source(), 1, 1);
    for (TaskSet set : workflow.sets()) {
      String misfit = cluster.misfit(set.resources(), pooled);
      if (!misfit.isEmpty()) {
        throw new SpecException(at, "a task of '" + set.name() + "' " + misfit);
      }
    }
    int nodes = table.tasks().stream().mapToInt(RecordedTask::node).max().orElse(0) + 1;
    if (nodes > cluster.nodeCount()) {
      throw new SpecException(
          at,
          "the run used "
              + nodes
              + " nodes, but the cluster has "
              + cluster.nodeCount()
              + "; add nodes to it");
    }
  }

  private Workflow workflow() {
    List<TaskSet> taskSets = new ArrayList<>();
    for (SetInstance instance : structure.graph().instances()) {
      TaskSet set = instance.set();
      long[] times = new long[set.tasks()];
      for (int i = 0; i < times.length; i++) {
        times[i] = workload.durationMicros(instance.firstTask() + i);
      }
      taskSets.add(
          TaskSet.of(set(set.name()), set.tasks(), set.resources(), RunAssembly.time(times)));
    }
    Workflow w = structure.graph().workflow();
    List<Pipeline> chains =
        w.pipelines().stream()
            .map(
                p ->
                    new Pipeline(
                        pipeline(p.name()),
                        p.after().stream().map(this::pipeline).toList(),
                        p.stages().stream()
                            .map(stage -> stage.stream().map(this::set).toList())
                            .toList()))
            .toList();
    return new Workflow(TimedRun.name(Path.of(table.source())), 1, taskSets, List.of(), chains);
  }

  private List<PlacedTask> places() {
    Map<String, Integer> next = new HashMap<>();
    List<PlacedTask> places = new ArrayList<>();
    for (RecordedTask t : structure.submitted()) {
      String set = set(structure.set(t));
      places.add(new PlacedTask(t.uid(), set, next.merge(set, 1, Integer::sum) - 1));
    }
    return places;
  }

  private Trace trace(Cluster cluster, boolean pooled) {
    Trace recorded = structure.trace(cluster);
    TraceHeader h = recorded.header();
    List<TaskRecord> records =
        recorded.records().stream()
            .map(
                t ->
                    new TaskRecord(
                        set(t.set()),
                        t.iteration(),
                        t.index(),
                        t.attempt(),
                        t.stage(),
                        t.slots(),
                        t.gpus(),
                        t.memoryMiB(),
                        t.nodes(),
                        t.readyMicros(),
                        t.dispatchedMicros(),
                        t.startedMicros(),
                        t.endedMicros(),
                        t.freedMicros(),
                        t.requestedMicros(),
                        t.end()))
            .toList();
    return Trace.of(
        new TraceHeader(
            h.engine(),
            TimedRun.name(Path.of(table.source())),
            h.iterations(),
            h.mode(),
            h.policy(),
            pooled,
            cluster,
            h.overheads(),
            h.seed(),
            h.replication(),
            h.ttxMicros(),
            h.provenance()),
        records);
  }

  private Figures figures(Cluster cluster, long makespan) {
    long sum = 0;
    for (RecordedTask t : table.tasks()) {
      sum += t.requestedMicros();
    }
    double path = Bounds.of(workload, cluster, false).criticalPathSeconds();
    return new Figures(table.tasks().size(), -1, -1, -1, sum, Workload.micros(path), makespan);
  }
}
