package org.interleave.execution.slurm.pilot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Constant;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.LocalBackend.Setting;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/** What an agent has to know of a run and of a task, as messages and back. */
final class Terms {

  private static final String SLEEP = "sleep";
  private static final String STRESS = "stress";
  private static final String ARGV = "argv";

  private Terms() {}

  /** The order to look whether a run is possible, and to clear what is left of it. */
  static Message prepare(int run, Setting setting) {
    List<Object> out = new ArrayList<>();
    out.add(run);
    out.add(setting.runId());
    out.add(setting.directory());
    out.add(setting.base());
    out.add(setting.graceMicros());
    out.add(setting.node());
    Cluster cluster = setting.cluster();
    out.add(cluster.name());
    out.add(cluster.slot());
    out.add(cluster.virtual());
    out.add(cluster.groups().size());
    for (NodeGroup g : cluster.groups()) {
      out.add(g.count());
      out.add(g.cores());
      out.add(g.threads());
      out.add(g.gpus());
      out.add(g.reserved());
      out.add(g.memoryMiB());
    }
    out.add(setting.workflow().name());
    out.add(setting.workflow().sets().size());
    setting.workflow().sets().forEach(set -> put(set, out));
    return Message.of("prepare", out.toArray());
  }

  /** What an order to prepare says, behind the number of the run. */
  static Setting setting(Fields in) {
    String id = in.text();
    Path directory = Path.of(in.text());
    Path base = Path.of(in.text());
    long graceMicros = in.longNumber();
    int node = in.number();
    String name = in.text();
    SlotKind slot = SlotKind.valueOf(in.text());
    boolean virtual = in.flag();
    List<NodeGroup> groups = new ArrayList<>();
    for (int g = in.number(); g > 0; g--) {
      groups.add(
          new NodeGroup(
              in.number(), in.number(), in.number(), in.number(), in.number(), in.longNumber()));
    }
    String workflow = in.text();
    List<TaskSet> sets = new ArrayList<>();
    for (int s = in.number(); s > 0; s--) {
      sets.add(set(in));
    }
    return new Setting(
        id,
        directory,
        base,
        new Workflow(workflow, 1, sets, List.of(), List.of()),
        new Cluster(name, slot, groups, virtual),
        graceMicros,
        node);
  }

  private static void put(TaskSet set, List<Object> out) {
    Resources r = set.resources();
    out.add(set.name());
    out.add(set.tasks());
    out.add(r.processes());
    out.add(r.slots());
    out.add(r.gpus());
    out.add(r.memoryMiB());
    out.add(set.timeoutMicros());
    if (set.run() instanceof Command.Argv command) {
      out.add(ARGV);
      out.add(command.argv().size());
      out.addAll(command.argv());
      String directory = command.directory();
      out.add(directory == null ? "" : directory);
      out.add(command.environment().size());
      new TreeMap<>(command.environment())
          .forEach(
              (key, value) -> {
                out.add(key);
                out.add(value);
              });
    } else {
      out.add(set.run() instanceof Command.Stress ? STRESS : SLEEP);
    }
  }

  private static TaskSet set(Fields in) {
    String name = in.text();
    int tasks = in.number();
    Resources resources = new Resources(in.number(), in.number(), in.number(), in.longNumber());
    long timeoutMicros = in.longNumber();
    // Every launch says how long it takes.
    return new TaskSet(
        name, tasks, resources, new Constant(1), List.of(), command(in), timeoutMicros);
  }

  private static Command command(Fields in) {
    String kind = in.text();
    switch (kind) {
      case SLEEP:
        return new Command.Sleep();
      case STRESS:
        return new Command.Stress();
      case ARGV:
        List<String> argv = new ArrayList<>();
        for (int a = in.number(); a > 0; a--) {
          argv.add(in.text());
        }
        String directory = in.text();
        Map<String, String> environment = new HashMap<>();
        for (int e = in.number(); e > 0; e--) {
          environment.put(in.text(), in.text());
        }
        return new Command.Argv(argv, directory.isEmpty() ? null : directory, environment);
      default:
        throw new IllegalArgumentException("no such command: " + kind);
    }
  }

  /** The order to start a task. */
  static Message start(int run, TaskLaunch launch) {
    List<Object> out = new ArrayList<>();
    out.add(run);
    out.add(launch.task());
    out.add(launch.launch());
    out.add(launch.set().id());
    out.add(launch.set().setIndex());
    out.add(launch.set().iteration());
    out.add(launch.set().firstTask());
    out.add(launch.durationMicros());
    out.add(launch.processes().size());
    for (Share share : launch.processes()) {
      out.add(share.node());
      out.add(Fields.list(share.slots()));
      out.add(Fields.list(share.gpus()));
    }
    return Message.of("start", out.toArray());
  }

  /** What an order to start says, behind the number of the run. */
  static TaskLaunch launch(Fields in, Workflow workflow) {
    int task = in.number();
    int launch = in.number();
    int id = in.number();
    int setIndex = in.number();
    int iteration = in.number();
    int firstTask = in.number();
    long durationMicros = in.longNumber();
    TaskSet set = workflow.sets().get(setIndex);
    List<Share> processes = new ArrayList<>();
    for (int p = in.number(); p > 0; p--) {
      processes.add(new Share(in.number(), in.numbers(), in.numbers()));
    }
    return new TaskLaunch(
        task,
        launch,
        new SetInstance(id, set, setIndex, iteration, set.name(), firstTask),
        durationMicros,
        processes);
  }
}
