package org.interleave.execution.slurm.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Share;
import org.interleave.execution.Ledger;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.local.TaskCommands;
import org.interleave.execution.slurm.ShellLine;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.Submission;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * Submits the tasks that are neither done nor with Slurm already, as arrays that wait for others.
 */
final class Submitter {

  /** No array has a higher index: many sites allow 1001 and no more. */
  static final int MOST_TASKS = 1_000;

  private static final int READABLE = 40;
  private static final long MARGIN_MICROS = 60_000_000;

  private final Path jobs;
  private final LocalBackend.Setting setting;
  private final Plan plan;
  private final Workload workload;
  private final WorkflowGraph graph;
  private final ArrayLog log;
  private final Ledger ledger;
  private final Slurm slurm;
  private final JobTerms terms;
  private final Predicate<TaskArray> hasGap;
  private final TaskCommands commands;
  private final Path script;

  Submitter(
      Path jobs,
      LocalBackend.Setting setting,
      Scenario scenario,
      ArrayLog log,
      Ledger ledger,
      Slurm slurm,
      JobTerms terms,
      Predicate<TaskArray> hasGap) {
    this.jobs = jobs;
    this.setting = setting;
    this.plan = scenario.plan();
    this.workload = scenario.workload();
    this.graph = workload.graph();
    this.log = log;
    this.ledger = ledger;
    this.slurm = slurm;
    this.terms = terms;
    this.hasGap = hasGap;
    this.script = TaskFolder.script(jobs);
    try {
      this.commands = TaskCommands.of(setting);
    } catch (IOException e) {
      throw new UncheckedIOException("the run can't begin: " + e.getMessage(), e);
    }
  }

  /** What a task waits for: null if that is nobody's yet. */
  private record Before(Set<TaskArray> all, Set<TaskArray> sameIndex) {}

  private record Part(int chunk, Set<TaskArray> sameIndex) {}

  /**
   * Submits what can be submitted now.
   *
   * @param goOn asked before each
   */
  void submit(java.util.function.BooleanSupplier goOn) {
    Map<Integer, TaskArray> live = new HashMap<>();
    for (TaskArray array : log.arrays().values()) {
      array.parts.forEach(
          (index, part) -> {
            if (!part.closed) {
              live.put(array.task(index), array);
            }
          });
    }
    for (int g : inOrder()) {
      ReleaseGroup group = plan.groups().get(g);
      Set<TaskArray> all = before(group, live);
      if (all == null) {
        continue;
      }
      for (ReleaseGroup.Run run : group.runs()) {
        for (Map.Entry<Part, List<Integer>> e : parts(run, live).entrySet()) {
          if (!goOn.getAsBoolean()) {
            return;
          }
          Before before = new Before(all, e.getKey().sameIndex());
          TaskArray array =
              submit(run.set(), e.getKey().chunk() * MOST_TASKS, e.getValue(), before);
          e.getValue().forEach(index -> live.put(array.task(index), array));
        }
      }
    }
  }

  /** The groups, each behind those that it waits for. */
  private List<Integer> inOrder() {
    Set<Integer> order = new LinkedHashSet<>();
    int count = plan.groups().size();
    while (order.size() < count) {
      for (int g = 0; g < count; g++) {
        if (IntStream.of(plan.groups().get(g).after()).allMatch(order::contains)) {
          order.add(g);
        }
      }
    }
    return List.copyOf(order);
  }

  /** The arrays that hold what the group waits for; null if some of that is with nobody. */
  private @Nullable Set<TaskArray> before(ReleaseGroup group, Map<Integer, TaskArray> live) {
    Set<TaskArray> before = new LinkedHashSet<>();
    for (int g : group.after()) {
      for (ReleaseGroup.Run run : plan.groups().get(g).runs()) {
        int from = run.set().firstTask() + run.first();
        for (int task = from; task < from + run.count(); task++) {
          if (!ledger.done(task) && !add(before, live.get(task))) {
            return null;
          }
        }
      }
    }
    return before;
  }

  private boolean add(Set<TaskArray> arrays, @Nullable TaskArray array) {
    if (array == null || hasGap.test(array)) {
      return false;
    }
    arrays.add(array);
    return true;
  }

  /** The tasks of a set that are to be submitted, by what they wait for. */
  private Map<Part, List<Integer>> parts(ReleaseGroup.Run run, Map<Integer, TaskArray> live) {
    Map<Part, List<Integer>> parts = new LinkedHashMap<>();
    int[] matched = plan.matchesIndices() ? graph.indexPredecessors(run.set().id()) : new int[0];
    for (int index = run.first(); index < run.first() + run.count(); index++) {
      int task = run.set().firstTask() + index;
      if (ledger.done(task) || ledger.failed(task) || live.containsKey(task)) {
        continue;
      }
      Set<TaskArray> same = new LinkedHashSet<>();
      boolean all = true;
      for (int other : matched) {
        int before = graph.instance(other).firstTask() + index;
        all = all && (ledger.done(before) || add(same, live.get(before)));
      }
      if (all) {
        parts
            .computeIfAbsent(new Part(index / MOST_TASKS, same), p -> new ArrayList<>())
            .add(index);
      }
    }
    return parts;
  }

