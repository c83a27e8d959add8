package org.interleave.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Recorded;
import org.interleave.imports.ImportedWorkflow.Figures;
import org.interleave.imports.ImportedWorkflow.PlacedTask;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Spec;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/** Makes a specification and a trace of a run: tasks put together into sets. */
final class RunAssembly {

  private static final String RECORDED = "recorded";

  private record Kind(String kind, Resources resources) {}

  private final ForeignRun run;
  private final TaskDag dag;
  private final TaskGroups groups;
  private final String[] names;
  private final int[] groupOf;
  private final int[] indexOf;

  private RunAssembly(ForeignRun run, TaskDag dag) {
    this.run = run;
    this.dag = dag;
    List<ForeignTask> tasks = run.tasks();
    Map<Kind, Integer> numbers = new HashMap<>();
    int[] kinds = new int[tasks.size()];
    for (int t = 0; t < kinds.length; t++) {
      Kind kind = new Kind(tasks.get(t).kind(), tasks.get(t).resources());
      kinds[t] = numbers.computeIfAbsent(kind, k -> numbers.size());
    }
    this.groups = TaskGroups.of(dag, kinds);
    this.names = SetNames.of(groups.members().stream().map(m -> tasks.get(m[0]).kind()).toList());
    this.groupOf = new int[kinds.length];
    this.indexOf = new int[kinds.length];
    for (int g = 0; g < groups.members().size(); g++) {
      int[] members = groups.members().get(g);
      for (int i = 0; i < members.length; i++) {
        groupOf[members[i]] = g;
        indexOf[members[i]] = i;
      }
    }
  }

  /**
   * Makes the workflow.
   *
   * @param dag of the run, without a cycle
   * @param source the file
   */
  static ImportedWorkflow of(
      ForeignRun run, TaskDag dag, ImportFormat format, String source, List<String> notes) {
    RunAssembly assembly = new RunAssembly(run, dag);
    Workflow workflow = new Workflow(run.name(), 1, assembly.sets(), List.of(), List.of());
    return new ImportedWorkflow(
        format,
        spec(source, workflow, run.cluster(), run.pooled()),
        run.hasTimes() ? assembly.trace() : null,
        assembly.places(),
        assembly.figures(),
        notes);
  }

  /** A specification with nothing in it but a workflow and where it ran. */
  static Spec spec(String source, Workflow workflow, Cluster cluster, boolean pooled) {
    return new Spec(
        source,
        "",
        workflow,
        cluster,
        Overheads.NONE,
        pooled
            ? new StandardPolicy(Order.SUBMISSION, Fit.SKIP, Placement.POOLED)
            : StandardPolicy.RECORDED,
        FailurePolicy.STRICT,
        Faults.NONE,
        Map.of());
  }

  /** Times in the order of indices, or one where all are the same. */
  static Duration time(long[] micros) {
    boolean same = Arrays.stream(micros).allMatch(m -> m == micros[0]);
    return same
        ? new Constant(micros[0] / 1e6)
        : new Recorded(Arrays.stream(micros).mapToObj(m -> m / 1e6).toList());
  }

  private List<TaskSet> sets() {
    List<List<Dependency>> after = new ArrayList<>();
    names().forEach(n -> after.add(new ArrayList<>()));
    for (TaskGroups.Edge e : groups.edges()) {
      after
          .get(e.to())
          .add(
              e.byIndex()
                  ? new Dependency(names[e.from()], false, Dependency.Match.INDEX)
                  : Dependency.on(names[e.from()]));
    }
    List<TaskSet> sets = new ArrayList<>();
    for (int g = 0; g < names.length; g++) {
      int[] members = groups.members().get(g);
      sets.add(
          new TaskSet(
              names[g],
              members.length,
              run.tasks().get(members[0]).resources(),
              time(Arrays.stream(members).mapToLong(this::runtime).toArray()),
              after.get(g),
              new Command.Sleep()));
    }
    return sets;
  }

  private List<String> names() {
    return Arrays.asList(names);
  }

  private long runtime(int task) {
    return run.tasks().get(task).runtimeMicros();
  }

  private List<PlacedTask> places() {
    List<PlacedTask> places = new ArrayList<>(groupOf.length);
    for (int t = 0; t < groupOf.length; t++) {
      places.add(new PlacedTask(run.tasks().get(t).id(), names[groupOf[t]], indexOf[t]));
    }
    return places;
  }

  private Figures figures() {
    int[] levels = dag.levels();
    int deepest = Arrays.stream(levels).max().orElse(0) + 1;
    int[] wide = new int[deepest];
    long[] times = new long[levels.length];
    for (int t = 0; t < levels.length; t++) {
      wide[levels[t]]++;
      times[t] = runtime(t);
    }
    return new Figures(
        levels.length,
        dag.edges(),
        deepest,
        Arrays.stream(wide).max().orElse(0),
        Arrays.stream(times).sum(),
        dag.criticalPath(times),
        run.makespanMicros());
  }

  private Trace trace() {
    List<TaskRecord> records = new ArrayList<>(groupOf.length);
    long end = Math.max(0, run.makespanMicros());
    for (int t = 0; t < groupOf.length; t++) {
      ForeignTask task = run.tasks().get(t);
      long ready = Math.max(0, task.submittedMicros());
      for (int p : dag.parents(t)) {
        ready = Math.max(ready, run.tasks().get(p).endedMicros());
      }
      ready = Math.min(ready, task.startedMicros());
      end = Math.max(end, task.endedMicros());
      Resources r = task.resources();
      records.add(
          new TaskRecord(
              names[groupOf[t]],
              0,
              indexOf[t],
              1,
              names[groupOf[t]],
              r.slots(),
              r.gpus(),
              r.memoryMiB(),
              task.nodes(),
              ready,
              task.startedMicros(),
              task.startedMicros(),
              task.endedMicros(),
              task.endedMicros(),
              task.runtimeMicros(),
              task.done() ? TaskEnd.DONE : TaskEnd.FAILED));
    }
    return Trace.of(
        new TraceHeader(
            RECORDED,
            run.name(),
            1,
            RECORDED,
            RECORDED,
            run.pooled(),
            run.cluster(),
            RECORDED,
            0,
            0,
            end),
        records);
  }
}
