package org.interleave.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.interleave.cluster.Cluster;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.Resources;

/** What a WfFormat file means: its tasks with their edges and resources, and its machines. */
final class WfFormatRun {

  private static final String COMPUTE = "compute";
  private static final int NO_TASK = -1;
  private static final int SEVERAL = -2;

  private final Path file;
  private final WfFormatFile read;
  private final Notes notes;
  private final List<WfTask> tasks;
  private final Machines machines = new Machines();

  private WfFormatRun(Path file, WfFormatFile read, Notes notes) {
    this.file = file;
    this.read = read;
    this.notes = notes;
    this.tasks = read.tasks;
  }

  static ForeignRun read(Path file, Notes notes, IntConsumer progress) {
    return new WfFormatRun(file, WfFormatFile.read(file, progress), notes).run();
  }

  private ForeignRun run() {
    int[][] parents = edges();
    checkParts();
    Cluster cluster = cluster();
    Map<String, Integer> numbers = machines.numbers();
    List<ForeignTask> foreign = new ArrayList<>(tasks.size());
    for (WfTask t : tasks) {
      foreign.add(foreign(t, numbers));
    }
    return new ForeignRun(
        read.name,
        starts(foreign),
        parents,
        cluster,
        false,
        tasks.stream().mapToInt(t -> t.at.line()).toArray(),
        read.makespanSeconds < 0 ? -1 : micros(read.makespanSeconds));
  }

  private void checkParts() {
    for (WfTask t : tasks) {
      if (!t.specified) {
        throw new SpecException(
            t.at,
            "the execution names the task '"
                + t.label()
                + "', which the specification does not have; add it there or remove it here");
      }
    }
    for (WfTask t : tasks) {
      if (t.runtimeSeconds < 0) {
        throw new SpecException(
            t.at,
            "the task '"
                + t.label()
                + "' has no runtimeInSeconds; only workflows that were executed, or were generated"
                + " with runtimes, can be imported");
      }
    }
  }

  // What waits for what.

  private int[][] edges() {
    int[] taskOf = taskOf();
    int n = tasks.size();
    int[][] parents = new int[n][];
    int onlyChildren = 0;
    int twice = 0;
    for (int t = 0; t < n; t++) {
      WfTask task = tasks.get(t);
      int[] row =
          task.parents.stream().mapToInt(r -> resolved(r, taskOf, task, "parent")).toArray();
      parents[t] = Arrays.stream(row).sorted().distinct().toArray();
      twice += row.length - parents[t].length;
    }
    for (int t = 0; t < n; t++) {
      WfTask task = tasks.get(t);
      for (WfTask.Reference r : task.children) {
        int child = resolved(r, taskOf, task, "child");
        if (Arrays.binarySearch(parents[child], t) < 0) {
          int[] more = Arrays.copyOf(parents[child], parents[child].length + 1);
          more[more.length - 1] = t;
          Arrays.sort(more);
          parents[child] = more;
          onlyChildren++;
        }
      }
    }
    if (twice > 0) {
      notes.add(twice + " parent(s) were named twice by a task, and count once");
    }
    if (onlyChildren > 0) {
      notes.add(
          onlyChildren + " edge(s) are named by the parent only, as its child, and count as well");
    }
    return parents;
  }

