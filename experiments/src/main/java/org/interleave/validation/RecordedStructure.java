package org.interleave.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.RecordedTask;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.ReleaseGroup.Gap;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * The workflow behind a recorded run, read from the record alone: which tasks are a set, which sets
 * a stage, in which order they were submitted, and which pipeline waited for which.
 *
 * <p>Sets are told apart by stage, label and resources. The stages of a pipeline follow each other
 * in time. A pipeline is taken to wait for those that had freed all their slots before its first
 * task was scheduled; that is not recorded, and {@link #assumptions} says what was inferred.
 */
public final class RecordedStructure {

  private record StageKey(String pipeline, String stage) {}

  private record SetKey(StageKey stage, String label, int processes, int slots, int gpus) {}

  private final RadicalTable table;
  private final List<RecordedTask> submitted;
  private final Map<StageKey, List<RecordedTask>> stages = new LinkedHashMap<>();
  private final Map<String, List<StageKey>> pipelines = new LinkedHashMap<>();
  private final Map<String, List<String>> waitsFor = new LinkedHashMap<>();
  private final Map<SetKey, List<RecordedTask>> sets = new LinkedHashMap<>();
  private final Map<SetKey, String> names = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Workflow workflow;
  private final WorkflowGraph graph;
  private final Map<String, SetInstance> instanceOf = new HashMap<>();

  private RecordedStructure(RadicalTable table) {
    this.table = table;
    this.submitted = new ArrayList<>(table.tasks());
    submitted.sort(
        Comparator.comparingLong(RecordedTask::dispatchedMicros)
            .thenComparingLong(RecordedTask::startedMicros));
    for (RecordedTask t : submitted) {
      StageKey stage = new StageKey(t.pipeline(), t.stage());
      if (!stages.containsKey(stage)) {
        pipelines.computeIfAbsent(t.pipeline(), p -> new ArrayList<>()).add(stage);
      }
      stages.computeIfAbsent(stage, s -> new ArrayList<>()).add(t);
      sets.computeIfAbsent(key(t), s -> new ArrayList<>()).add(t);
    }
    nameSets();
    connectPipelines();
    this.workflow = workflow();
    this.graph = WorkflowGraph.of(workflow);
    graph.instances().forEach(i -> instanceOf.put(i.set().name(), i));
  }

  /** Reads the structure of a recorded run. */
  public static RecordedStructure of(RadicalTable table) {
    return new RecordedStructure(table);
  }

  /** The workflow as the record shows it. */
  public WorkflowGraph graph() {
    return graph;
  }

  /** The tasks in the order in which they were scheduled, which is that of indices in a set. */
  public List<RecordedTask> submitted() {
    return List.copyOf(submitted);
  }

  /** The name of the set that a task belongs to. */
  public String set(RecordedTask task) {
    return name(task);
  }

  /** What is not in the record and had to be inferred. */
  public List<String> assumptions() {
    List<String> assumptions = new ArrayList<>(table.notes());
    waitsFor.forEach(
        (pipeline, before) -> {
          if (!before.isEmpty()) {
            assumptions.add(
                pipeline
                    + " is taken to wait for "
                    + String.join(" and ", before)
                    + ", by the times");
          }
        });
    assumptions.add("tasks are submitted in the order in which they were scheduled");
    return assumptions;
  }

  /** A label once, or with its resources and the number of its stage where that is not enough. */
  private void nameSets() {
    Map<String, List<SetKey>> byLabel = new LinkedHashMap<>();
    sets.keySet().forEach(k -> byLabel.computeIfAbsent(k.label(), l -> new ArrayList<>()).add(k));
    byLabel.forEach(
        (label, keys) -> {
          List<StageKey> among = keys.stream().map(SetKey::stage).distinct().toList();
          for (SetKey key : keys) {
            boolean alone = keys.stream().filter(k -> k.stage().equals(key.stage())).count() == 1;
            String times = key.processes() == 1 ? "" : key.processes() + "x";
            String shape = alone ? "" : times + "(" + key.slots() + "," + key.gpus() + ")";
            String number = among.size() == 1 ? "" : "#" + among.indexOf(key.stage());
            names.put(key, unused(label + shape + number));
          }
        });
  }

  /** Labels are other people's: one may be what another one is called here. */
  private String unused(String name) {
    return used.add(name) ? name : unused(name + "'");
  }

  private void connectPipelines() {
    Map<String, Long> begin = new HashMap<>();
    Map<String, Long> end = new HashMap<>();
    for (RecordedTask t : submitted) {
      begin.merge(t.pipeline(), t.dispatchedMicros(), Math::min);
      end.merge(t.pipeline(), t.freedMicros(), Math::max);
    }
    for (String p : pipelines.keySet()) {
      List<String> before =
          pipelines.keySet().stream()
              .filter(q -> !q.equals(p))
              .filter(q -> end.getOrDefault(q, 0L) <= begin.getOrDefault(p, 0L))
              .toList();
      // Only the direct ones: not those that another of them has waited for already.
      waitsFor.put(
          p,
          before.stream()
              .filter(
                  q ->
                      before.stream()
                          .noneMatch(r -> end.getOrDefault(q, 0L) <= begin.getOrDefault(r, 0L)))
              .toList());
    }
  }

  private Workflow workflow() {
    List<TaskSet> taskSets = new ArrayList<>();
    sets.forEach(
        (key, tasks) -> {
          double mean =
              tasks.stream().mapToLong(RecordedTask::requestedMicros).average().orElse(1) / 1e6;
          taskSets.add(
              TaskSet.of(
                  name(key),
                  tasks.size(),
                  new Resources(key.processes(), key.slots(), key.gpus(), 0),
                  Duration.ofSeconds(mean)));
        });
    List<Pipeline> chains = new ArrayList<>();
    pipelines.forEach(
        (name, keys) ->
            chains.add(
                new Pipeline(
                    name,
                    waitsFor.getOrDefault(name, List.of()),
                    keys.stream().map(this::setsOf).toList())));
    return new Workflow(fileName(), 1, taskSets, List.of(), chains);
  }

  private String fileName() {
    String name = String.valueOf(java.nio.file.Path.of(table.source()).getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private List<String> setsOf(StageKey stage) {
    return sets.keySet().stream().filter(k -> k.stage().equals(stage)).map(this::name).toList();
  }

  private String name(SetKey key) {
    return names.getOrDefault(key, key.label());
  }

  private String name(RecordedTask t) {
    return name(key(t));
  }

  private static SetKey key(RecordedTask t) {
    return new SetKey(
        new StageKey(t.pipeline(), t.stage()), t.set(), t.processes(), t.slots(), t.gpus());
  }

  /** The requested duration of every task. */
  public Workload workload() {
    long[] durations = new long[graph.taskCount()];
    sets.forEach(
        (key, tasks) -> {
          int first = instance(name(key)).firstTask();
          for (int i = 0; i < tasks.size(); i++) {
            durations[first + i] = tasks.get(i).requestedMicros();
          }
        });
    return Workload.of(graph, durations);
  }

  private SetInstance instance(String name) {
    SetInstance instance = instanceOf.get(name);
    if (instance == null) {
      throw new IllegalStateException("no set is called '" + name + "'");
    }
    return instance;
  }

  /** The recorded stages as groups, their tasks in the recorded order of submission. */
  public Plan plan() {
    Map<StageKey, Integer> numbers = new HashMap<>();
    // In the order of their first tasks, which is that of stages released at the same instant.
    stages.keySet().forEach(k -> numbers.put(k, numbers.size()));
    List<ReleaseGroup> groups = new ArrayList<>();
    for (Map.Entry<StageKey, List<RecordedTask>> stage : stages.entrySet()) {
      StageKey key = stage.getKey();
      List<StageKey> chain = pipelines.getOrDefault(key.pipeline(), List.of());
      int at = chain.indexOf(key);
      List<StageKey> before =
          at > 0
              ? List.of(chain.get(at - 1))
              : waitsFor.getOrDefault(key.pipeline(), List.of()).stream()
                  .map(p -> pipelines.getOrDefault(p, List.of()))
                  .map(stagesOfOther -> stagesOfOther.get(stagesOfOther.size() - 1))
                  .toList();
      Gap gap = at > 0 ? Gap.STAGE : before.isEmpty() ? Gap.NONE : Gap.PIPELINE;
      groups.add(
          new ReleaseGroup(
              key.pipeline() + "/" + key.stage(),
              key.pipeline(),
              runs(stage.getValue()),
              before.stream().mapToInt(b -> numbers.getOrDefault(b, 0)).toArray(),
              gap));
    }
    return Plan.of(graph, "recorded", groups);
  }

  private List<Run> runs(List<RecordedTask> tasks) {
    List<Run> runs = new ArrayList<>();
    Map<String, Integer> next = new HashMap<>();
    for (int from = 0; from < tasks.size(); ) {
      String set = name(tasks.get(from));
      int to = from;
      while (to < tasks.size() && name(tasks.get(to)).equals(set)) {
        to++;
      }
      int first = next.getOrDefault(set, 0);
      runs.add(new Run(instance(set), first, to - from));
      next.put(set, first + to - from);
      from = to;
    }
    return runs;
  }

  /** What was recorded, as a trace. */
  public Trace trace(Cluster cluster) {
    List<TaskRecord> records = new ArrayList<>();
    Map<String, Integer> next = new HashMap<>();
    long end = 0;
    for (RecordedTask t : submitted) {
      String set = name(t);
      int index = next.merge(set, 1, Integer::sum) - 1;
      end = Math.max(end, t.freedMicros());
      records.add(
          new TaskRecord(
              set,
              0,
              index,
              1,
              t.pipeline() + "/" + t.stage(),
              t.slots(),
              t.gpus(),
              0,
              Collections.nCopies(t.processes(), t.node()),
              t.dispatchedMicros(),
              t.dispatchedMicros(),
              t.startedMicros(),
              t.endedMicros(),
              t.freedMicros(),
              t.requestedMicros(),
              t.done() ? TaskEnd.DONE : TaskEnd.FAILED));
    }
    records.sort(Comparator.comparingLong(TaskRecord::startedMicros));
    return new Trace(
        new TraceHeader(
            "recorded",
            workflow.name(),
            1,
            "recorded",
            "recorded",
            false,
            cluster,
            "recorded",
            0,
            0,
            end),
        records);
  }
}
