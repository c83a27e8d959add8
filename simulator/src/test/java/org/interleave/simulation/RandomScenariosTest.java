package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.interleave.Outcome;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.Bounds;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.RandomScenario.Mode;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Ten thousand random scenarios. Each has a seed of its own, which every failure names; {@code
 * ./mvnw test -Dtest=RandomScenariosTest -Dscenario=SEED -Dsurefire.failIfNoSpecifiedTests=false}
 * runs it alone.
 */
class RandomScenariosTest {

  private static final long SEED = 220_811_069L;
  private static final int NUMBER = 10_000;
  private static final Long ALONE = Long.getLong("scenario");
  private static final List<RandomScenario> SCENARIOS = draw();
  private static final double NEARLY = 1e-6;

  @Test
  void isEverythingDrawnThatShouldBe() {
    Map<Mode, Integer> modes = new EnumMap<>(Mode.class);
    Set<Order> orders = EnumSet.noneOf(Order.class);
    Set<String> placements = new TreeSet<>();
    Set<String> rest = new TreeSet<>();
    forEach(
        s -> {
          modes.merge(s.mode(), 1, Integer::sum);
          orders.add(s.policy().order());
          placements.add(s.policy().placement().label());
          rest.add(s.policy().fit().label());
          rest.add(s.withoutOverheads() ? "no overheads" : "overheads");
          rest.add(s.workflow().iterations() + " iterations");
          rest.add(s.workflow().pipelines().size() + " pipelines");
          rest.add(s.scenario().cluster().nodeCount() + " nodes");
          for (TaskSet set : s.workflow().sets()) {
            rest.add(set.resources().processes() + " processes");
            rest.add(set.time().isConstant() ? "constant" : "random");
            rest.add(set.resources().memoryMiB() > 0 ? "memory" : "no memory");
            set.after().forEach(d -> rest.add(d.match() + " " + d.previousIteration()));
          }
        });
    if (ALONE == null) {
      assertThat(SCENARIOS).hasSize(10_000);
      assertThat(modes)
          .hasSize(Mode.values().length)
          .allSatisfy((m, n) -> assertThat(n).isGreaterThan(1500));
      assertThat(orders).hasSize(Order.values().length);
      assertThat(placements).hasSize(Placement.values().length);
      assertThat(rest)
          .contains("skip", "strict", "overheads", "no overheads", "constant", "random", "memory")
          .contains("no memory", "1 iterations", "2 iterations", "3 iterations", "1 nodes")
          .contains("12 nodes", "0 pipelines", "1 pipelines", "2 pipelines", "3 pipelines")
          .contains("1 processes", "2 processes", "3 processes")
          .contains("ALL false", "ALL true", "INDEX false", "INDEX true");
    }
  }

  /** The pipelines are drawn so that they keep all dependencies. */
  @Test
  void doesTheCheckerFindNothing() {
    forEach(
        s -> {
          Trace trace = Simulator.trace(s.scenario()).requireTrace();
          assertThat(TraceChecker.check(trace, s.workflow())).as(s::written).isEmpty();
        });
  }

  /** The plain simulation decides everything by looking at all tasks and nodes. */
  @Test
  void isEveryRecordThatOfThePlainSimulation() {
    forEach(
        s -> {
          Outcome outcome = Simulator.trace(s.scenario());
          List<TaskRecord> records = outcome.requireTrace().records();
          List<TaskRecord> expected = new PlainSimulation(s).records();
          // The first that differs says more than all of them.
          for (int r = 0; r < Math.min(records.size(), expected.size()); r++) {
            if (!records.get(r).equals(expected.get(r))) {
              assertThat(records.get(r))
                  .as("record " + r + " of " + s.written())
                  .isEqualTo(expected.get(r));
            }
          }
          check(s, records.size() == expected.size());
          long last = expected.stream().mapToLong(TaskRecord::freedMicros).max().orElseThrow();
          assertThat(outcome.requireTrace().header().ttxMicros())
              .as(s::written)
              .isEqualTo(last + s.scenario().overheads().tail().meanMicros());
        });
  }