  private TaskArray submit(SetInstance set, int first, List<Integer> indices, Before before) {
    TaskArray array =
        new TaskArray(
            name(set),
            log.arrays().size() + 1,
            set,
            first,
            indices,
            log.originMicros(),
            before.all().stream().map(a -> a.name).toList(),
            before.sameIndex().stream().map(a -> a.name).toList());
    TaskFolder folder = TaskFolder.of(jobs, array);
    Resources r = set.set().resources();
    Share share =
        new Share(
            0,
            IntStream.range(0, r.slots()).boxed().toList(),
            IntStream.range(0, r.gpus()).boxed().toList());
    String output = "-";
    for (int index : indices) {
      int task = array.task(index);
      TaskLaunch launch =
          new TaskLaunch(
              task, ledger.nextLaunch(task), set, workload.durationMicros(task), List.of(share));
      folder.write(index, script(commands.of(launch), set));
      if (set.set().run() instanceof Command.Argv && output.equals("-")) {
        output = output(launch);
      }
    }
    log.intend(array);
    array.job = slurm.submit(submission(array, folder, output, r));
    log.submitted(array);
    return array;
  }

  private String output(TaskLaunch launch) {
    try {
      return commands.output(launch).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("can't make a folder for outputs: " + e.getMessage(), e);
    }
  }

  private static String script(TaskCommands.TaskCommand command, SetInstance set) {
    Map<String, String> environment = new java.util.TreeMap<>();
    List<String> argv = new ArrayList<>();
    if (set.set().run() instanceof Command.Argv) {
      argv.addAll(
          List.of(
              "sh",
              "-c",
              "cd \"$1\" || exit 127; shift; exec \"$@\"",
              "sh",
              command.directory().toString(),
              "env"));
      // Names of variables that sh does not know, env does.
      new java.util.TreeMap<>(command.environment())
          .forEach((name, value) -> argv.add(name + "=" + value));
    } else {
      environment.putAll(command.environment());
    }
    argv.addAll(command.argv());
    return ShellLine.of(environment, argv);
  }

  private Submission submission(TaskArray array, TaskFolder folder, String output, Resources r) {
    long timeoutMicros = array.set.set().timeoutMicros();
    Submission job =
        Submission.of(
                array.name,
                List.of(
                    "bash",
                    script.toString(),
                    folder.path().toString(),
                    Integer.toString(array.first),
                    output,
                    timeoutMicros == 0
                        ? "0"
                        : java.math.BigDecimal.valueOf(timeoutMicros, 6).toPlainString()))
            .array(array.parts.keySet().stream().map(i -> i - array.first).toList())
            .nodes(1)
            .tasksPerNode(1)
            .cpusPerTask(Math.max(1, r.slots() * terms.cpusPerSlot()))
            .gpusPerNode(r.gpus())
            .memoryMiB(r.memoryMiB())
            .directory(setting.directory())
            .output(folder.path().toString().replace("%", "%%") + "/log")
            .requeue(true)
            .after(jobs(array.after))
            .afterSameIndex(jobs(array.afterSameIndex));
    long limitMicros = limitMicros(array.set);
    if (limitMicros > 0) {
      job = job.walltimeMicros(limitMicros);
    }
    if (terms.partition() != null) {
      job = job.partition(terms.partition());
    }
    return job.extra(terms.extra());
  }

  /** Where it is known how long tasks take, Slurm is told: it starts what is short in gaps. */
  private long limitMicros(SetInstance set) {
    if (terms.limitMicros() > 0 || set.set().run() instanceof Command.Argv) {
      return terms.limitMicros();
    }
    long longest = workload.longestMicros(set);
    return longest + longest / 5 + MARGIN_MICROS;
  }

  private List<Long> jobs(List<String> names) {
    Set<Long> numbers = new HashSet<>();
    for (String name : names) {
      TaskArray array = log.arrays().get(name);
      if (array != null) {
        numbers.add(array.job);
      }
    }
    return numbers.stream().sorted().toList();
  }

  /** To be recognised by people, and found again. */
  private static String name(SetInstance set) {
    String readable = set.label().replaceAll("[^A-Za-z0-9]+", "-");
    readable = readable.substring(0, Math.min(READABLE, readable.length()));
    return "interleave-" + readable + "-" + UUID.randomUUID();
  }
}
