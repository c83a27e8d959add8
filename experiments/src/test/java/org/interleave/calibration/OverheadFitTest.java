package org.interleave.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.interleave.Faults;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into a simulation as overheads comes out of its traces again. */
class OverheadFitTest {

  private static final Overheads CONSTANT =
      new Overheads(
          "constant",
          35_900_001,
          6_960_002,
          10_500_003,
          4_200_004,
          96,
          31_005,
          new Overrun(60_006, 60_006, 0),
          12_007,
          20_000_008);

  private static OverheadTime drawn(Duration time) {
    return OverheadTime.of(time);
  }

  private static final OverheadTime OVERRUN = drawn(Lognormal.withCv(0.4, 1.0));

  private static final Overheads DRAWN =
      new Overheads(
          "drawn",
          drawn(new Normal(36, 1.5)),
          drawn(new Normal(7, 0.9)),
          drawn(Lognormal.withCv(10, 0.15)),
          drawn(new Normal(4, 0.5)),
          96,
          drawn(Lognormal.withCv(0.05, 0.5)),
          new Overrun(OVERRUN, OVERRUN, 0),
          drawn(Lognormal.withCv(0.02, 0.4)),
          drawn(new Normal(20, 3)),
          Map.of(),
          Map.of());

  // Runs.

  private static List<Plan> plans(Workflow workflow) {
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    List<Plan> plans = new ArrayList<>();
    plans.add(Plan.sequential(graph, SequentialBaseline.RANKS));
    plans.add(Plan.asynchronous(graph));
    if (!workflow.pipelines().isEmpty()) {
      plans.add(Plan.pst(graph));
    }
    return plans;
  }

  /** Every way to run a workflow, {@code count} times with everything drawn anew. */
  private static List<Scenario> scenarios(
      Workflow workflow, Cluster cluster, Overheads overheads, long seed, int count) {
    List<Scenario> scenarios = new ArrayList<>();
    for (Plan plan : plans(workflow)) {
      // Else all would draw the same bootstrap.
      long own = (workflow.name() + plan.label()).hashCode() + seed;
      for (int replication = 0; replication < count; replication++) {
        scenarios.add(
            new Scenario(
                Workload.draw(plan.graph(), own, replication),
                plan,
                cluster,
                StandardPolicy.RECORDED,
                overheads,
                FailurePolicy.STRICT));
      }
    }
    return scenarios;
  }

  private static List<Scenario> shipped(Overheads overheads, long seed, int count) {
    List<Scenario> scenarios = new ArrayList<>();
    for (String name : List.of("cdag1-as-run", "cdag2-as-run")) {
      Spec spec = ShippedPresets.workflow(name, List.of());
      scenarios.addAll(scenarios(spec.workflow(), spec.cluster(), overheads, seed, count));
    }
    scenarios.addAll(scenarios(random(seed), CLUSTER, overheads, seed, count));
    return scenarios;
  }

  private static final Cluster CLUSTER = Cluster.of("eight", 8, 16, 4);