  @Test
  void isEveryTaskDoneOnceAndTheOutcomeComplete() {
    forEach(
        s -> {
          Outcome outcome = Simulator.trace(s.scenario());
          List<TaskRecord> records = outcome.requireTrace().records();
          Set<String> tasks = new TreeSet<>();
          records.forEach(r -> tasks.add(r.set() + "/" + r.iteration() + "/" + r.index()));
          boolean allDone = records.stream().allMatch(r -> r.end() == TaskEnd.DONE);

          assertThat(outcome.complete()).as(s::written).isTrue();
          assertThat(allDone).as(s::written).isTrue();
          assertThat(tasks)
              .as(s::written)
              .hasSize(s.workflow().taskCount())
              .hasSize(records.size());
        });
  }

  @Test
  void isNoRunFasterThanItsBounds() {
    forEach(
        s -> {
          boolean pooled = s.policy().placement() == Placement.POOLED;
          Bounds bounds = Bounds.of(s.scenario().workload(), s.scenario().cluster(), pooled);
          assertThat(Simulator.measure(s.scenario()).ttxSeconds())
              .as(() -> s.written() + bounds)
              .isGreaterThanOrEqualTo(bounds.largestSeconds() - NEARLY);
        });
  }

  /** With and without a trace, once and again: the same figures and records. */
  @Test
  void isEveryRunTheSameHoweverItIsWatched() {
    forEach(
        s -> {
          Outcome traced = Simulator.trace(s.scenario());
          List<TaskRecord> seen = new ArrayList<>();
          Comparator<TaskRecord> byTask =
              Comparator.comparing(TaskRecord::set)
                  .thenComparingInt(TaskRecord::iteration)
                  .thenComparingInt(TaskRecord::index);
          Outcome run = Simulator.run(s.scenario(), seen::add);
          Metrics measured = Simulator.measure(s.scenario());

          check(s, traced.requireTrace().equals(Simulator.trace(s.scenario()).requireTrace()));
          List<TaskRecord> kept = new ArrayList<>(traced.requireTrace().records());
          seen.sort(byTask);
          kept.sort(byTask);
          check(s, seen.equals(kept));
          check(s, run.trace() == null);
          assertThat(Metrics.of(traced.requireTrace())).as(s::written).isEqualTo(traced.metrics());
          assertThat(run.metrics()).as(s::written).isEqualTo(traced.metrics());
          assertThat(measured).as(s::written).isEqualTo(withoutSets(traced.metrics()));
        });
  }

  private static Metrics withoutSets(Metrics m) {
    return new Metrics(
        m.ttxSeconds(),
        m.spanSeconds(),
        m.tasks(),
        m.attempts(),
        m.tasksPerSecond(),
        m.cpuUtilization(),
        m.gpuUtilization(),
        List.of());
  }

  /** Span, throughput and utilization by their definitions. */
  @Test
  void areTheFiguresWhatTheirDefinitionsSay() {
    forEach(
        s -> {
          Trace trace = Simulator.trace(s.scenario()).requireTrace();
          Metrics metrics = Metrics.of(trace);
          List<TaskRecord> records = trace.records();
          long first = records.stream().mapToLong(TaskRecord::startedMicros).min().orElseThrow();
          long last = records.stream().mapToLong(TaskRecord::endedMicros).max().orElseThrow();
          double slots = 0;
          double gpus = 0;
          for (TaskRecord r : records) {
            double seconds = (r.endedMicros() - r.startedMicros()) / 1e6;
            slots += seconds * r.slots() * r.nodes().size();
            gpus += seconds * r.gpus() * r.nodes().size();
          }
          double allSlots = 0;
          double allGpus = 0;
          Cluster cluster = s.scenario().cluster();
          for (NodeGroup g : cluster.groups()) {
            allSlots +=
                g.count() * g.cores() * (cluster.slot() == SlotKind.THREAD ? g.threads() : 1);
            allGpus += g.count() * g.gpus();
          }
          double ttx = trace.header().ttxMicros() / 1e6;
          near(s, metrics.ttxSeconds(), ttx);
          near(s, metrics.spanSeconds(), (last - first) / 1e6);
          near(s, metrics.tasksPerSecond(), records.size() / ttx);
          near(s, metrics.cpuUtilization(), slots / ttx / allSlots);
          assertThat(metrics.cpuUtilization()).as(s::written).isBetween(0.0, 1 + 1e-12);
          if (allGpus > 0) {
            near(s, metrics.gpuUtilization(), gpus / ttx / allGpus);
            assertThat(metrics.gpuUtilization()).as(s::written).isBetween(0.0, 1 + 1e-12);
          } else {
            assertThat(metrics.gpuUtilization()).as(s::written).isNaN();
          }
        });
  }