  /** The task that each name stands for: that of the id, or else the only one of the name. */
  private int[] taskOf() {
    Map<String, Integer> byId = new HashMap<>();
    Map<String, Integer> byName = new HashMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      WfTask task = tasks.get(t);
      if (!task.id.isEmpty()) {
        byId.put(task.id, t);
      }
      if (!task.name.isEmpty()) {
        byName.merge(task.name, t, (a, b) -> SEVERAL);
      }
    }
    int[] taskOf = new int[read.names()];
    for (int name = 0; name < taskOf.length; name++) {
      Integer id = byId.get(read.named(name));
      taskOf[name] = id != null ? id : byName.getOrDefault(read.named(name), NO_TASK);
    }
    return taskOf;
  }

  private int resolved(WfTask.Reference r, int[] taskOf, WfTask task, String what) {
    int found = taskOf[r.name()];
    if (found < 0) {
      throw new SpecException(
          new Position(file.toString(), r.line(), r.column()),
          "the task '"
              + task.label()
              + "' names the "
              + what
              + " '"
              + read.named(r.name())
              + (found == SEVERAL
                  ? "', which is the name of several tasks; write the id of one"
                  : "', which is no task of this workflow; add that task, or remove the " + what));
    }
    return found;
  }

  // Where it ran.

  private Cluster cluster() {
    int most = 1;
    double work = 0;
    Set<String> used = new HashSet<>();
    Set<String> computed = new HashSet<>();
    for (WfTask t : tasks) {
      int processes = Math.max(1, t.machines.size());
      most = Math.max(most, (int) Math.ceil((double) Math.max(1, t.cores) / processes));
      work += Math.max(1, t.cores) * t.runtimeSeconds;
      used.addAll(t.machines);
      if (t.type.equals(COMPUTE)) {
        computed.addAll(t.machines);
      }
    }
    read.machines.forEach((name, cores) -> machines.atLeast(name, cores, 0));
    leaveOutSubmitHosts(used, computed);
    if (machines.isEmpty()) {
      long atOnce = read.makespanSeconds > 0 ? (long) Math.ceil(work / read.makespanSeconds) : 0;
      int cores = (int) Math.min(1_000_000, Math.max(most, Math.max(atOnce, 1)));
      machines.atLeast("node", cores, 0);
      notes.add(
          "no machines are listed: one node with "
              + cores
              + " core(s) is assumed, as few as the tasks and the makespan need; set cluster");
    }
    enlarge(most, work);
    int gpus = tasks.stream().mapToInt(t -> t.gpus).max().orElse(0);
    if (gpus > 0) {
      machines.names().forEach(m -> machines.atLeast(m, 0, gpus));
      notes.add("machines list no GPUs: " + gpus + " a node are assumed, as many as a task needs");
    }
    return machines.cluster("recorded");
  }

  private void leaveOutSubmitHosts(Set<String> used, Set<String> computed) {
    if (computed.isEmpty()) {
      return;
    }
    for (String name : machines.names()) {
      if (!computed.contains(name)) {
        machines.leaveOut(name);
        notes.add(
            "the machine '"
                + name
                + "' is left out: "
                + (used.contains(name)
                    ? "it only staged data and prepared, as a submit host does"
                    : "no task ran on it")
                + "; add it to cluster if it can compute");
      }
    }
  }

  private void enlarge(int most, double work) {
    long total = 0;
    int largest = 0;
    List<String> unknown = new ArrayList<>();
    for (String name : machines.names()) {
      total += Math.max(1, machines.cores(name));
      largest = Math.max(largest, machines.cores(name));
      if (machines.cores(name) == 0) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      notes.add(
          unknown.size()
              + " machine(s) have no number of cores, which is taken as "
              + Math.max(1, most));
      unknown.forEach(m -> machines.atLeast(m, most, 0));
      largest = Math.max(largest, most);
    }
    if (most > largest) {
      machines.names().forEach(m -> machines.atLeast(m, most, 0));
      notes.add(
          "a task had "
              + most
              + " cores, but the largest machine lists "
              + largest
              + ": machines are taken to have "
              + most);
    }
    double span = read.makespanSeconds;
    if (span > 0 && work > span * Math.max(total, (long) most * machines.size())) {
      int cores = (int) Math.min(1_000_000, Math.ceil(work / span / machines.size()));
      machines.names().forEach(m -> machines.atLeast(m, cores, 0));
      notes.add(
          "the machines list "
              + total
              + " core(s), too few for all runtimes within the recorded makespan: "
              + cores
              + " a machine are assumed, as few as can be");
    }
  }

  // Single tasks.

  private ForeignTask foreign(WfTask t, Map<String, Integer> numbers) {
    if (t.cores == 0) {
      notes.count("had no coreCount, which is taken as 1", t.label());
    }
    if (t.runtimeSeconds == 0) {
      notes.count("had a runtime of zero, which is taken as 1 us", t.label());
    }
    int cores = Math.max(1, t.cores);
    List<Integer> nodes =
        t.machines.stream().map(m -> numbers.getOrDefault(m, -1)).collect(Collectors.toList());
    if (!t.machines.isEmpty() && nodes.contains(-1)) {
      boolean listed = t.machines.stream().allMatch(read.machines::containsKey);
      notes.count(
          listed ? "ran on a machine that is left out" : "ran on a machine that is not listed",
          t.label());
    }
    int processes = 1;
    if (nodes.size() > 1 && cores > 1) {
      processes = Math.min(nodes.size(), cores);
      notes.count("ran on several machines: a process on each", t.label());
    }
    int slots = (cores + processes - 1) / processes;
    if (slots * processes != cores) {
      notes.count("had cores that its machines can't share equally: rounded up", t.label());
    }
    if (nodes.contains(-1) || nodes.size() != processes) {
      nodes = nodes.isEmpty() || nodes.contains(-1) ? List.of() : nodes.subList(0, processes);
    }
    String category = t.category.isEmpty() ? SetNames.kind(kindOf(t)) : t.category;
    return new ForeignTask(
        t.label(),
        category,
        new Resources(processes, slots, t.gpus, 0),
        Math.max(1, micros(t.runtimeSeconds)),
        -1,
        -1,
        nodes,
        true);
  }

  private static String kindOf(WfTask t) {
    // Instances of Nextflow name tasks as it does: ALIGN (sample 1).
    String name = t.name.isEmpty() ? t.id : t.name;
    return name.endsWith(")") ? NextflowTrace.withoutTag(name) : name;
  }

  /** Adds the starts, if each task has one and a node. */
  private List<ForeignTask> starts(List<ForeignTask> foreign) {
    List<OptionalLong> starts =
        tasks.stream()
            .map(t -> t.executedAt == null ? OptionalLong.empty() : Instants.micros(t.executedAt))
            .toList();
    long known = starts.stream().filter(OptionalLong::isPresent).count();
    OptionalLong begin =
        read.executedAt == null ? OptionalLong.empty() : Instants.micros(read.executedAt);
    if (read.executedAt != null && begin.isEmpty()) {
      notes.add("the date '" + read.executedAt + "' is not in ISO 8601 and is left out");
    }
    if (known < tasks.size()) {
      notes.add(
          known == 0
              ? ImportedWorkflow.NO_STARTS
              : known
                  + " of "
                  + tasks.size()
                  + " tasks have a start, so there is no trace of the run");
      return foreign;
    }
    if (foreign.stream().anyMatch(t -> t.nodes().isEmpty()) && machines.size() > 1) {
      notes.add("some tasks have no machine, so there is no trace of the run");
      return foreign;
    }
    long first = Collections.min(starts.stream().map(s -> s.orElse(0)).toList());
    long zero = begin.isPresent() && begin.getAsLong() <= first ? begin.getAsLong() : first;
    if (begin.isEmpty() || begin.getAsLong() > first) {
      notes.add("time zero is the start of the first task");
    }
    List<ForeignTask> started = new ArrayList<>(foreign.size());
    for (int t = 0; t < foreign.size(); t++) {
      ForeignTask one = foreign.get(t);
      List<Integer> nodes =
          one.nodes().isEmpty() ? Collections.nCopies(one.resources().processes(), 0) : one.nodes();
      long start = starts.get(t).orElse(zero) - zero;
      started.add(
          new ForeignTask(
              one.id(), one.kind(), one.resources(), one.runtimeMicros(), -1, start, nodes, true));
    }
    return started;
  }

  /** Seconds as whole microseconds, rounded half-even. */
  static long micros(double seconds) {
    return BigDecimal.valueOf(seconds)
        .movePointRight(6)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
