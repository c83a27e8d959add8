package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.interleave.Faults;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.RandomKey;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does as much go wrong as should, and what comes of it? */
@Timeout(60)
class FaultsTest {

  private static final long SEED = 1_912;

  @Test
  void areRunsWhoseFaultsNeverHappenThoseWithoutFaults() {
    WorkflowGraph graph = Witnesses.w1();
    Faults[] never = {
      new Faults(0, Map.of(), 0, 0, 0),
      new Faults(0, Map.of("T0", 0.0), 0, 5_000_000, 0),
      new Faults(1, zeroForAll(graph), 0, 0, 0),
      new Faults(0, Map.of(), 0, 0, 1L << 50),
      new Faults(0, Map.of(), 1L << 60, 1, 0)
    };
    for (Scenario s : Witnesses.bothModes(graph, Witnesses.NODES_16)) {
      Scenario drawn = s.withWorkload(Workload.draw(graph, SEED, 0));
      Outcome plain = Simulator.trace(drawn);
      for (Faults faults : never) {
        Outcome same = Simulator.trace(with(drawn, new FailurePolicy(3, OnFailure.STOP), faults));
        assertThat(same.requireTrace()).as("%s", faults).isEqualTo(plain.requireTrace());
        assertThat(same.metrics()).isEqualTo(plain.metrics());
        assertThat(same.complete()).isTrue();
      }
    }
  }

  /** The attempts at a task are 1 + ... + p^r on average; four standard errors are allowed. */
  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.1, 1", "0.1, 5", "0.5, 0", "0.5, 1", "0.5, 3", "0.9, 3", "0.9, 30"})
  void areTasksTriedAsOftenAsTheirProbabilityHasIt(double p, int retries) {
    int tasks = 20_000;
    List<TaskRecord> records = failing(tasks, p, retries);
    double[] attempts = new double[tasks];
    double[] failed = new double[tasks];
    records.forEach(r -> attempts[r.index()]++);
    records.stream()
        .filter(r -> r.attempt() == retries + 1 && r.end() == TaskEnd.FAILED)
        .forEach(r -> failed[r.index()]++);
    double expected = (1 - Math.pow(p, retries + 1)) / (1 - p);
    String what = "seed " + SEED + ", p = " + p + ", retries " + retries;
    assertThat(Witnesses.mean(attempts))
        .as(what)
        .isCloseTo(expected, within(4 * Witnesses.standardError(attempts) + 1e-12));
    double lost = Math.pow(p, retries + 1);
    assertThat(Witnesses.mean(failed))
        .as(what)
        .isCloseTo(lost, within(4 * Math.sqrt(lost * (1 - lost) / tasks) + 1e-12));
  }

