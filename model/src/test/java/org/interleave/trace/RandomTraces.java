package org.interleave.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.Share;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord.Execution;
import org.interleave.trace.TraceDraft.Row;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/** Little correct traces of little workflows, made without any part of the engines. */
final class RandomTraces {

  private final SplittableRandom random;

  RandomTraces(SplittableRandom random) {
    this.random = random;
  }

  /** A correct trace: every task is placed at the first instant at which it fits. */
  TraceDraft next() {
    TraceDraft draft =
        new TraceDraft(chance(4) ? pipelines() : dependencies(), cluster(), chance(4));
    for (int iteration = 0; iteration < draft.workflow.iterations(); iteration++) {
      for (TaskSet set : draft.workflow.sets()) {
        for (int index = 0; index < set.tasks(); index++) {
          addTask(draft, set, iteration, index);
        }
      }
    }
    draft.ttx = draft.rows.stream().mapToLong(r -> r.freed).max().orElse(0) + small();
    if (!chance(3)) {
      execute(draft);
    }
    for (int r = draft.rows.size() - 1; r > 0; r--) {
      draft.rows.add(draft.rows.remove(random.nextInt(r + 1)));
    }
    return draft;
  }

  private void addTask(TraceDraft draft, TaskSet set, int iteration, int index) {
    long waits = waits(draft, set, iteration, index);
    int attempt = 1;
    while (chance(6)) {
      TaskEnd end = chance(2) ? TaskEnd.LOST : TaskEnd.FAILED;
      waits = place(draft, draft.add(set.name(), iteration, index).attempt(attempt, end), waits);
      attempt += end == TaskEnd.FAILED ? 1 : 0;
    }
    place(draft, draft.add(set.name(), iteration, index).attempt(attempt, TaskEnd.DONE), waits);
  }

  /** Gives every process slots and GPUs of its own, drawn from those that nobody holds then. */
  private void execute(TraceDraft draft) {
    NodeGroup[] nodes = draft.cluster.nodes();
    Map<Row, List<Share>> given = new LinkedHashMap<>();
    draft.rows.stream()
        .sorted(Comparator.comparingLong((Row r) -> r.dispatched).thenComparingLong(r -> r.freed))
        .forEach(
            row -> {
              List<Share> shares = new ArrayList<>();
              given.put(row, shares);
              for (int node : row.nodes) {
                int slots = draft.cluster.usableSlots();
                int gpus = draft.cluster.totalGpus();
                if (!draft.pooled) {
                  slots = nodes[node].usableSlots(draft.cluster.slot());
                  gpus = nodes[node].gpus();
                }
                List<Share> held = held(given, row, node);
                shares.add(
                    new Share(
                        node,
                        some(row.slots, slots, held.stream().flatMap(s -> s.slots().stream())),
                        some(row.gpus, gpus, held.stream().flatMap(s -> s.gpus().stream()))));
              }
            });
    given.forEach((row, shares) -> row.execution = new Execution(0, shares));
  }

  private static List<Share> held(Map<Row, List<Share>> given, Row row, int node) {
    return given.entrySet().stream()
        .filter(e -> e.getKey() == row || e.getKey().freed > row.dispatched)
        .flatMap(e -> e.getValue().stream())
        .filter(s -> s.node() == node)
        .toList();
  }

  private List<Integer> some(int count, int of, Stream<Integer> held) {
    List<Integer> free = new ArrayList<>(IntStream.range(0, of).boxed().toList());
    held.forEach(id -> free.remove(id));
    while (free.size() > count) {
      free.remove(random.nextInt(free.size()));
    }
    return free;
  }

  /** Puts a row where it fits, and returns when it has ended. */
  private long place(TraceDraft draft, Row row, long waits) {
    row.ready = waits;
    row.dispatched = waits + small();
    row.started = row.dispatched + small();
    row.requested = random.nextInt(4);
    row.ended = row.started + row.requested + small();
    row.freed = row.ended + small();
    row.requested += row.end == TaskEnd.DONE ? 0 : small();
    TreeSet<Long> frees = new TreeSet<>();
    draft.rows.stream().filter(r -> r != row).forEach(r -> frees.add(r.freed));
    int nodes = draft.pooled ? 1 : draft.cluster.nodeCount();
    int processes = draft.set(row.set).resources().processes();
    for (boolean found = false; !found; ) {
      int first = random.nextInt(nodes);
      for (int n = 0; n < nodes && !found; n++) {
        List<Integer> on = new ArrayList<>();
        for (int p = 0; p < processes; p++) {
          on.add((first + n + (chance(2) ? p : 0)) % nodes);
        }
        row.nodes = on;
        found = draft.fits();
      }
      if (!found) {
        long by = frees.higher(row.dispatched) - row.dispatched;
        long ready = row.ready;
        row.later(by).ready = ready;
      }
    }
    return row.ended;
  }

