package org.interleave.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.calibration.CalibrationStudy.LeftOut;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Normal;
import org.interleave.interchange.RadicalTable;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.simulation.Simulator;
import org.interleave.spec.SpecReader;
import org.interleave.trace.Trace;
import org.interleave.validation.RecordedRuns;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recorded runs show of a system, and how well that foretells the next run. */
class CalibrationStudyTest {

  private static final Overheads OVERHEADS =
      new Overheads(
          "known",
          5_000_000,
          2_000_000,
          3_000_000,
          1_000_000,
          50,
          20_000,
          new Overheads.Overrun(100_000, 100_000, 0),
          30_000,
          4_000_000);

  private static final Cluster CLUSTER = Cluster.of("four nodes", 4, 10, 2);

  /** Shapes that get in each other's way. */
  private static Workflow workflow() {
    Duration time = new Normal(20, 6);
    return Workflow.of(
        "mixed",
        TaskSet.of("Wide", 14, Resources.of(7, 0), time),
        TaskSet.of("Gpu", 20, Resources.of(2, 1), time),
        TaskSet.of("Small", 60, Resources.of(3, 0), time),
        TaskSet.of("Late", 30, Resources.of(2, 0), time, "Gpu"));
  }

  private static Trace trace(Plan plan, StandardPolicy policy, int replication) {
    return Simulator.trace(
            new Scenario(
                Workload.draw(plan.graph(), 7, replication),
                plan,
                CLUSTER,
                policy,
                OVERHEADS,
                FailurePolicy.STRICT))
        .requireTrace();
  }

  private static List<Recording> runs(StandardPolicy policy) {
    WorkflowGraph graph = WorkflowGraph.of(workflow());
    List<Recording> runs = new ArrayList<>();
    for (Plan plan :
        List.of(Plan.sequential(graph, SequentialBaseline.RANKS), Plan.asynchronous(graph))) {
      for (int replication = 0; replication < 2; replication++) {
        String name = plan.label() + " " + replication;
        runs.add(Recording.of(name, trace(plan, policy, replication), plan));
      }
    }
    return runs;
  }

  @ParameterizedTest
  @CsvSource({
    "SUBMISSION,SKIP,NEXT_FIT",
    "SUBMISSION,STRICT,FIRST_FIT",
    "LARGEST_TASK,SKIP,BEST_FIT",
    "GPU_DEMAND,STRICT,NEXT_FIT"
  })
  void thePolicyOfSimulatedRunsIsFound(Order order, Fit fit, Placement placement) {
    StandardPolicy policy = new StandardPolicy(order, fit, placement);
    CalibrationStudy study = CalibrationStudy.of("found", runs(policy));
    assertThat(study.policy().candidates().stream().filter(c -> c.asGood()).map(c -> c.policy()))
        .as("those that are as good as the best")
        .contains(policy);
    assertThat(study.policy().best().fit()).isEqualTo(fit);
    boolean next = placement == Placement.NEXT_FIT;
    assertThat(study.policy().candidates())
        .filteredOn(c -> (c.policy().placement() == Placement.NEXT_FIT) != next)
        .as("the others place elsewhere")
        .noneMatch(c -> c.asGood());
    assertThat(study.policy().candidates().get(0).sameNodes()).isGreaterThan(0.99);
  }

  @Test
  void aRunIsForetoldFromTheOthers() {
    CalibrationStudy study = CalibrationStudy.of("found", runs(StandardPolicy.RECORDED));
    assertThat(study.spans()).hasSize(4).allMatch(LeftOut::leftOut);
    assertThat(study.spans()).allMatch(s -> Math.abs(s.error()) < 0.001);
    assertThat(study.spans()).anyMatch(s -> Math.abs(s.gapOnlyError()) > 0.002);
    assertThat(study.pairs()).as("of the same draws").hasSize(2);
    assertThat(study.pairs()).allMatch(p -> Math.abs(p.foretold() - p.recorded()) < 0.002);
    assertThat(study.ranges().runs()).isEqualTo(4);
    assertThat(study.ranges().leaveOneOut()).isLessThan(0.001);
    assertThat(study.ranges().tasks().least()).isEqualTo(14);
    assertThat(study.ranges().tasks().most()).isEqualTo(60);
    assertThat(study.ranges().nodes().least()).isEqualTo(4);
    assertThat(study.overheads().calibration()).isEqualTo(study.ranges());
  }

  @Test
  void theSlotsOfANodeLieBetweenWhatWasUsedAndWhatWasPassed() {
    NodeSlots slots = CalibrationStudy.of("found", runs(StandardPolicy.RECORDED)).slots();
    assertThat(slots).isEqualTo(new NodeSlots(10, 10));
  }