  /** A failed attempt ends at a time that is uniform in its task's duration. */
  @Test
  void doAttemptsFailAtUniformTimes() {
    double[] shares =
        failing(20_000, 0.5, 3).stream()
            .filter(r -> r.end() == TaskEnd.FAILED)
            .mapToDouble(r -> (double) (r.endedMicros() - r.startedMicros()) / r.requestedMicros())
            .sorted()
            .toArray();
    assertThat(shares.length).isGreaterThan(10_000);
    double worst = 0;
    for (int i = 0; i < shares.length; i++) {
      worst = Math.max(worst, Math.abs(shares[i] - (i + 0.5) / shares.length));
    }
    assertThat(2 * Math.exp(-2 * shares.length * worst * worst))
        .as("seed %d", SEED)
        .isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void doAllTasksFailAfterTheirLastRetryIfFailureIsCertain(int retries) {
    List<TaskRecord> records = failing(500, 1, retries);
    assertThat(records).hasSize(500 * (retries + 1)).allMatch(r -> r.end() == TaskEnd.FAILED);
    assertThat(records).allMatch(r -> r.attempt() <= retries + 1);
  }

  private static List<TaskRecord> failing(int tasks, double p, int retries) {
    WorkflowGraph graph = Witnesses.oneSet(tasks, new Normal(100, 20));
    Scenario s =
        with(
            Witnesses.bothModes(graph, Cluster.of("c", 10, 100, 0))
                .get(1)
                .withWorkload(Workload.draw(graph, SEED, 0)),
            new FailurePolicy(retries, OnFailure.CONTINUE),
            new Faults(p, Map.of(), 0, 0, 0));
    Outcome outcome = Simulator.trace(s);
    assertThat(TraceChecker.check(outcome.requireTrace(), graph.workflow(), outcome.complete()))
        .isEmpty();
    boolean anyGivenUp =
        outcome.requireTrace().records().stream()
            .anyMatch(r -> r.end() == TaskEnd.FAILED && r.attempt() == retries + 1);
    assertThat(outcome.complete()).isEqualTo(!anyGivenUp);
    return outcome.requireTrace().records();
  }

  @Test
  void doesEveryLostTaskRunAgainUntilAllAreDone() {
    int losses = 0;
    for (int i = 0; i < 20; i++) {
      WorkflowGraph graph = Witnesses.w1();
      Scenario s = Witnesses.bothModes(graph, Witnesses.NODES_16).get(i % 2);
      Outcome outcome =
          Simulator.trace(
              with(
                  s.withWorkload(Workload.draw(graph, SEED, i)),
                  FailurePolicy.STRICT,
                  new Faults(0, Map.of(), 3_000_000_000L, 200_000_000, 0)));
      List<TaskRecord> records = outcome.requireTrace().records();
      assertThat(outcome.complete()).as("seed %d, replication %d", SEED, i).isTrue();
      assertThat(TraceChecker.check(outcome.requireTrace(), graph.workflow(), true)).isEmpty();
      Map<String, TaskEnd> last = new HashMap<>();
      records.forEach(r -> last.put(r.set() + "/" + r.index(), r.end()));
      assertThat(last).hasSize(768).allSatisfy((t, end) -> assertThat(end).isEqualTo(TaskEnd.DONE));
      assertThat(records).allMatch(r -> r.attempt() == 1);
      losses += records.size() - 768;
    }
    assertThat(losses).isGreaterThan(500);
  }

  /**
   * Nodes of one slot each that always have something to run: they are up while they run. A cycle's
   * length of up-time varies by 100%, so that of 2,000 cycles the availability a is known to a(1 -
   * a)/50; four of those are allowed.
   */
  @Test
  void areNodesAvailableAsOftenAsTheirFailuresAndRepairsHaveIt() {
    double mtbf = 10;
    double repair = 4;
    int nodes = 4;
    WorkflowGraph graph = Witnesses.oneSet(4 * 7_500, Duration.ofSeconds(2));
    Scenario s =
        with(
            Witnesses.scenario(Plan.asynchronous(graph), Cluster.of("ones", nodes, 1, 0))
                .withWorkload(Workload.draw(graph, SEED, 0)),
            FailurePolicy.STRICT,
            new Faults(0, Map.of(), (long) (mtbf * 1e6), (long) (repair * 1e6), 0));
    Outcome outcome = Simulator.trace(s);
    double expected = mtbf / (mtbf + repair);
    double ttx = outcome.metrics().ttxSeconds();
    double cycles = ttx / (mtbf + repair);
    double[] busy = new double[nodes];
    for (TaskRecord r : outcome.requireTrace().records()) {
      busy[r.nodes().get(0)] += (r.endedMicros() - r.startedMicros()) / 1e6;
    }
    double tolerance = 4 * expected * (1 - expected) / Math.sqrt(cycles);
    for (int n = 0; n < nodes; n++) {
      assertThat(busy[n] / ttx)
          .as("node %d, seed %d, %s cycles", n, SEED, cycles)
          .isCloseTo(expected, within(tolerance));
    }
    assertThat(tolerance).isLessThan(0.03);
    assertThat(outcome.metrics().cpuUtilization()).isCloseTo(expected, within(tolerance / 2));
  }

  @Test
  void doesNothingHappenAfterTheWalltime() {
    WorkflowGraph graph = Witnesses.w1();
    for (Scenario s : Witnesses.bothModes(graph, Witnesses.NODES_16)) {
      Scenario drawn = s.withWorkload(Workload.draw(graph, SEED, 0));
      Outcome whole = Simulator.trace(drawn);
      for (double share : new double[] {1e-6, 0.1, 0.5, 0.9, 0.999999}) {
        long walltime = (long) (share * 1e6 * whole.metrics().ttxSeconds());
        Outcome cut =
            Simulator.trace(
                with(drawn, FailurePolicy.STRICT, new Faults(0, Map.of(), 0, 0, walltime)));
        assertThat(cut.complete()).isFalse();
        assertThat(cut.requireTrace().header().ttxMicros()).isEqualTo(walltime);
        assertThat(cut.metrics().ttxSeconds()).isEqualTo(walltime / 1e6);
        assertThat(cut.requireTrace().records())
            .isNotEmpty()
            .allMatch(r -> r.freedMicros() <= walltime && r.endedMicros() <= walltime);
        assertThat(TraceChecker.check(cut.requireTrace(), graph.workflow(), false)).isEmpty();
        // Up to then all is as it would have been.
        List<TaskRecord> done =
            cut.requireTrace().records().stream().filter(r -> r.end() == TaskEnd.DONE).toList();
        assertThat(done)
            .isEqualTo(
                whole.requireTrace().records().stream()
                    .filter(r -> r.freedMicros() <= walltime)
                    .toList());
      }
      long exactly = whole.requireTrace().header().ttxMicros();
      Outcome same =
          Simulator.trace(
              with(drawn, FailurePolicy.STRICT, new Faults(0, Map.of(), 0, 0, exactly)));
      assertThat(same.complete()).isTrue();
      assertThat(same.requireTrace()).isEqualTo(whole.requireTrace());
    }
  }

  /** The tail is part of TTX, and the walltime ends the run. */
  @Test
  void isNoMakespanLongerThanTheWalltime() {
    WorkflowGraph graph = Witnesses.oneSet(1, Duration.ofSeconds(95));
    Overheads tail = new Overheads("tail", 0, 0, 0, 0, 0, 0, Overheads.Overrun.NONE, 0, 10_000_000);
    Scenario s =
        Witnesses.scenario(Plan.asynchronous(graph), Witnesses.UNLIMITED).withOverheads(tail);
    Outcome outcome =
        Simulator.trace(with(s, FailurePolicy.STRICT, new Faults(0, Map.of(), 0, 0, 100_000_000)));
    assertThat(outcome.metrics().ttxSeconds()).isLessThanOrEqualTo(100);
  }

  @Test
  void doExactlyTheSetsFinishThatDoNotDependOnAFailedOne() {
    WorkflowGraph graph = Witnesses.w1();
    int[][] after = {{}, {0}, {0}, {1}, {1}, {2}, {3, 4}, {5, 6}};
    for (int failed = 0; failed < 8; failed++) {
      Set<String> dependent = new TreeSet<>(Set.of("T" + failed));
      for (int set = 0; set < 8; set++) {
        for (int before : after[set]) {
          if (dependent.contains("T" + before)) {
            dependent.add("T" + set);
          }
        }
      }
      Scenario s = Witnesses.bothModes(graph, Witnesses.NODES_16).get(1);
      Outcome outcome =
          Simulator.trace(
              with(
                  s.withWorkload(Workload.draw(graph, SEED, 0)),
                  new FailurePolicy(2, OnFailure.CONTINUE),
                  new Faults(0, Map.of("T" + failed, 1.0), 0, 0, 0)));
      Map<String, Long> done =
          outcome.requireTrace().records().stream()
              .filter(r -> r.end() == TaskEnd.DONE)
              .collect(Collectors.groupingBy(TaskRecord::set, Collectors.counting()));
      Set<String> tried =
          outcome.requireTrace().records().stream()
              .map(TaskRecord::set)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(outcome.complete()).isFalse();
      assertThat(done)
          .hasSize(8 - dependent.size())
          .doesNotContainKeys(dependent.toArray(new String[0]));
      assertThat(done.values()).allMatch(n -> n == 96);
      tried.removeAll(done.keySet());
      assertThat(tried).containsExactly("T" + failed);
      assertThat(TraceChecker.check(outcome.requireTrace(), graph.workflow(), false)).isEmpty();
    }
  }

  /**
   * Nodes draw from "failure of node": over 1,000 seeds, a task fails as often where its node's
   * second up-time is short as elsewhere, whatever its set is called. Half of about 500 has a
   * standard deviation of 11.
   */
  @ParameterizedTest
  @ValueSource(strings = {"node", "other", "failure", "moment"})
  void doTasksFailApartFromTheirNodesWhateverTheirSetIsCalled(String name) {
    WorkflowGraph graph =
        WorkflowGraph.of(Workflow.of("w", Witnesses.simple(name, 1, Duration.ofSeconds(1))));
    Scenario s = Witnesses.scenario(Plan.asynchronous(graph), Witnesses.UNLIMITED);
    Faults faults = new Faults(0.5, Map.of(), 0, 0, 0);
    int shortLived = 0;
    int failedThen = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      if (RandomKey.of(seed, 0, "failure of node", 0).uniform(1) < 0.5) {
        shortLived++;
        Scenario drawn = s.withWorkload(Workload.draw(graph, seed, 0));
        failedThen += Simulator.run(with(drawn, FailurePolicy.STRICT, faults)).complete() ? 0 : 1;
      }
    }
    double half = shortLived / 2.0;
    assertThat((double) failedThen).isCloseTo(half, within(4 * Math.sqrt(half / 2)));
  }

