package org.interleave.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.RandomScenario.Mode;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/**
 * A second simulator, as plain as can be and independent of the product's: it looks at every task
 * and every node at every instant. Of the product it uses only the values that describe a scenario.
 */
final class PlainSimulation {

  private static final long NEVER = Long.MAX_VALUE;

  /** Sets that are released together, by the numbers of their instances. */
  private record Group(String label, List<Integer> instances, List<Integer> after, long gap) {}

  /** A task and where it stands. */
  private static final class Task {
    private final TaskSet set;
    private final int setIndex;
    private final int iteration;
    private final int index;
    private final long duration;
    private int group;
    private int placeInGroup;
    private double priority;
    private long ready = NEVER;
    private long dispatched = NEVER;
    private long started;
    private long ended;
    private long freed = NEVER;
    private List<Integer> nodes = List.of();

    Task(TaskSet set, int setIndex, int iteration, int index, long duration) {
      this.set = set;
      this.setIndex = setIndex;
      this.iteration = iteration;
      this.index = index;
      this.duration = duration;
    }
  }

  private final Workflow workflow;
  private final Mode mode;
  private final StandardPolicy policy;
  private final Overheads overheads;
  private final List<List<Task>> instances = new ArrayList<>();
  private final List<List<Integer>> wholeWaits = new ArrayList<>();
  private final List<List<Integer>> matchWaits = new ArrayList<>();

  /** The policy's key, then readiness, declaration, iteration and index. */
  private final Comparator<Task> order;

  private final Map<Integer, Double> pathsToSinks = new HashMap<>();
  private final List<Group> groups;
  private final List<int[]> free = new ArrayList<>(); // slots, GPUs, memory of each node
  private int last;
  private double launcherFree;

  PlainSimulation(RandomScenario scenario) {
    this.workflow = scenario.workflow();
    this.mode = scenario.mode();
    this.policy = scenario.policy();
    this.overheads = scenario.scenario().overheads();
    boolean bySet = mode == Mode.ASYNCHRONOUS;
    this.order =
        Comparator.<Task>comparingDouble(t -> t.priority)
            .thenComparingLong(t -> t.ready)
            .thenComparingInt(t -> bySet ? t.setIndex : t.group)
            .thenComparingInt(t -> bySet ? t.iteration : t.placeInGroup)
            .thenComparingInt(t -> t.index);
    buildTasks(scenario.scenario().workload());
    buildWaits();
    this.groups = groups();
    for (int g = 0; g < groups.size(); g++) {
      int place = 0;
      for (int instance : groups.get(g).instances) {
        for (Task t : instances.get(instance)) {
          t.group = g;
          t.placeInGroup = place;
          t.priority = priority(instance);
        }
        place++;
      }
    }
    buildNodes(scenario.scenario().cluster(), policy.placement() == Placement.POOLED);
  }

  private void buildTasks(Workload workload) {
    int number = 0;
    for (int i = 0; i < workflow.iterations(); i++) {
      for (int s = 0; s < workflow.sets().size(); s++) {
        TaskSet set = workflow.sets().get(s);
        List<Task> tasks = new ArrayList<>();
        for (int k = 0; k < set.tasks(); k++) {
          tasks.add(new Task(set, s, i, k, workload.durationMicros(number++)));
        }
        instances.add(tasks);
      }
    }
  }

  private void buildWaits() {
    int sets = workflow.sets().size();
    for (int id = 0; id < instances.size(); id++) {
      List<Integer> whole = new ArrayList<>();
      List<Integer> matched = new ArrayList<>();
      for (Dependency d : workflow.sets().get(id % sets).after()) {
        int iteration = id / sets - (d.previousIteration() ? 1 : 0);
        if (iteration >= 0) {
          (d.match() == Match.INDEX ? matched : whole).add(iteration * sets + indexOf(d.set()));
        }
      }
      wholeWaits.add(whole);
      matchWaits.add(matched);
    }
    boolean byPipelines = workflow.sets().stream().allMatch(s -> s.after().isEmpty());
    for (Pipeline p : byPipelines ? workflow.pipelines() : List.<Pipeline>of()) {
      List<Integer> before = new ArrayList<>();
      for (Pipeline other : workflow.pipelines()) {
        if (p.after().contains(other.name())) {
          before.addAll(idsOf(other.stages().get(other.stages().size() - 1)));
        }
      }
      for (List<String> stage : p.stages()) {
        for (int id : idsOf(stage)) {
          wholeWaits.get(id).addAll(before);
        }
        before = idsOf(stage);
      }
    }
  }