  /** When everything was done that a task waits for. */
  static long waits(TraceDraft draft, TaskSet set, int iteration, int index) {
    long until = 0;
    for (Row r : draft.rows) {
      if (r.end == TaskEnd.DONE && waitsFor(draft.workflow, set, iteration, index, r)) {
        until = Math.max(until, r.ended);
      }
    }
    return until;
  }

  private static boolean waitsFor(Workflow w, TaskSet set, int iteration, int index, Row r) {
    if (w.dependsByPipelines()) {
      return stagesBefore(w, set.name()).stream().anyMatch(s -> s.contains(r.set));
    }
    return set.after().stream()
        .anyMatch(
            d ->
                d.set().equals(r.set)
                    && r.iteration == (d.previousIteration() ? iteration - 1 : iteration)
                    && (d.match() == Match.ALL || r.index == index));
  }

  private static List<List<String>> stagesBefore(Workflow w, String set) {
    List<List<String>> before = new ArrayList<>();
    for (Pipeline p : w.pipelines()) {
      for (int s = 0; s < p.stages().size(); s++) {
        if (p.stages().get(s).contains(set) && s > 0) {
          before.add(p.stages().get(s - 1));
        } else if (p.stages().get(s).contains(set)) {
          w.pipelines().stream()
              .filter(other -> p.after().contains(other.name()))
              .forEach(other -> before.add(other.stages().get(other.stages().size() - 1)));
        }
      }
    }
    return before;
  }

  private Workflow dependencies() {
    List<TaskSet> sets = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    int tasks = 1 + random.nextInt(3);
    for (int s = 0; s < count; s++) {
      List<Dependency> after = new ArrayList<>();
      int size = chance(2) ? tasks : 1 + random.nextInt(3);
      for (TaskSet other : sets) {
        if (chance(2)) {
          boolean match = other.tasks() == size && chance(2);
          after.add(new Dependency(other.name(), chance(4), match ? Match.INDEX : Match.ALL));
        }
      }
      if (chance(3)) {
        after.add(new Dependency("S" + s, true, chance(2) ? Match.INDEX : Match.ALL));
      }
      // One edge at least, or there would be nothing to break.
      if (s == count - 1 && after.stream().allMatch(Dependency::previousIteration)) {
        after.add(0, Dependency.on("S0"));
      }
      sets.add(set(s, size, after));
    }
    return new Workflow("random", 1 + random.nextInt(3), sets, List.of(), List.of());
  }

  private Workflow pipelines() {
    List<TaskSet> sets = new ArrayList<>();
    for (int s = 0; s < 6; s++) {
      sets.add(set(s, 1 + random.nextInt(2), List.of()));
    }
    return new Workflow(
        "random",
        1,
        sets,
        List.of(),
        List.of(
            new Pipeline("p", List.of(), List.of(List.of("S0"), List.of("S1", "S2"))),
            new Pipeline(
                "q", chance(2) ? List.of("p") : List.of(), List.of(List.of("S3"), List.of("S4"))),
            new Pipeline(
                "r", chance(2) ? List.of("q", "p") : List.of("q"), List.of(List.of("S5")))));
  }

  private TaskSet set(int number, int tasks, List<Dependency> after) {
    int slots = random.nextInt(3);
    int gpus = slots == 0 ? 1 : random.nextInt(2);
    Resources resources = new Resources(1 + random.nextInt(2), slots, gpus, random.nextInt(20));
    return new TaskSet(
        "S" + number, tasks, resources, Duration.ofSeconds(1), after, new Command.Sleep());
  }

  /** Any task of these workflows fits each of the nodes. */
  private Cluster cluster() {
    List<NodeGroup> groups = new ArrayList<>();
    for (int g = 0; g <= random.nextInt(2); g++) {
      int reserved = random.nextInt(2);
      int memory = chance(3) ? 0 : 40 + random.nextInt(40);
      groups.add(
          new NodeGroup(
              1 + random.nextInt(2),
              4 + reserved + random.nextInt(3),
              1,
              2 + random.nextInt(2),
              reserved,
              memory));
    }
    return new Cluster("random", SlotKind.CORE, groups);
  }

  /** Mostly nothing, for instants that touch. */
  private int small() {
    return Math.max(0, random.nextInt(6) - 3);
  }

  private boolean chance(int outOf) {
    return random.nextInt(outOf) == 0;
  }
}