  /** What runs when a task fails for good runs to its end; nothing starts after it. */
  @Test
  void doesNothingStartAfterAFailureThatStopsTheRun() {
    WorkflowGraph graph =
        WorkflowGraph.of(
            Workflow.of(
                "stop",
                Witnesses.simple("A", 10, Duration.ofSeconds(10)),
                Witnesses.simple("B", 10, Duration.ofSeconds(50)),
                Witnesses.simple("C", 10, Duration.ofSeconds(10), "B")));
    Scenario s = Witnesses.scenario(Plan.asynchronous(graph), Cluster.of("c", 1, 15, 0));
    Outcome outcome =
        Simulator.trace(with(s, FailurePolicy.STRICT, new Faults(0, Map.of("A", 1.0), 0, 0, 0)));
    List<TaskRecord> records = outcome.requireTrace().records();
    long first =
        records.stream()
            .filter(r -> r.end() == TaskEnd.FAILED)
            .mapToLong(TaskRecord::endedMicros)
            .min()
            .orElseThrow();
    assertThat(records).hasSize(15).allMatch(r -> r.dispatchedMicros() <= first);
    assertThat(records.stream().filter(r -> r.end() == TaskEnd.DONE)).hasSize(5);
    assertThat(outcome.metrics().ttxSeconds()).isEqualTo(50);
    assertThat(outcome.complete()).isFalse();
  }

  private static Map<String, Double> zeroForAll(WorkflowGraph graph) {
    return graph.workflow().sets().stream().collect(Collectors.toMap(s -> s.name(), s -> 0.0));
  }

  private static Scenario with(Scenario s, FailurePolicy failures, Faults faults) {
    return new Scenario(
        s.workload(), s.plan(), s.cluster(), s.policy(), s.overheads(), failures, faults);
  }
}
