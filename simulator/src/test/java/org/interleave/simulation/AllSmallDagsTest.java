package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.Bounds;
import org.interleave.analysis.Prediction;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/**
 * Every DAG of up to four task sets, each with several TX: what the engines say of them is what
 * looking at all paths and all subsets says.
 */
class AllSmallDagsTest {

  private static final long SEED = 20_220_811_069L;
  private static final double SECOND = 1e6;
  private static final double NEARLY = 1e-6;

  /** Holds every task of every case at once. */
  private static final Cluster UNLIMITED = Cluster.of("unlimited", 1, 64, 0);

  private static final Cluster ONE_SLOT = Cluster.of("one slot", 1, 1, 0);

  private static final List<SmallDag> DAGS =
      IntStream.rangeClosed(1, 4).boxed().flatMap(n -> SmallDag.all(n).stream()).toList();

  private static final List<Case> CASES = cases();

  /** 1, 3, 25, 543: the numbers of labelled DAGs (OEIS A003024). */
  @Test
  void areThereAsManyDagsAsThereShouldBe() {
    assertThat(IntStream.rangeClosed(1, 4).map(n -> SmallDag.all(n).size()).toArray())
        .containsExactly(1, 3, 25, 543);
    assertThat(DAGS).hasSize(572);
    assertThat(CASES).hasSize(572 * 8);
  }

  @Test
  void isTheAsynchronousSpanOnAnUnlimitedClusterTheCriticalPath() {
    for (Case c : CASES) {
      long longest = c.dag.longestChain(c.micros);

      assertThat(spanMicros(c.scenario(Mode.ASYNCHRONOUS, UNLIMITED)))
          .as(c.name)
          .isEqualTo(longest);
      assertThat(c.prediction(UNLIMITED).correctedSeconds())
          .as(c.name)
          .isCloseTo(longest / SECOND, within(NEARLY));
      assertThat(Bounds.of(c.workload, UNLIMITED, false).criticalPathSeconds())
          .as(c.name)
          .isCloseTo(longest / SECOND, within(NEARLY));
    }
  }

  @Test
  void isTheSequentialSpanOnAnUnlimitedClusterTheSumOfTheRankMaxima() {
    for (Case c : CASES) {
      long sum = c.dag.sumOfRankMaxima(c.micros);

      assertThat(spanMicros(c.scenario(Mode.RANKS, UNLIMITED))).as(c.name).isEqualTo(sum);
      assertThat(c.prediction(UNLIMITED).sequential().ranksSeconds())
          .as(c.name)
          .isCloseTo(sum / SECOND, within(NEARLY));
    }
  }

  /** One set after the other on any number of slots: the sum of the sets' TX. */
  @Test
  void isTheSpanOfSetAfterSetTheSumOfTheirTimes() {
    for (Case c : CASES) {
      long sum = LongStream.of(c.micros).sum();

      assertThat(spanMicros(c.scenario(Mode.SETS, UNLIMITED))).as(c.name).isEqualTo(sum);
      assertThat(c.prediction(UNLIMITED).sequential().setsSeconds())
          .as(c.name)
          .isCloseTo(sum / SECOND, within(NEARLY));
    }
  }

  /**
   * On an unlimited cluster every overhead adds up along the longest chain, or from rank to rank:
   * latency and overrun with each set, a gap before each set or stage but the first, bootstrap and
   * tail once.
   */
  @Test
  void areOverheadsAddedAlongTheLongestChain() {
    Overheads overheads =
        new Overheads("some", 17, 300, 0, 2_000, 0, 11, new Overheads.Overrun(5, 7, 4), 0, 130_000);
    for (Case c : CASES) {
      long[] weights = LongStream.of(c.micros).map(t -> t + 11 + (t >= 4 ? 7 : 5)).toArray();
      long[] withGaps = LongStream.of(weights).map(w -> w + 2_000).toArray();
      long ranks = IntStream.range(0, c.dag.n()).map(c.dag::rank).max().orElse(0) + 1L;
      long asynchronous = 17 + c.dag.longestChain(withGaps) - 2_000 + 130_000;
      long sequential = 17 + c.dag.sumOfRankMaxima(weights) + (ranks - 1) * 300 + 130_000;

      Prediction prediction = Prediction.of(c.graph, UNLIMITED, overheads, Map.of());
      for (Mode mode : new Mode[] {Mode.ASYNCHRONOUS, Mode.RANKS}) {
        boolean async = mode == Mode.ASYNCHRONOUS;
        double expected = (async ? asynchronous : sequential) / SECOND;
        Scenario scenario = c.scenario(mode, UNLIMITED).withOverheads(overheads);
        assertThat(Simulator.measure(scenario).ttxSeconds()).as(c.name).isEqualTo(expected);
        assertThat(async ? prediction.correctedSeconds() : prediction.sequential().ranksSeconds())
            .as(c.name)
            .isCloseTo(expected, within(NEARLY));
      }
    }
  }

