package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.analysis.Bounds;
import org.interleave.analysis.Prediction;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.PlacementPolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/**
 * Up to five tasks on up to three slots, beside the best schedule of all: the one that a search
 * finds which at every instant starts every subset of what could start, nothing included.
 */
class OptimalScheduleTest {

  private static final long SEED = 1969;
  private static final double NEARLY = 1e-9;

  @Test
  void isNoScheduleShorterThanTheShortest() {
    for (long seed = SEED; seed < SEED + 2_000; seed++) {
      Case c = Case.of(seed, false);
      long best = c.shortest();

      for (Order order : Order.values()) {
        for (Fit fit : Fit.values()) {
          for (Placement placement : Placement.values()) {
            StandardPolicy policy = new StandardPolicy(order, fit, placement);
            assertThat(c.makespan(policy)).as(c.name + policy).isGreaterThanOrEqualTo(best);
          }
        }
      }
      for (SequentialBaseline baseline : SequentialBaseline.values()) {
        assertThat(c.makespan(Plan.sequential(c.graph, baseline), StandardPolicy.RECORDED))
            .as(c.name)
            .isGreaterThanOrEqualTo(best);
      }
      assertThat(Bounds.of(c.workload, c.cluster, false).largestSeconds())
          .as(c.name)
          .isLessThanOrEqualTo(best / 1e6 + NEARLY);
      assertThat(c.correctedSeconds()).as(c.name).isGreaterThanOrEqualTo(best / 1e6 - NEARLY);
    }
  }

  /** Graham: where every task takes one of m slots, no list is worse than (2 - 1/m) times best. */
  @Test
  void doesEveryListOfTasksOfOneSlotKeepGrahamsBound() {
    for (long seed = SEED; seed < SEED + 2_000; seed++) {
      Case c = Case.of(seed, true);
      long m = c.slots;
      long best = c.shortest();

      for (Order order : Order.values()) {
        for (Fit fit : Fit.values()) {
          StandardPolicy policy = new StandardPolicy(order, fit, Placement.NEXT_FIT);
          assertThat(m * c.makespan(policy))
              .as(c.name + policy)
              .isLessThanOrEqualTo((2 * m - 1) * best);
        }
      }
      assertThat(m * c.correctedSeconds())
          .as(c.name)
          .isLessThanOrEqualTo((2 * m - 1) * best / 1e6 + NEARLY);
    }
  }

  /** Tasks of one slot and one time: then one of the lists is the best schedule of all. */
  @Test
  void isOneListTheShortestWhereAllTasksAreAlike() {
    for (long seed = SEED; seed < SEED + 150; seed++) {
      Case c = Case.of(seed, true);
      Arrays.fill(c.micros, 7);
      Case alike = new Case(c.name + "alike", c.dag, c.micros, c.demands, c.slots);

      long best = Long.MAX_VALUE;
      for (int[] list : SmallDag.orders(c.dag.n())) {
        best = Math.min(best, alike.makespan(new ByList(list)));
      }
      assertThat(best).as(alike.name).isEqualTo(alike.shortest());
    }
  }

  /**
   * Graham's anomaly needs different demands to be broken: 3 of 4 slots each, and two tasks of one
   * slot in between. Ten tasks of 3 slots on 4 run one by one, and take ten times as long as one.
   */
  @Test
  void doTasksOfThreeSlotsOnFourRunOneByOne() {
    Duration second = Duration.ofSeconds(1);
    WorkflowGraph graph =
        WorkflowGraph.of(Workflow.of("ten", TaskSet.of("A", 10, Resources.of(3, 0), second)));
    Scenario scenario =
        new Scenario(
            Workload.ofMeans(graph),
            Plan.asynchronous(graph),
            Cluster.of("four", 1, 4, 0),
            StandardPolicy.RECORDED,
            Overheads.NONE,
            FailurePolicy.STRICT);

    assertThat(Simulator.measure(scenario).ttxSeconds()).isEqualTo(10);
  }

  /** Offers the sets in a given order. */
  private record ByList(int[] list) implements SchedulingPolicy {
    @Override
    public String label() {
      return "by list";
    }