  /** Eight sets of random sizes, times and dependencies. */
  private static Workflow random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TaskSet[] sets = new TaskSet[8];
    for (int s = 0; s < sets.length; s++) {
      String[] after =
          IntStream.range(0, s)
              .filter(b -> random.nextInt(3) == 0)
              .mapToObj(b -> "R" + b)
              .toArray(String[]::new);
      sets[s] =
          TaskSet.of(
              "R" + s,
              1 + random.nextInt(80),
              Resources.of(1 + random.nextInt(8), random.nextInt(2)),
              Lognormal.withCv(20 + random.nextInt(200), 0.2),
              after);
    }
    return Workflow.of("random", sets);
  }

  private static Observation observe(Scenario scenario) {
    return new Observation(Simulator.trace(scenario).requireTrace(), scenario.plan());
  }

  private static OverheadFit fit(List<Scenario> scenarios) {
    return OverheadFit.of("fitted", scenarios.stream().map(OverheadFitTest::observe).toList());
  }

  private static Part part(OverheadFit fit, String name) {
    return fit.parts().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static void assertTimesEqual(Overheads fitted, Overheads truth) {
    assertThat(fitted.bootstrap()).isEqualTo(truth.bootstrap());
    assertThat(fitted.stageGap()).isEqualTo(truth.stageGap());
    assertThat(fitted.pipelineGap()).isEqualTo(truth.pipelineGap());
    assertThat(fitted.setGap()).isEqualTo(truth.setGap());
    assertThat(fitted.launchLatency()).isEqualTo(truth.launchLatency());
    assertThat(fitted.overrun()).isEqualTo(truth.overrun());
    assertThat(fitted.release()).isEqualTo(truth.release());
    assertThat(fitted.tail()).isEqualTo(truth.tail());
  }

  // Constants.

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void constantsAreFoundExactly(long seed) {
    OverheadFit fit = fit(shipped(CONSTANT, seed, 1));
    assertTimesEqual(fit.overheads(), CONSTANT);
    assertThat(fit.overheads().launchesPerSecond()).isCloseTo(96, within(96e-5));
    assertThat(fit.overheads().name()).isEqualTo("fitted");
    assertThat(fit.overheads().isRandom()).isFalse();
  }

  @Test
  void whereThereAreNoneNoneAreFound() {
    OverheadFit fit = fit(shipped(Overheads.NONE, 1, 1));
    assertTimesEqual(fit.overheads(), Overheads.NONE);
    assertThat(fit.overheads().launchesPerSecond()).isZero();
    assertThat(part(fit, "launch-rate").form()).startsWith("none: starts");
    assertThat(part(fit, "launch-rate").observations()).isPositive();
  }

  @Test
  void partsTellFromWhatTheyWereFound() {
    OverheadFit fit = fit(shipped(CONSTANT, 1, 1));
    assertThat(fit.parts())
        .extracting(Part::name)
        .containsExactly(
            "bootstrap",
            "stage-gap",
            "pipeline-gap",
            "set-gap",
            "launch-rate",
            "launch-latency",
            "overrun",
            "release",
            "tail");
    // Three workflows, two of them in three modes.
    assertThat(part(fit, "bootstrap"))
        .isEqualTo(
            new Part(
                "bootstrap",
                35.900001,
                "s",
                8,
                0,
                35.900001,
                35.900001,
                "constant",
                35.900001,
                35.900001,
                Homogeneity.NONE));
    assertThat(part(fit, "pipeline-gap").observations()).isGreaterThanOrEqualTo(3);
    assertThat(part(fit, "launch-rate").unit()).isEqualTo("tasks/s");
    int tasks = plans(random(1)).get(0).graph().taskCount();
    assertThat(part(fit, "overrun").observations()).isGreaterThan(2 * tasks);
  }

  // Random ones.

  @Test
  void randomOnesAreFoundWithinTheErrorOfSampling() {
    OverheadFit fit = fit(shipped(DRAWN, 5, 12));
    assertMean(fit, "bootstrap", 36, 1.5);
    assertMean(fit, "stage-gap", 7, 0.9);
    assertMean(fit, "pipeline-gap", 10, 1.5);
    assertMean(fit, "set-gap", 4, 0.5);
    assertMean(fit, "overrun", 0.4, 0.4);
    assertMean(fit, "release", 0.02, 0.008);
    assertMean(fit, "tail", 20, 3);
    assertThat(fit.overheads().launchesPerSecond()).isCloseTo(96, within(0.5));
    assertThat(part(fit, "launch-latency").value()).isCloseTo(0.05, within(0.002));
    assertThat(part(fit, "launch-latency").sd()).isCloseTo(0.025, within(0.005));
    assertThat(part(fit, "stage-gap").sd()).isCloseTo(0.9, within(0.2));
    // The slow ones too: 1 of 1,000 of the lognormal takes 5.7 of its means.
    Lognormal truth = Lognormal.withCv(0.4, 1.0);
    OverheadTime found = fit.overheads().overrun().ofShort();
    assertThat(found.meanMicros()).isCloseTo(400_000, within(12_000L));
    assertThat(found.toString()).contains("1000 times");
    assertThat(part(fit, "overrun").high()).isCloseTo(truth.quantileSeconds(0.95), within(0.1));
  }

  private static void assertMean(OverheadFit fit, String name, double mean, double sd) {
    Part part = part(fit, name);
    assertThat(part.observations()).as("%s", part).isGreaterThan(9);
    assertThat(part.value())
        .as("%s", part)
        .isCloseTo(mean, within(4 * sd / Math.sqrt(part.observations())));
  }

  @Test
  void aWideLatencyIsNotTakenForASerialLauncher() {
    for (double rate : new double[] {0, 20}) {
      OverheadTime latency = drawn(Lognormal.withCv(1.0, rate > 0 ? 0.2 : 1.0));
      Overheads truth = with(Overheads.NONE, rate, latency);
      for (long seed = 0; seed < 20; seed++) {
        OverheadFit fit = fit(scenarios(random(seed), CLUSTER, truth, seed, 4));
        assertThat(fit.overheads().launchesPerSecond())
            .as("seed %d", seed)
            .isCloseTo(rate, within(0.15 * rate));
        assertThat(part(fit, "launch-latency").value())
            .as("seed %d", seed)
            .isCloseTo(1.0, within(0.2));
      }
    }
  }

  private static Overheads with(Overheads o, double rate, OverheadTime latency) {
    return new Overheads(
        o.name(),
        o.bootstrap(),
        o.stageGap(),
        o.pipelineGap(),
        o.setGap(),
        rate,
        latency,
        o.overrun(),
        o.release(),
        o.tail(),
        Map.of(),
        Map.of());
  }

  // The loop: another workflow takes as long with what was fitted as with the truth.

  @Test
  void anotherWorkflowTakesAsLongWithTheFittedOnes() {
    for (Overheads truth : List.of(CONSTANT, DRAWN)) {
      Overheads fitted = fit(shipped(truth, 11, 4)).overheads();
      Spec spec = ShippedPresets.workflow("ddmd-as-run", List.of());
      for (Plan plan : plans(spec.workflow())) {
        double expected = 0;
        double found = 0;
        for (int replication = 0; replication < 10; replication++) {
          Scenario scenario =
              spec.scenario(Workload.draw(plan.graph(), 12, replication), plan)
                  .withOverheads(truth);
          expected += Simulator.measure(scenario).spanSeconds();
          found += Simulator.measure(scenario.withOverheads(fitted)).spanSeconds();
        }
        System.out.printf(
            Locale.ROOT,
            "overheads fitted to %s ones, %s: span off by %+.4f%%%n",
            truth.name(),
            plan.label(),
            100 * (found / expected - 1));
        assertThat(found / expected)
            .as("%s, %s", truth.name(), plan.label())
            .isCloseTo(1, within(truth.equals(CONSTANT) ? 1e-6 : 0.005));
      }
    }
  }

  // What real runs are like.

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void whatFailsIsLostOrCanceledDoesNotSpoilTheFit(long seed) {
    // Nodes that fail often while tasks are in the queue, and runs that are ended early.
    Faults nodes = new Faults(0.05, Map.of(), 1_200_000_000L, 1_000_000, 0);
    Faults walltime = new Faults(0.05, Map.of(), 0, 0, 1_100_000_000);
    Overheads slow = with(CONSTANT, 4, CONSTANT.launchLatency());
    List<Observation> runs = new ArrayList<>();
    for (Faults each : List.of(nodes, walltime)) {
      for (Scenario s : shipped(slow, seed, 2)) {
        runs.add(
            observe(
                new Scenario(
                    s.workload(),
                    s.plan(),
                    s.cluster(),
                    s.policy(),
                    s.overheads(),
                    new FailurePolicy(20, OnFailure.CONTINUE),
                    each)));
      }
    }
    List<TaskRecord> records = runs.stream().flatMap(r -> r.trace().records().stream()).toList();
    assertThat(records).extracting(TaskRecord::end).contains(TaskEnd.values());
    assertThat(
            records.stream()
                .anyMatch(r -> r.end() == TaskEnd.LOST && r.startedMicros() == r.endedMicros()))
        .isTrue();
    OverheadFit fit = OverheadFit.of("fitted", runs);
    assertTimesEqual(fit.overheads(), CONSTANT);
    assertThat(fit.overheads().launchesPerSecond()).isCloseTo(4, within(4e-5));
    assertThat(part(fit, "tail").observations()).isBetween(1, runs.size() - 1);
  }

  @Test
  void whatWasNotObservedIsNoneAndSaysSo() {
    Workflow one =
        Workflow.of("one", TaskSet.of("A", 2, Resources.of(1, 0), Duration.ofSeconds(5)));
    Scenario scenario = scenarios(one, CLUSTER, CONSTANT, 1, 1).get(0);
    OverheadFit fit = fit(List.of(scenario));
    assertThat(fit.overheads().bootstrap()).isEqualTo(CONSTANT.bootstrap());
    assertThat(fit.overheads().stageGap()).isEqualTo(OverheadTime.NONE);
    assertThat(fit.overheads().launchesPerSecond()).isZero();
    assertThat(part(fit, "stage-gap"))
        .isEqualTo(
            new Part(
                "stage-gap",
                0,
                "s",
                0,
                0,
                0,
                0,
                "none: no stage waited for another",
                Double.NaN,
                Double.NaN,
                Homogeneity.NONE));
    assertThat(part(fit, "launch-rate").form())
        .isEqualTo("none: no 8 tasks of a set were dispatched at once");

    Trace empty = new Trace(observe(scenario).trace().header(), List.of());
    OverheadFit none = OverheadFit.of("empty", List.of(new Observation(empty, scenario.plan())));
    assertTimesEqual(none.overheads(), Overheads.NONE);
    assertThat(none.parts())
        .allSatisfy(p -> assertThat(p.form()).startsWith("none: "))
        .allSatisfy(p -> assertThat(p.observations()).isZero());
  }

  @Test
  void tasksOfUnknownDurationTellNothingOfTheOverrun() {
    Scenario scenario = shipped(CONSTANT, 1, 1).get(0);
    Observation known = observe(scenario);
    Observation unknown = changed(known, r -> requested(r, 0));
    OverheadFit fit = OverheadFit.of("unknown", List.of(unknown));
    assertThat(part(fit, "overrun").observations()).isZero();
    assertThat(fit.overheads().overrun()).isEqualTo(Overrun.NONE);
    assertThat(fit.overheads().release()).isEqualTo(CONSTANT.release());
    OverheadFit both = OverheadFit.of("both", List.of(known, unknown));
    assertThat(both.overheads().overrun()).isEqualTo(CONSTANT.overrun());
  }

  private static Observation changed(Observation run, UnaryOperator<TaskRecord> change) {
    List<TaskRecord> records = run.trace().records().stream().map(change).toList();
    return new Observation(new Trace(run.trace().header(), records), run.plan());
  }

  private static TaskRecord requested(TaskRecord r, long micros) {
    return new TaskRecord(
        r.set(),
        r.iteration(),
        r.index(),
        r.attempt(),
        r.stage(),
        r.slots(),
        r.gpus(),
        r.memoryMiB(),
        r.nodes(),
        r.readyMicros(),
        r.dispatchedMicros(),
        r.startedMicros(),
        r.endedMicros(),
        r.freedMicros(),
        micros,
        r.end());
  }

  /** B waits for A task by task, so its tasks become ready when they may, and not with a gap. */
  @Test
  void waitsOfSingleTasksAreNoGaps() {
    TaskSet a = TaskSet.of("A", 20, Resources.of(1, 0), new Normal(50, 10));
    TaskSet b = matched("B", List.of(new Dependency("A", false, Match.INDEX)));
    TaskSet c = TaskSet.of("C", 5, Resources.of(1, 0), new Normal(9, 1));
    TaskSet d = matched("D", List.of(new Dependency("B", false, Match.INDEX), Dependency.on("C")));
    TaskSet e = TaskSet.of("E", 5, Resources.of(1, 0), new Normal(9, 1), "D");
    Workflow workflow = Workflow.of("matched", a, b, c, d, e);
    OverheadFit fit = fit(scenarios(workflow, CLUSTER, CONSTANT, 4, 2).subList(2, 4));
    assertThat(fit.overheads().setGap()).isEqualTo(CONSTANT.setGap());
    assertThat(part(fit, "set-gap").observations()).isEqualTo(2);
  }

  private static TaskSet matched(String name, List<Dependency> after) {
    return new TaskSet(name, 20, Resources.of(1, 0), new Normal(20, 3), after, new Command.Sleep());
  }

  // Misuse.

  @Test
  void aPlanOfAnotherModeOrWorkflowIsRefused() {
    List<Scenario> runs = scenarios(random(1), CLUSTER, CONSTANT, 1, 1);
    Trace trace = observe(runs.get(0)).trace();
    Plan asynchronous = runs.get(1).plan();
    assertThatThrownBy(() -> new Observation(trace, asynchronous))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the trace of 'random' is of mode 'sequential/ranks', but the plan is 'asynchronous';"
                + " give the plan of its own mode");
    Workflow other = Workflow.of("x", TaskSet.of("X", 1, Resources.of(1, 0), new Normal(5, 1)));
    Observation wrong = new Observation(trace, plans(other).get(0));
    assertThatThrownBy(() -> OverheadFit.of("wrong", List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which the workflow 'x' does not; give the workflow that was run");
    assertThatThrownBy(() -> OverheadFit.of("none", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one run or more");
  }
}