  /**
   * Without overheads and skipping what does not fit: whenever something has started or ended, none
   * of the tasks that wait would fit what is free.
   */
  @Test
  void isNoSlotLeftIdleThatAWaitingTaskFits() {
    forEach(
        s -> {
          if (s.withoutOverheads() && s.policy().fit() == Fit.SKIP) {
            List<TaskRecord> records = Simulator.trace(s.scenario()).requireTrace().records();
            instants(records)
                .forEach(
                    now -> {
                      FreeNodes free = new FreeNodes(s, records, now);
                      for (TaskRecord r : records) {
                        if (r.readyMicros() <= now && now < r.dispatchedMicros() && free.fit(r)) {
                          assertThat(r).as("at " + now + " it fits: " + s.written()).isNull();
                        }
                      }
                    });
          }
        });
  }

  /**
   * Strictly and without overheads, in order of submission: of the tasks that wait, the one that
   * became ready first does not fit; and none starts while one that was ready earlier waits.
   */
  @Test
  void doesStrictFitStartNothingBeforeWhatWasReadyEarlier() {
    forEach(
        s -> {
          if (s.withoutOverheads()
              && s.policy().fit() == Fit.STRICT
              && s.policy().order() == Order.SUBMISSION) {
            List<TaskRecord> records = Simulator.trace(s.scenario()).requireTrace().records();
            instants(records)
                .forEach(
                    now -> {
                      FreeNodes free = new FreeNodes(s, records, now);
                      List<TaskRecord> waiting =
                          records.stream()
                              .filter(r -> r.readyMicros() <= now && now < r.dispatchedMicros())
                              .toList();
                      long earliest =
                          waiting.stream()
                              .mapToLong(TaskRecord::readyMicros)
                              .min()
                              .orElse(Long.MAX_VALUE);
                      check(
                          s,
                          records.stream()
                              .filter(r -> r.dispatchedMicros() == now)
                              .allMatch(r -> r.readyMicros() <= earliest));
                      check(
                          s,
                          waiting.isEmpty()
                              || waiting.stream()
                                  .filter(r -> r.readyMicros() == earliest)
                                  .anyMatch(r -> !free.fit(r)));
                    });
          }
        });
  }

  /** DOA_dep, DOA_res and the width of up to twelve instances, by looking at all subsets. */
  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void areTheDegreesOfAsynchronicityWhatAllSubsetsSay() {
    forEach(
        s -> {
          WorkflowGraph graph = s.scenario().workload().graph();
          int n = graph.instances().size();
          if (n <= 12 && !s.workflow().dependsByPipelines()) {
            SmallDag dag = new SmallDag(n, edges(s.workflow(), n));
            int sets = s.workflow().sets().size();
            int[] types = IntStream.range(0, n).map(i -> i % sets).toArray();
            Cluster cluster = s.scenario().cluster();
            Asynchronicity found = Asynchronicity.of(graph, cluster);
            int divergent = dag.mostDivergent(types, subset -> fits(subset, s.workflow(), cluster));
            int antichain = dag.largestAntichain(subset -> fits(subset, s.workflow(), cluster));

            assertThat(found.doaDep()).as(s::written).isEqualTo(dag.sinks() - 1);
            assertThat(found.doaRes()).as(s::written).isEqualTo(Math.max(1, divergent) - 1);
            assertThat(found.width().size()).as(s::written).isEqualTo(dag.width());
            assertThat(found.fittingWidth()).as(s::written).isEqualTo(Math.max(1, antichain));
          }
        });
  }