    @Override
    public double priority(SetInstance set, WorkflowGraph graph) {
      return IntStream.range(0, list.length)
          .filter(i -> list[i] == set.id())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public Fit fit() {
      return Fit.SKIP;
    }

    @Override
    public PlacementPolicy placement() {
      return Placement.FIRST_FIT;
    }
  }

  private static final class Case {
    private final String name;
    private final SmallDag dag;
    private final long[] micros;
    private final int[] demands;
    private final int slots;
    private final Cluster cluster;
    private final WorkflowGraph graph;
    private final Workload workload;

    Case(String name, SmallDag dag, long[] micros, int[] demands, int slots) {
      this.name = name;
      this.dag = dag;
      this.micros = micros;
      this.demands = demands;
      this.slots = slots;
      this.cluster = Cluster.of("slots", 1, slots, 0);
      List<TaskSet> sets = new ArrayList<>();
      for (int i = 0; i < dag.n(); i++) {
        int set = i;
        String[] after =
            IntStream.range(0, dag.n())
                .filter(before -> dag.edges()[before][set])
                .mapToObj(before -> "S" + before)
                .toArray(String[]::new);
        Duration time = Duration.ofSeconds(micros[i] / 1e6);
        sets.add(TaskSet.of("S" + i, 1, Resources.of(demands[i], 0), time, after));
      }
      this.graph = WorkflowGraph.of(Workflow.of("few", sets.toArray(new TaskSet[0])));
      this.workload = Workload.ofMeans(graph);
    }

    static Case of(long seed, boolean oneSlotEach) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 1 + random.nextInt(5);
      int slots = 1 + random.nextInt(3);
      double density = random.nextDouble();
      boolean[][] edges = new boolean[n][n];
      for (int b = 0; b < n; b++) {
        for (int a = 0; a < b; a++) {
          edges[a][b] = random.nextDouble() < density;
        }
      }
      long[] micros = random.longs(n, 1, 5).toArray();
      int[] demands = random.ints(n, 1, oneSlotEach ? 2 : slots + 1).toArray();
      SmallDag dag = new SmallDag(n, edges);
      String name =
          "seed "
              + seed
              + ": "
              + dag.written()
              + ", TX "
              + Arrays.toString(micros)
              + ", slots "
              + Arrays.toString(demands)
              + " of "
              + slots
              + " ";
      return new Case(name, dag, micros, demands, slots);
    }

    long makespan(SchedulingPolicy policy) {
      return makespan(Plan.asynchronous(graph), policy);
    }

    long makespan(Plan plan, SchedulingPolicy policy) {
      Scenario scenario =
          new Scenario(workload, plan, cluster, policy, Overheads.NONE, FailurePolicy.STRICT);
      return Math.round(Simulator.measure(scenario).ttxSeconds() * 1e6);
    }

    double correctedSeconds() {
      return Prediction.of(graph, cluster, Overheads.NONE, Map.of()).correctedSeconds();
    }

    long shortest() {
      return shortest(0, new long[dag.n()]);
    }

    /** The shortest schedule that goes on from an instant; tasks without an end have not begun. */
    private long shortest(long now, long[] ends) {
      int free = slots;
      int startable = 0;
      boolean all = true;
      for (int i = 0; i < ends.length; i++) {
        free -= ends[i] > now ? demands[i] : 0;
        all &= ends[i] > 0;
        int task = i;
        boolean ready =
            IntStream.range(0, ends.length)
                .noneMatch(b -> dag.edges()[b][task] && (ends[b] == 0 || ends[b] > now));
        startable |= ends[i] == 0 && ready ? 1 << i : 0;
      }
      if (all) {
        return Arrays.stream(ends).max().orElse(0);
      }
      long best = Long.MAX_VALUE;
      for (int chosen = startable; ; chosen = chosen - 1 & startable) {
        long[] with = ends.clone();
        int left = free;
        for (int i = 0; i < ends.length; i++) {
          if ((chosen >> i & 1) == 1) {
            with[i] = now + micros[i];
            left -= demands[i];
          }
        }
        long next = Arrays.stream(with).filter(e -> e > now).min().orElse(Long.MAX_VALUE);
        if (left >= 0 && next < Long.MAX_VALUE) {
          best = Math.min(best, shortest(next, with));
        }
        if (chosen == 0) {
          return best;
        }
      }
    }
  }
}