  private int indexOf(String set) {
    return IntStream.range(0, workflow.sets().size())
        .filter(s -> workflow.sets().get(s).name().equals(set))
        .findFirst()
        .orElseThrow();
  }

  private String label(int instance) {
    int sets = workflow.sets().size();
    String name = workflow.sets().get(instance % sets).name();
    return workflow.iterations() == 1 ? name : name + "[" + instance / sets + "]";
  }

  private List<Integer> idsOf(List<String> stage) {
    List<Integer> ids = new ArrayList<>();
    for (String reference : stage) {
      for (int id = 0; id < instances.size(); id++) {
        if (label(id).equals(reference)
            || workflow.sets().get(id % workflow.sets().size()).name().equals(reference)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  private List<Group> groups() {
    return switch (mode) {
      case ASYNCHRONOUS -> asynchronousGroups();
      case PST -> pipelineGroups();
      default -> sequentialGroups();
    };
  }

  private List<Group> asynchronousGroups() {
    List<Group> all = new ArrayList<>();
    for (int id = 0; id < instances.size(); id++) {
      List<Integer> after = wholeWaits.get(id);
      long gap = after.isEmpty() ? 0 : overheads.setGap().meanMicros();
      all.add(new Group(label(id), List.of(id), after, gap));
    }
    return all;
  }

  private List<Group> pipelineGroups() {
    Map<String, Integer> lastOf = new HashMap<>();
    int count = 0;
    for (Pipeline p : workflow.pipelines()) {
      count += p.stages().size();
      lastOf.put(p.name(), count - 1);
    }
    List<Group> all = new ArrayList<>();
    for (Pipeline p : workflow.pipelines()) {
      for (int s = 0; s < p.stages().size(); s++) {
        List<Integer> after =
            s > 0 ? List.of(all.size() - 1) : p.after().stream().map(lastOf::get).toList();
        long gap = s > 0 ? overheads.stageGap().meanMicros() : overheads.pipelineGap().meanMicros();
        all.add(
            new Group(
                p.name() + "/" + s, idsOf(p.stages().get(s)), after, after.isEmpty() ? 0 : gap));
      }
    }
    return all;
  }

  private List<Group> sequentialGroups() {
    int sets = workflow.sets().size();
    List<List<Integer>> stages = new ArrayList<>();
    for (int i = 0; i < workflow.iterations(); i++) {
      int first = i * sets;
      if (mode == Mode.STAGES && !workflow.stages().isEmpty()) {
        for (List<String> stage : workflow.stages()) {
          stages.add(stage.stream().map(name -> first + indexOf(name)).toList());
        }
        continue;
      }
      for (int rank = 0; rank < sets; rank++) {
        List<Integer> stage = new ArrayList<>();
        for (int id = first; id < first + sets; id++) {
          if (rank(id) == rank) {
            stage.add(id);
          }
        }
        if (mode == Mode.SETS) {
          stage.forEach(id -> stages.add(List.of(id)));
        } else if (!stage.isEmpty()) {
          stages.add(stage);
        }
      }
    }
    List<Group> all = new ArrayList<>();
    for (List<Integer> stage : stages) {
      int number = all.size();
      List<Integer> after = number == 0 ? List.of() : List.of(number - 1);
      all.add(
          new Group(
              "stage " + number,
              stage,
              after,
              number == 0 ? 0 : overheads.stageGap().meanMicros()));
    }
    return all;
  }

  /** The longest path to an instance within its iteration. */
  private int rank(int id) {
    int rank = 0;
    for (List<Integer> waits : List.of(wholeWaits.get(id), matchWaits.get(id))) {
      for (int before : waits) {
        if (before / workflow.sets().size() == id / workflow.sets().size()) {
          rank = Math.max(rank, rank(before) + 1);
        }
      }
    }
    return rank;
  }

  private double priority(int instance) {
    TaskSet set = workflow.sets().get(instance % workflow.sets().size());
    Resources r = set.resources();
    return switch (policy.order()) {
      case SUBMISSION -> 0;
      case GPU_DEMAND -> -1.0 * set.tasks() * r.processes() * r.gpus();
      case LONGEST_PATH -> -pathToSink(instance);
      case LARGEST_TASK -> -1e6 * r.processes() * r.slots() - r.processes() * r.gpus();
      case SHORTEST -> set.time().meanSeconds();
    };
  }

  private double pathToSink(int instance) {
    Double known = pathsToSinks.get(instance);
    if (known != null) {
      return known;
    }
    double longest = 0;
    for (int id = 0; id < instances.size(); id++) {
      if (wholeWaits.get(id).contains(instance) || matchWaits.get(id).contains(instance)) {
        longest = Math.max(longest, pathToSink(id));
      }
    }
    TaskSet set = workflow.sets().get(instance % workflow.sets().size());
    pathsToSinks.put(instance, longest + set.time().meanSeconds());
    return longest + set.time().meanSeconds();
  }

  private void buildNodes(Cluster cluster, boolean pooled) {
    boolean modelled = cluster.groups().stream().allMatch(g -> g.memoryMiB() > 0);
    for (NodeGroup g : cluster.groups()) {
      int slots = (cluster.slot() == SlotKind.THREAD ? g.cores() * g.threads() : g.cores());
      int memory = g.memoryMiB() > 0 ? (int) g.memoryMiB() : Integer.MAX_VALUE;
      for (int n = 0; n < g.count(); n++) {
        free.add(new int[] {slots - g.reserved(), g.gpus(), memory});
      }
    }
    if (pooled) {
      int[] pool = new int[3];
      for (int[] node : free) {
        pool[0] += node[0];
        pool[1] += node[1];
        pool[2] = modelled ? pool[2] + node[2] : Integer.MAX_VALUE;
      }
      free.clear();
      free.add(pool);
    }
  }

  /** What happens, in the order of starts. */
  List<TaskRecord> records() {
    List<Task> all = instances.stream().flatMap(List::stream).toList();
    long[] releases = new long[groups.size()];
    Arrays.fill(releases, NEVER);
    for (long now = overheads.bootstrap().meanMicros();
        now != NEVER;
        now = next(now, all, releases)) {
      for (Task t : all) {
        if (t.freed == now) {
          giveBack(t);
        }
      }
      for (int g = 0; g < groups.size(); g++) {
        if (releases[g] == NEVER && areDone(groups.get(g).after, now)) {
          releases[g] = now + groups.get(g).gap;
        }
      }
      List<Task> waiting = new ArrayList<>();
      for (Task t : all) {
        if (t.ready == NEVER && releases[t.group] <= now && matchesAreDone(t, now)) {
          t.ready = now;
        }
        if (t.ready <= now && t.dispatched == NEVER) {
          waiting.add(t);
        }
      }
      waiting.sort(order);
      dispatch(waiting, now);
    }
    return all.stream()
        .filter(t -> t.dispatched != NEVER)
        .map(this::record)
        .sorted(STARTS)
        .toList();
  }

  private static final Comparator<TaskRecord> STARTS =
      Comparator.comparingLong(TaskRecord::startedMicros)
          .thenComparingLong(TaskRecord::dispatchedMicros)
          .thenComparing(TaskRecord::set)
          .thenComparingInt(TaskRecord::iteration)
          .thenComparingInt(TaskRecord::index);

  private static long next(long now, List<Task> all, long[] releases) {
    long next = NEVER;
    for (Task t : all) {
      next = t.freed > now ? Math.min(next, t.freed) : next;
    }
    for (long release : releases) {
      next = release > now ? Math.min(next, release) : next;
    }
    return next;
  }

  private boolean areDone(List<Integer> before, long now) {
    for (int group : before) {
      for (int instance : groups.get(group).instances) {
        for (Task t : instances.get(instance)) {
          if (t.freed > now) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean matchesAreDone(Task t, long now) {
    int id = t.iteration * workflow.sets().size() + t.setIndex;
    for (int before : mode == Mode.ASYNCHRONOUS ? matchWaits.get(id) : List.<Integer>of()) {
      if (instances.get(before).get(t.index).freed > now) {
        return false;
      }
    }
    return true;
  }

  private void dispatch(List<Task> waiting, long now) {
    Set<Resources> tried = new HashSet<>();
    for (Task t : waiting) {
      if (!tried.contains(t.set.resources()) && !placed(t)) {
        if (policy.fit() == Fit.STRICT) {
          return;
        }
        tried.add(t.set.resources());
      }
      if (!t.nodes.isEmpty()) {
        start(t, now);
      }
    }
  }

  private boolean placed(Task t) {
    int before = last;
    Resources r = t.set.resources();
    List<Integer> nodes = new ArrayList<>();
    for (int p = 0; p < r.processes(); p++) {
      int node = choose(r);
      if (node < 0) {
        nodes.forEach(n -> change(n, r, 1));
        last = before;
        return false;
      }
      change(node, r, -1);
      last = node;
      nodes.add(node);
    }
    t.nodes = nodes;
    return true;
  }

  private int choose(Resources r) {
    int chosen = -1;
    for (int k = 0; k < free.size(); k++) {
      int node = policy.placement() == Placement.NEXT_FIT ? (last + k) % free.size() : k;
      int[] f = free.get(node);
      if (f[0] >= r.slots() && f[1] >= r.gpus() && f[2] >= r.memoryMiB()) {
        if (policy.placement() != Placement.BEST_FIT) {
          return node;
        }
        int[] best = chosen < 0 ? null : free.get(chosen);
        if (best == null || f[1] < best[1] || f[1] == best[1] && f[0] < best[0]) {
          chosen = node;
        }
      }
    }
    return chosen;
  }

  private void change(int node, Resources r, int sign) {
    free.get(node)[0] += sign * r.slots();
    free.get(node)[1] += sign * r.gpus();
    free.get(node)[2] += sign * (int) r.memoryMiB();
  }

  private void giveBack(Task t) {
    t.nodes.forEach(n -> change(n, t.set.resources(), 1));
  }

  private void start(Task t, long now) {
    t.dispatched = now;
    t.started = now;
    if (overheads.launchesPerSecond() > 0) {
      launcherFree = Math.max(launcherFree, now) + 1e6 / overheads.launchesPerSecond();
      t.started = (long) Math.rint(launcherFree);
    }
    t.started += overheads.launchLatency().meanMicros();
    boolean isLong = t.duration >= overheads.overrun().longFromMicros();
    t.ended =
        t.started
            + t.duration
            + (isLong
                ? overheads.overrun().ofLong().meanMicros()
                : overheads.overrun().ofShort().meanMicros());
    t.freed = t.ended + overheads.release().meanMicros();
  }

  private TaskRecord record(Task t) {
    Resources r = t.set.resources();
    return new TaskRecord(
        t.set.name(),
        t.iteration,
        t.index,
        1,
        groups.get(t.group).label,
        r.slots(),
        r.gpus(),
        r.memoryMiB(),
        t.nodes,
        t.ready,
        t.dispatched,
        t.started,
        t.ended,
        t.freed,
        t.duration,
        TaskEnd.DONE);
  }
}
