package org.interleave.execution.local;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.duration.Constant;
import org.interleave.execution.TaskLaunch;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/** A backend that runs the tasks of a workflow as it is told, and what it reports. */
final class LocalRun implements AutoCloseable {
  static final long GRACE_MICROS = 500_000;
  private static final java.util.concurrent.atomic.AtomicInteger RUNS =
      new java.util.concurrent.atomic.AtomicInteger();

  final String id = "test-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
  final Recorder events = new Recorder();
  final WorkflowGraph graph;
  final LocalBackend backend;

  LocalRun(Path directory, TaskSet... sets) {
    this(directory, Cluster.of("virtual", 16, 44, 6).asVirtual(), sets);
  }

  LocalRun(Path directory, Cluster cluster, TaskSet... sets) {
    Workflow workflow = Workflow.of("test", sets);
    this.graph = WorkflowGraph.of(workflow);
    Path folder = directory.toAbsolutePath();
    this.backend =
        LocalBackend.of(
            new LocalBackend.Setting(
                id, folder.resolve("run"), folder, workflow, cluster, GRACE_MICROS));
    backend.open(events.clock(), events);
  }

  static TaskSet set(String name, int tasks, Command command) {
    return set(name, tasks, 0, command);
  }

  static TaskSet set(String name, int tasks, double timeoutSeconds, Command command) {
    return new TaskSet(
        name,
        tasks,
        Resources.of(1, 0),
        new Constant(1),
        List.of(),
        command,
        (long) (timeoutSeconds * 1e6));
  }

  static TaskSet shell(String name, double timeoutSeconds, String script) {
    return set(name, 1, timeoutSeconds, new Command.Argv(List.of("sh", "-c", script)));
  }

  TaskLaunch launch(int task, long durationMicros, Share... shares) {
    List<Share> processes =
        shares.length == 0 ? List.of(new Share(0, List.of(0), List.of())) : List.of(shares);
    return new TaskLaunch(task, 1, graph.instanceOf(task), durationMicros, processes);
  }

  void start(int task, long durationMicros, Share... shares) {
    backend.start(launch(task, durationMicros, shares));
  }

  void startAll(long durationMicros) {
    IntStream.range(0, graph.taskCount()).forEach(t -> start(t, durationMicros));
  }

  /** Processes of the run that live, whatever has become of their parents. */
  static int living(String runId) {
    return new ProcessTable(new java.io.File("/proc"), runId)
        .scan(java.util.Set.of(), java.util.Set.of())
        .size();
  }

  int living() {
    return living(id);
  }

  @Override
  public void close() {
    backend.close();
  }
}