  private static boolean[][] edges(Workflow workflow, int n) {
    int sets = workflow.sets().size();
    boolean[][] edges = new boolean[n][n];
    for (int id = 0; id < n; id++) {
      for (var d : workflow.sets().get(id % sets).after()) {
        int iteration = id / sets - (d.previousIteration() ? 1 : 0);
        for (int other = 0; iteration >= 0 && other < sets; other++) {
          if (workflow.sets().get(other).name().equals(d.set())) {
            edges[iteration * sets + other][id] = true;
          }
        }
      }
    }
    return edges;
  }

  private static boolean fits(int subset, Workflow workflow, Cluster cluster) {
    long[] left = {cluster.usableSlots(), cluster.totalGpus(), cluster.totalMemoryMiB()};
    boolean modelled = left[2] > 0;
    for (int id = 0; subset >> id != 0; id++) {
      if ((subset >> id & 1) == 1) {
        TaskSet set = workflow.sets().get(id % workflow.sets().size());
        long processes = (long) set.tasks() * set.resources().processes();
        left[0] -= processes * set.resources().slots();
        left[1] -= processes * set.resources().gpus();
        left[2] -= processes * set.resources().memoryMiB();
      }
    }
    return left[0] >= 0 && left[1] >= 0 && (!modelled || left[2] >= 0);
  }

  private static LongStream instants(List<TaskRecord> records) {
    return records.stream()
        .flatMapToLong(r -> LongStream.of(r.dispatchedMicros(), r.freedMicros()))
        .distinct();
  }

  /** What is free at an instant once everything has been decided, worked out from the trace. */
  private static final class FreeNodes {
    private final List<long[]> nodes = new ArrayList<>();

    FreeNodes(RandomScenario s, List<TaskRecord> records, long now) {
      boolean pooled = s.policy().placement() == Placement.POOLED;
      Cluster cluster = s.scenario().cluster();
      boolean modelled = cluster.groups().stream().noneMatch(g -> g.memoryMiB() == 0);
      for (NodeGroup g : cluster.groups()) {
        int slots = cluster.slot() == SlotKind.THREAD ? g.cores() * g.threads() : g.cores();
        for (int i = 0; i < g.count(); i++) {
          boolean limited = pooled ? modelled : g.memoryMiB() > 0;
          long memory = limited ? g.memoryMiB() : 1L << 40;
          nodes.add(new long[] {slots - g.reserved(), g.gpus(), memory});
        }
      }
      while (pooled && nodes.size() > 1) {
        long[] other = nodes.remove(1);
        for (int k = 0; k < other.length; k++) {
          nodes.get(0)[k] += other[k];
        }
      }
      for (TaskRecord r : records) {
        if (r.dispatchedMicros() <= now && now < r.freedMicros()) {
          for (int node : r.nodes()) {
            long[] free = nodes.get(node);
            free[0] -= r.slots();
            free[1] -= r.gpus();
            free[2] -= r.memoryMiB();
            check(s, free[0] >= 0 && free[1] >= 0 && free[2] >= 0);
          }
        }
      }
    }

    /** Whether all processes of a task would fit. */
    boolean fit(TaskRecord r) {
      long processes = 0;
      for (long[] free : nodes) {
        long here = Long.MAX_VALUE / 1000;
        here = r.slots() > 0 ? Math.min(here, free[0] / r.slots()) : here;
        here = r.gpus() > 0 ? Math.min(here, free[1] / r.gpus()) : here;
        here = r.memoryMiB() > 0 ? Math.min(here, free[2] / r.memoryMiB()) : here;
        processes += here;
      }
      return processes >= r.nodes().size();
    }
  }

  private static void near(RandomScenario s, double value, double expected) {
    check(s, Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)));
  }

  private static void check(RandomScenario s, boolean holds) {
    if (!holds) {
      assertThat(holds).as(s::written).isTrue();
    }
  }

  private static void forEach(Consumer<RandomScenario> question) {
    SCENARIOS.forEach(question);
  }

  private static List<RandomScenario> draw() {
    if (ALONE != null) {
      return List.of(RandomScenario.of(ALONE));
    }
    return new SplittableRandom(SEED).longs(NUMBER).mapToObj(RandomScenario::of).toList();
  }
}