  @Test
  void isEveryMakespanOnOneSlotTheTotalWork() {
    for (Case c : CASES) {
      long work = c.workMicros();

      for (Mode mode : Mode.values()) {
        Scenario scenario = c.scenario(mode, ONE_SLOT);
        String name = c.name + ", " + mode;
        assertThat(spanMicros(scenario)).as(name).isEqualTo(work);
        assertThat(Simulator.measure(scenario).ttxSeconds()).as(name).isEqualTo(work / SECOND);
      }
      Prediction prediction = c.prediction(ONE_SLOT);
      for (double seconds :
          new double[] {
            prediction.bounds().largestSeconds(),
            prediction.correctedSeconds(),
            prediction.sequential().ranksSeconds(),
            prediction.sequential().stagesSeconds(),
            prediction.sequential().setsSeconds(),
            Bounds.of(c.workload, ONE_SLOT, false).largestSeconds(),
            Bounds.of(c.workload, ONE_SLOT, true).largestSeconds()
          }) {
        assertThat(seconds).as(c.name).isCloseTo(work / SECOND, within(NEARLY));
      }
    }
  }

  @Test
  void areDoaDepAndWidthWhatAllSubsetsSay() {
    for (SmallDag dag : DAGS) {
      Case c = new Case(dag, "unit", ones(dag.n()), ones(dag.n()));
      Asynchronicity found = Asynchronicity.of(c.graph, UNLIMITED);

      assertThat(found.doaDep()).as(c.name).isEqualTo(dag.sinks() - 1);
      assertThat(found.width().size()).as(c.name).isEqualTo(dag.width());
      assertThat(found.width().exact()).as(c.name).isTrue();
      // Where everything fits, resources permit as much as dependencies do.
      assertThat(found.doaRes()).as(c.name).isEqualTo(dag.sinks() - 1);
      assertThat(found.fittingWidth()).as(c.name).isEqualTo(dag.width());
    }
  }

  /** Sets of random demand on clusters of random capacity, ten for each DAG. */
  @Test
  void isDoaResWhatAllSubsetsThatFitSay() {
    long seed = SEED;
    for (SmallDag dag : DAGS) {
      for (int k = 0; k < 10; k++) {
        SplittableRandom random = new SplittableRandom(++seed);
        Cluster cluster = cluster(random);
        TaskSet[] sets = new TaskSet[dag.n()];
        for (int i = 0; i < sets.length; i++) {
          sets[i] =
              TaskSet.of("S" + i, 1 + random.nextInt(3), shape(random), second(), after(dag, i));
        }
        String name = "seed " + seed + ": " + dag.written() + " " + Arrays.toString(sets);

        int divergent =
            dag.mostDivergent(
                IntStream.range(0, dag.n()).toArray(), subset -> fits(subset, sets, cluster));
        int antichain = dag.largestAntichain(subset -> fits(subset, sets, cluster));
        Asynchronicity found =
            Asynchronicity.of(WorkflowGraph.of(Workflow.of("random", sets)), cluster);
        // One set at a time can always run, if only in waves.
        assertThat(found.doaRes()).as(name).isEqualTo(Math.max(1, divergent) - 1);
        assertThat(found.doaResExact()).as(name).isTrue();
        assertThat(found.wla()).as(name).isEqualTo(Math.max(1, divergent) - 1);
        assertThat(found.doaDep()).as(name).isGreaterThanOrEqualTo(found.doaRes());
        assertThat(found.witness()).as(name).hasSize(found.doaRes() + 1);
        assertThat(found.fittingWidth()).as(name).isEqualTo(Math.max(1, antichain));
        assertThat(found.fittingExact()).as(name).isTrue();
      }
    }
  }

  private static boolean fits(int subset, TaskSet[] sets, Cluster cluster) {
    long slots = 0;
    long gpus = 0;
    long memory = 0;
    for (int i = 0; i < sets.length; i++) {
      if ((subset >> i & 1) == 1) {
        Resources r = sets[i].resources();
        slots += (long) sets[i].tasks() * r.processes() * r.slots();
        gpus += (long) sets[i].tasks() * r.processes() * r.gpus();
        memory += sets[i].tasks() * r.processes() * r.memoryMiB();
      }
    }
    long allSlots = 0;
    long allGpus = 0;
    long allMemory = 0;
    boolean modelled = true;
    for (NodeGroup g : cluster.groups()) {
      allSlots += (long) g.count() * (g.cores() * g.threads() - g.reserved());
      allGpus += (long) g.count() * g.gpus();
      allMemory += g.count() * g.memoryMiB();
      modelled &= g.memoryMiB() > 0;
    }
    return slots <= allSlots && gpus <= allGpus && (!modelled || memory <= allMemory);
  }

  private static Cluster cluster(SplittableRandom random) {
    List<NodeGroup> groups = new ArrayList<>();
    for (int g = random.nextInt(2); g >= 0; g--) {
      int memory = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(30);
      groups.add(
          new NodeGroup(
              1 + random.nextInt(3),
              1 + random.nextInt(4),
              1 + random.nextInt(2),
              random.nextInt(4),
              random.nextInt(2),
              memory));
    }
    return new Cluster("random", SlotKind.THREAD, groups);
  }