  @Test
  void aSingleRunIsNotLeftOutAndItsErrorIsNotKnown() {
    List<Recording> one = runs(StandardPolicy.RECORDED).subList(0, 1);
    CalibrationStudy study = CalibrationStudy.of("one", one);
    assertThat(study.spans().get(0).leftOut()).isFalse();
    assertThat(study.ranges().leaveOneOut()).isNaN();
    assertThat(study.pairs()).isEmpty();
  }

  @Test
  void aTraceAloneTellsWhatWaitedForWhat() {
    WorkflowGraph graph = WorkflowGraph.of(workflow());
    Plan plan = Plan.sequential(graph, SequentialBaseline.RANKS);
    Recording alone = Recording.of("alone", trace(plan, StandardPolicy.RECORDED, 0));
    OverheadFit fit = CalibrationStudy.of("alone", List.of(alone)).fit();
    assertThat(fit.overheads().stageGap().meanMicros()).isEqualTo(2_000_000);
    assertThat(fit.overheads().bootstrap().meanMicros()).isEqualTo(5_000_000);
    assertThat(alone.isSequential()).isTrue();
    assertThat(alone.orderKnown()).isFalse();
  }

  @Test
  void aTraceOfAnotherWorkflowIsRefused() {
    Plan plan = Plan.asynchronous(WorkflowGraph.of(workflow()));
    Plan other =
        Plan.asynchronous(
            WorkflowGraph.of(
                Workflow.of(
                    "other", TaskSet.of("A", 1, Resources.of(1, 0), Duration.ofSeconds(1)))));
    Trace trace = trace(plan, StandardPolicy.RECORDED, 0);
    assertThatThrownBy(() -> Recording.of("mixed", trace, other)).hasMessageContaining("--spec");
  }

  // Other people's runs, where they are at hand.

  private static Recording recorded(String name, Cluster cluster) {
    Path file = RecordedRuns.find(name);
    Assumptions.assumeTrue(
        Files.exists(file),
        "the recorded runs are other people's and not part of the project; "
            + RecordedRuns.VARIABLE
            + " names their folder");
    return Recording.of(name, RadicalTable.read(file), cluster);
  }

  @Test
  void spansOfTheRunsOnSummitAreForetoldWithinOnePercent() {
    Cluster summit = new SpecReader(new ShippedPresets()).cluster("summit-16-as-run");
    CalibrationStudy study =
        CalibrationStudy.of(
            "summit",
            List.of(
                recorded("summit/cdag2-async.csv", summit),
                recorded("summit/cdag2-seq.csv", summit),
                recorded("summit/ddmd-seq.csv", summit)));
    assertThat(study.spans()).hasSize(3).allMatch(LeftOut::leftOut);
    assertThat(study.spans()).as("one constant").allMatch(s -> Math.abs(s.gapOnlyError()) < 0.01);
    assertThat(study.spans()).as("all parts").allMatch(s -> Math.abs(s.error()) < 0.01);
    assertThat(study.pairs()).as("one I only").hasSize(1);
    assertThat(study.pairs().get(0).recorded()).isCloseTo(0.2597, within(1e-4));
    assertThat(study.pairs().get(0).gapOnly()).isCloseTo(0.2597, within(0.01));
    assertThat(study.policy().best().placement()).isEqualTo(Placement.NEXT_FIT);
    assertThat(study.policy().candidates().get(0).sameNodes()).isEqualTo(1);
    assertThat(study.slots()).isEqualTo(new NodeSlots(160, 191));
    Overheads found = study.overheads();
    assertThat(found.stageGap().meanMicros()).isBetween(6_200_000L, 7_400_000L);
    assertThat(found.launchesPerSecond()).isBetween(85.0, 120.0);
    assertThat(found.tail().meanMicros()).as("the records have none").isZero();
    assertThat(found.setGap().meanMicros()).as("no set was released by itself").isZero();
  }

  @Test
  void theBagOnThirtyTwoNodesWasScheduledStrictly() {
    Recording bag = recorded("radical/bag2048-32nodes.csv", Cluster.of("32 nodes", 32, 64, 8));
    CalibrationStudy study = CalibrationStudy.of("bag", List.of(bag));
    assertThat(study.policy().best().fit()).isEqualTo(Fit.STRICT);
    assertThat(study.policy().candidates())
        .filteredOn(c -> c.policy().fit() == Fit.SKIP)
        .noneMatch(c -> c.asGood())
        .allMatch(c -> c.spanError() < -0.1);
    assertThat(study.policy().nodesKnown()).isFalse();
    assertThat(study.slots()).isNull();
    assertThat(Math.abs(study.spans().get(0).error())).isLessThan(0.1);
  }
}
