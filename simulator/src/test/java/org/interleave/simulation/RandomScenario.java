package org.interleave.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * A scenario of a few sets with something of everything, wholly determined by its seed.
 *
 * @param seed gives the same scenario again
 * @param mode how the sets are released
 * @param scenario the scenario
 */
public record RandomScenario(long seed, Mode mode, Scenario scenario) {

  /** How sets are released. */
  public enum Mode {
    RANKS,
    STAGES,
    SETS,
    PST,
    ASYNCHRONOUS
  }

  /** The scenario of a seed. Draws again while a task could never fit the cluster. */
  public static RandomScenario of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    while (true) {
      Draw draw = new Draw(random);
      RandomScenario drawn = draw.scenario(seed);
      boolean pooled = drawn.scenario.policy().placement().pooled();
      boolean fits =
          drawn.workflow().sets().stream()
              .allMatch(s -> drawn.scenario.cluster().misfit(s.resources(), pooled).isEmpty());
      if (fits) {
        return drawn;
      }
    }
  }

  public Workflow workflow() {
    return scenario.workload().graph().workflow();
  }

  StandardPolicy policy() {
    return (StandardPolicy) scenario.policy();
  }

  boolean withoutOverheads() {
    return scenario.overheads().equals(Overheads.NONE);
  }

  /** Everything about it, for messages. */
  public String written() {
    StringBuilder out = new StringBuilder();
    out.append("scenario ").append(seed).append(": ").append(mode).append(", ");
    out.append(scenario.policy().label()).append('\n');
    out.append("  cluster ").append(scenario.cluster().slot());
    scenario.cluster().groups().forEach(g -> out.append("\n    ").append(g));
    out.append("\n  iterations ").append(workflow().iterations());
    workflow().sets().forEach(s -> out.append("\n    ").append(s));
    out.append("\n  stages ").append(workflow().stages());
    out.append("\n  pipelines ").append(workflow().pipelines());
    out.append("\n  ").append(scenario.overheads());
    return out.append('\n').toString();
  }

  /** One attempt at a scenario. */
  private static final class Draw {
    private final SplittableRandom random;
    private final int sets;
    private final int iterations;
    private final Mode mode;

    /** The sets in an order that their dependencies respect: they are declared in another. */
    private final int[] order;

    private final List<List<Dependency>> after = new ArrayList<>();
    private final int[] tasks;

    Draw(SplittableRandom random) {
      this.random = random;
      this.sets = 1 + random.nextInt(8);
      this.iterations = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
      this.mode = Mode.values()[random.nextInt(Mode.values().length)];
      this.order = chance(2) ? identity(sets) : shuffled(sets);
      this.tasks = new int[sets];
    }

    RandomScenario scenario(long seed) {
      Workflow workflow = workflow();
      WorkflowGraph graph = WorkflowGraph.of(workflow);
      Plan plan =
          switch (mode) {
            case RANKS -> Plan.sequential(graph, SequentialBaseline.RANKS);
            case STAGES -> Plan.sequential(graph, SequentialBaseline.STAGES);
            case SETS -> Plan.sequential(graph, SequentialBaseline.SETS);
            case PST -> Plan.pst(graph);
            case ASYNCHRONOUS -> Plan.asynchronous(graph);
          };
      StandardPolicy policy =
          new StandardPolicy(
              one(Order.values()), chance(3) ? Fit.STRICT : Fit.SKIP, one(Placement.values()));
      Workload workload =
          chance(5)
              ? Workload.ofMeans(graph)
              : Workload.draw(graph, random.nextLong(), random.nextInt(3));
      return new RandomScenario(
          seed,
          mode,
          new Scenario(workload, plan, cluster(), policy, overheads(), FailurePolicy.STRICT));
    }

    private Workflow workflow() {
      drawDependencies();
      double[] few = {1 + random.nextInt(3), 2, 0.5 * (1 + random.nextInt(6))};
      int kind = random.nextInt(4);
      boolean memory = chance(3);
      List<TaskSet> declared = new ArrayList<>();
      for (int i = 0; i < sets; i++) {
        Duration time =
            switch (kind) {
              case 0 -> Duration.ofSeconds(few[random.nextInt(few.length)]);
              case 1 -> Duration.ofSeconds((1 + random.nextInt(3)) / 1e6);
              case 2 -> Normal.withCv(1 + 100 * random.nextDouble(), 0.02 + random.nextDouble());
              default ->
                  chance(2)
                      ? Duration.ofSeconds(0.1 + 50 * random.nextDouble())
                      : Normal.withCv(1 + random.nextInt(3), 0.05);
            };
        declared.add(
            new TaskSet(
                name(i), tasks[i], resources(memory), time, after.get(i), new Command.Sleep()));
      }
      List<List<String>> stages = chance(2) ? stages() : List.of();
      List<Pipeline> pipelines =
          mode == Mode.PST || chance(6) ? pipelines(declared) : List.<Pipeline>of();
      if (!pipelines.isEmpty() && after.stream().allMatch(List::isEmpty)) {
        // The pipelines stand for dependencies, of which the stages know nothing.
        stages = List.of();
      }
      return new Workflow("random", iterations, declared, stages, pipelines);
    }

    private void drawDependencies() {
      int common = 1 + random.nextInt(20);
      boolean alike = chance(3);
      for (int i = 0; i < sets; i++) {
        tasks[i] = alike ? common : 1 + random.nextInt(20);
        after.add(new ArrayList<>());
      }
      double density = new double[] {0, 0.15, 0.3, 0.5, 0.9}[random.nextInt(5)];
      for (int b = 0; b < sets; b++) {
        for (int a = 0; a < b; a++) {
          if (random.nextDouble() < density) {
            depend(order[b], order[a], false);
          }
        }
      }
      if (chance(2)) {
        for (int i = random.nextInt(2 * sets); i >= 0; i--) {
          depend(random.nextInt(sets), random.nextInt(sets), true);
        }
      }
      // PST over several iterations needs dependencies, or its pipelines would stand for them.
      if (iterations > 1 && after.stream().allMatch(List::isEmpty)) {
        depend(0, 0, true);
      }
    }

    private void depend(int set, int before, boolean previous) {
      boolean alike = tasks[set] == tasks[before];
      if (alike && chance(2)) {
        add(set, new Dependency(name(before), previous, Match.INDEX));
        if (!chance(8)) {
          return;
        }
        // Both at once: the match adds nothing then.
      }
      add(set, new Dependency(name(before), previous, Match.ALL));
    }

    private void add(int set, Dependency dependency) {
      if (!after.get(set).contains(dependency)) {
        after.get(set).add(dependency);
      }
    }

    /** Stages of one iteration: the order, cut where it must be and here and there besides. */
    private List<List<String>> stages() {
      List<List<String>> stages = new ArrayList<>();
      List<String> stage = new ArrayList<>();
      for (int at = 0; at < sets; at++) {
        List<String> open = stage;
        boolean waits =
            after.get(order[at]).stream()
                .anyMatch(d -> !d.previousIteration() && open.contains(d.set()));
        if (!stage.isEmpty() && (waits || chance(3))) {
          stages.add(stage);
          stage = new ArrayList<>();
        }
        stage.add(name(order[at]));
      }
      stages.add(stage);
      return stages;
    }

    /**
     * One pipeline, or two or three one after the other, or two beside each other, that respect all
     * dependencies: cut from an order of all instances, in which a set of a later iteration may
     * come before one of an earlier iteration.
     */
    private List<Pipeline> pipelines(List<TaskSet> declared) {
      int n = sets * iterations;
      boolean[][] waits = new boolean[n][n];
      for (int i = 0; i < n; i++) {
        for (Dependency d : declared.get(i % sets).after()) {
          int iteration = i / sets - (d.previousIteration() ? 1 : 0);
          if (iteration >= 0) {
            int set = d.set().charAt(0) - 'A';
            waits[i][iteration * sets + set] = true;
          }
        }
      }
      boolean[] beside = chance(3) ? component(waits, random.nextInt(n)) : new boolean[n];
      List<List<String>> first = cut(waits, beside, false);
      List<List<String>> second = cut(waits, beside, true);
      List<Pipeline> pipelines = new ArrayList<>();
      if (!second.isEmpty()) {
        pipelines.add(new Pipeline("beside", List.of(), second));
      }
      if (!first.isEmpty()) {
        int middle = chance(2) ? random.nextInt(first.size()) : 0;
        if (middle > 0) {
          // Declared after the one that waits for it: the order of declaration is free.
          pipelines.add(
              new Pipeline("last", List.of("first"), first.subList(middle, first.size())));
          pipelines.add(new Pipeline("first", List.of(), first.subList(0, middle)));
        } else {
          pipelines.add(new Pipeline("only", List.of(), first));
        }
      }
      return pipelines;
    }

    /** The instances that are connected with one of them in any way. */
    private boolean[] component(boolean[][] waits, int root) {
      boolean[] in = new boolean[waits.length];
      in[root] = true;
      for (int pass = 0; pass < waits.length; pass++) {
        for (int a = 0; a < waits.length; a++) {
          for (int b = 0; b < waits.length; b++) {
            if (waits[a][b] && in[a] != in[b]) {
              in[a] = true;
              in[b] = true;
            }
          }
        }
      }
      return in;
    }

    private List<List<String>> cut(boolean[][] waits, boolean[] side, boolean which) {
      List<List<String>> stages = new ArrayList<>();
      List<Integer> stage = new ArrayList<>();
      List<Integer> done = new ArrayList<>();
      int[] preference = shuffled(waits.length);
      int wanted = (int) IntStream.range(0, side.length).filter(i -> side[i] == which).count();
      while (done.size() < wanted) {
        int next =
            Arrays.stream(preference)
                .filter(i -> side[i] == which && !done.contains(i))
                .filter(i -> allIn(waits[i], done))
                .findFirst()
                .orElseThrow();
        boolean mustCut = stage.stream().anyMatch(before -> waits[next][before]);
        if (!stage.isEmpty() && (mustCut || chance(4))) {
          stages.add(stage.stream().map(this::instance).toList());
          stage = new ArrayList<>();
        }
        stage.add(next);
        done.add(next);
      }
      if (!stage.isEmpty()) {
        stages.add(stage.stream().map(this::instance).toList());
      }
      return stages;
    }

    private static boolean allIn(boolean[] waits, List<Integer> done) {
      for (int i = 0; i < waits.length; i++) {
        if (waits[i] && !done.contains(i)) {
          return false;
        }
      }
      return true;
    }

    private String instance(int id) {
      String set = name(id % sets);
      return iterations == 1 ? set : set + "[" + id / sets + "]";
    }

    private Resources resources(boolean memory) {
      int processes = chance(5) ? 2 + random.nextInt(2) : 1;
      int slots = chance(3) ? 1 : random.nextInt(9);
      int gpus = slots == 0 ? 1 + random.nextInt(3) : chance(2) ? 0 : random.nextInt(4);
      return new Resources(processes, slots, gpus, memory && chance(2) ? random.nextInt(24) : 0);
    }

    private Cluster cluster() {
      boolean memory = chance(2);
      SlotKind slot = one(SlotKind.values());
      List<NodeGroup> groups = new ArrayList<>();
      for (int g = random.nextInt(3); g >= 0; g--) {
        int cores = 1 + random.nextInt(16);
        int threads = 1 + random.nextInt(2);
        int slots = slot == SlotKind.THREAD ? cores * threads : cores;
        groups.add(
            new NodeGroup(
                1 + random.nextInt(4),
                cores,
                threads,
                chance(3) ? 0 : random.nextInt(7),
                chance(2) ? 0 : random.nextInt(Math.min(3, slots)),
                memory && !chance(6) ? 8 + random.nextInt(56) : 0));
      }
      return new Cluster("random", slot, groups);
    }

    private Overheads overheads() {
      if (chance(2)) {
        return Overheads.NONE;
      }
      double[] rates = {0, 0, 0.7, 3, 1000.0 / 7, 1e6};
      return new Overheads(
          "random",
          micros(),
          micros(),
          micros(),
          micros(),
          rates[random.nextInt(rates.length)],
          micros(),
          new Overheads.Overrun(micros(), micros(), random.nextLong(20_000_000)),
          micros(),
          micros());
    }

    private long micros() {
      return switch (random.nextInt(4)) {
        case 0 -> 1 + random.nextInt(3);
        case 1 -> random.nextInt(3_000_000);
        default -> 0;
      };
    }

    private static String name(int set) {
      return String.valueOf((char) ('A' + set));
    }

    /** Once in {@code n} times. */
    private boolean chance(int n) {
      return random.nextInt(n) == 0;
    }

    private <T> T one(T[] values) {
      return values[random.nextInt(values.length)];
    }

    private static int[] identity(int n) {
      return IntStream.range(0, n).toArray();
    }

    private int[] shuffled(int n) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        all.add(i);
      }
      for (int i = n - 1; i > 0; i--) {
        Collections.swap(all, i, random.nextInt(i + 1));
      }
      return all.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