  private static Resources shape(SplittableRandom random) {
    int slots = random.nextInt(4);
    int gpus = slots == 0 ? 1 + random.nextInt(2) : random.nextInt(3);
    return new Resources(random.nextInt(4) == 0 ? 2 : 1, slots, gpus, random.nextInt(8));
  }

  private static long spanMicros(Scenario scenario) {
    Outcome outcome = Simulator.trace(scenario);
    List<TaskRecord> records = outcome.requireTrace().records();
    assertThat(outcome.complete()).isTrue();
    assertThat(records).hasSize(scenario.workload().graph().taskCount());
    long first = records.stream().mapToLong(TaskRecord::startedMicros).min().orElseThrow();
    long last = records.stream().mapToLong(TaskRecord::endedMicros).max().orElseThrow();
    assertThat(outcome.metrics().spanSeconds()).isCloseTo((last - first) / SECOND, within(1e-9));
    return last - first;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    long seed = SEED;
    for (SmallDag dag : DAGS) {
      int n = dag.n();
      long[] ascending = LongStream.rangeClosed(1, n).toArray();
      long[] descending = LongStream.rangeClosed(1, n).map(i -> n + 1 - i).toArray();
      long[] powers = LongStream.range(0, n).map(i -> 1L << i).toArray();
      long[] seconds = LongStream.range(0, n).map(i -> (1 + i % 2) * 1_000_000).toArray();
      cases.add(new Case(dag, "all equal", ones(n), ones(n)));
      cases.add(new Case(dag, "1..n", ascending, ones(n)));
      cases.add(new Case(dag, "n..1", descending, ones(n)));
      cases.add(new Case(dag, "powers of two", powers, ones(n)));
      cases.add(new Case(dag, "1 or 2 s, several tasks", seconds, ascending));
      for (int k = 0; k < 3; k++) {
        SplittableRandom random = new SplittableRandom(++seed);
        long[] micros = random.longs(n, 1, 10_000_000_000L).toArray();
        cases.add(new Case(dag, "seed " + seed, micros, random.longs(n, 1, 4).toArray()));
      }
    }
    return cases;
  }

  private static long[] ones(int n) {
    long[] ones = new long[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }

  private static String[] after(SmallDag dag, int set) {
    return IntStream.range(0, dag.n())
        .filter(before -> dag.edges()[before][set])
        .mapToObj(before -> "S" + before)
        .toArray(String[]::new);
  }

  private enum Mode {
    RANKS,
    STAGES,
    SETS,
    PST,
    ASYNCHRONOUS
  }

  /** A DAG whose sets have given numbers of tasks and TX. */
  private static final class Case {
    private final SmallDag dag;
    private final String name;
    private final long[] micros;
    private final long[] tasks;
    private final WorkflowGraph graph;
    private final Workload workload;

    Case(SmallDag dag, String times, long[] micros, long[] tasks) {
      this.dag = dag;
      this.micros = micros;
      this.tasks = tasks;
      this.name =
          dag.written()
              + ", TX "
              + times
              + " "
              + Arrays.toString(micros)
              + ", tasks "
              + Arrays.toString(tasks);
      List<TaskSet> sets = new ArrayList<>();
      List<List<String>> ranks = new ArrayList<>();
      for (int i = 0; i < dag.n(); i++) {
        Duration time = Duration.ofSeconds(micros[i] / SECOND);
        sets.add(TaskSet.of("S" + i, (int) tasks[i], Resources.of(1, 0), time, after(dag, i)));
        while (ranks.size() <= dag.rank(i)) {
          ranks.add(new ArrayList<>());
        }
      }
      for (int i = 0; i < dag.n(); i++) {
        ranks.get(dag.rank(i)).add("S" + i);
      }
      // Where no set waits for another, the one stage of the pipeline changes nothing.
      List<Pipeline> pipelines = List.of(new Pipeline("p", List.of(), ranks));
      this.graph = WorkflowGraph.of(new Workflow("small", 1, sets, List.of(), pipelines));
      this.workload = Workload.ofMeans(graph);
    }

    long workMicros() {
      return IntStream.range(0, micros.length).mapToLong(i -> micros[i] * tasks[i]).sum();
    }

    Prediction prediction(Cluster cluster) {
      return Prediction.of(graph, cluster, Overheads.NONE, Map.of());
    }

    Scenario scenario(Mode mode, Cluster cluster) {
      Plan plan =
          switch (mode) {
            case RANKS -> Plan.sequential(graph, SequentialBaseline.RANKS);
            case STAGES -> Plan.sequential(graph, SequentialBaseline.STAGES);
            case SETS -> Plan.sequential(graph, SequentialBaseline.SETS);
            case PST -> Plan.pst(graph);
            case ASYNCHRONOUS -> Plan.asynchronous(graph);
          };
      return new Scenario(
          workload, plan, cluster, StandardPolicy.RECORDED, Overheads.NONE, FailurePolicy.STRICT);
    }
  }
}
