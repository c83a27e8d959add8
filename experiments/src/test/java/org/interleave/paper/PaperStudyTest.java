package org.interleave.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.PaperEquations;
import org.interleave.analysis.Prediction;
import org.interleave.paper.PaperStudy.Row;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's numbers, and what its authors measured. */
class PaperStudyTest {

  private static final double MILLISECOND = 0.001;

  private static PaperStudy study;

  @BeforeAll
  static void run() {
    study = PaperStudy.run(1, step -> {});
  }

  // The printed column follows from the printed inputs.

  @ParameterizedTest
  @CsvSource({"0, 1578, 1399, 0.113", "1, 2000, 1972, 0.014", "2, 2000, 1378, 0.311"})
  void printedPredictionsAreReproduced(int row, double sequential, double asynchronous, double i) {
    PrintedPrediction p = study.rows().get(row).printed();
    assertThat(p.sequentialSeconds()).isEqualTo(sequential);
    assertThat(p.asynchronousSeconds()).isEqualTo(asynchronous);
    assertThat(p.improvement()).isCloseTo(i, within(0.0005));
  }

  @Test
  void theWorkedExampleOfFig1bTakes7500And5500Seconds() {
    WorkflowGraph graph = graph("fig-1b");
    double sequential =
        PaperEquations.eqn2Seconds(Plan.sequentialStages(graph, SequentialBaseline.RANKS));
    double asynchronous = PaperEquations.eqn3Seconds(graph);
    assertThat(sequential).isEqualTo(7500);
    assertThat(asynchronous).isEqualTo(5500);
    assertThat(PaperEquations.eqn4(asynchronous, sequential)).isCloseTo(0.267, within(0.0005));
  }

  @Test
  void equations5And6Agree() {
    assertThat(PaperEquations.eqn5Seconds(3, 526, 85, 63)).isEqualTo(1345);
    Spec printed = ShippedPresets.workflow("ddmd-as-printed", List.of());
    assertThat(PaperEquations.eqn6Seconds(printed.workflow(), printed.masked())).hasValue(1345);
  }

  // Degrees of asynchronicity.

  @ParameterizedTest
  @CsvSource({
    "ddmd-as-run, 2, 1, 1",
    "cdag1-as-run, 2, 2, 2",
    "cdag2-as-run, 2, 2, 2",
    "fig-1a, 0, 0, 0",
    "fig-1b, 1, 1, 1",
    "fig-1d, 4, 4, 4",
    "diamond, 0, 0, 0"
  })
  void degreesOfAsynchronicityAreThePapers(String name, int dep, int res, int wla) {
    Spec spec = ShippedPresets.workflow(name, List.of());
    Asynchronicity a = Asynchronicity.of(WorkflowGraph.of(spec.workflow()), spec.cluster());
    assertThat(a.doaDep()).isEqualTo(dep);
    assertThat(a.doaRes()).isEqualTo(res);
    assertThat(a.wla()).isEqualTo(wla);
    assertThat(a.doaResExact()).isTrue();
  }

  @Test
  void theWitnessOfDeepDriveMdIsSimulationBesideAggregation() {
    Spec spec = ShippedPresets.workflow("ddmd-as-run", List.of());
    Asynchronicity a = Asynchronicity.of(WorkflowGraph.of(spec.workflow()), spec.cluster());
    assertThat(a.witness()).containsExactly("Aggregation[0]", "Simulation[1]");
    assertThat(a.binding()).isEqualTo("GPUs");
  }

  // Without overheads, constant TX as run, to the millisecond.

  @ParameterizedTest
  @CsvSource({
    "cdag1-as-run, sequential/ranks, submission, next-fit, 1875.49",
    "cdag1-as-run, asynchronous, submission, next-fit, 1875.49",
    "cdag1-as-run, pst, submission, next-fit, 1875.49",
    "cdag1-as-run, sequential/stages, submission, next-fit, 2000.22",
    "cdag2-as-run, sequential/ranks, submission, next-fit, 1769.10",
    "cdag2-as-run, asynchronous, submission, next-fit, 1307.60",
    "cdag2-as-run, pst, submission, next-fit, 1307.60",
    "cdag2-as-run, sequential/stages, submission, next-fit, 1999.70",
    "ddmd-as-run, sequential/ranks, submission, next-fit, 1575.0",
    "ddmd-as-run, asynchronous, submission, next-fit, 1267.5",
    "ddmd-as-run, asynchronous, gpu-demand, next-fit, 1257.5",
    "ddmd-as-run, asynchronous, longest-path, next-fit, 1232.5",
    "ddmd-as-run, asynchronous, largest-task, next-fit, 1342.5",
    "ddmd-as-run, asynchronous, shortest, next-fit, 1960.0",
    "ddmd-as-run, asynchronous, shortest, first-fit, 1960.0",
    "ddmd-as-run, asynchronous, shortest, pooled, 1545.0",
    "ddmd-recorded, pst, submission, next-fit, 1280.0"
  })
  void makespansWithoutOverheads(
      String name, String mode, String order, String placement, double seconds) {
    Spec spec =
        ShippedPresets.workflow(
            name, List.of("policy.order=" + order, "policy.placement=" + placement));
    assertThat(simulated(spec, mode).ttxSeconds()).isCloseTo(seconds, within(MILLISECOND));
  }

  @Test
  void thePrintedCoresNeedWavesThatTheRecordedRunsRefute() {
    Spec spec = ShippedPresets.workflow("cdag1-as-run", List.of("cluster=paper-706"));
    assertThat(simulated(spec, "sequential/ranks").ttxSeconds())
        .isCloseTo(3643.09, within(MILLISECOND));
    assertThat(study.refuted().metrics().ttxSeconds()).isCloseTo(3643.09, within(MILLISECOND));
  }

  @Test
  void theRanksOfTheUnrolledDagAreNoBaseline() {
    Spec spec = ShippedPresets.workflow("ddmd-as-run", List.of());
    Prediction p =
        Prediction.of(
            WorkflowGraph.of(spec.workflow()), spec.cluster(), Overheads.NONE, spec.masked());
    assertThat(p.sequential().ranksSeconds()).isEqualTo(1575.0);
    assertThat(p.correctedSeconds()).isEqualTo(1257.5);
  }

  // With one preset of overheads for all six runs.

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void spansAreWithinHalfAPercentOfTheMeasuredOnes(int index) {
    Row row = study.rows().get(index);
    Experiment e = row.experiment();
    Metrics s = row.sequentialWithOverheads().metrics();
    Metrics a = row.asynchronousWithOverheads().metrics();
    assertThat(s.spanSeconds() / e.sequential().spanSeconds()).isCloseTo(1, within(0.005));
    assertThat(a.spanSeconds() / e.asynchronous().spanSeconds()).isCloseTo(1, within(0.005));
    double measured = 1 - e.asynchronous().spanSeconds() / e.sequential().spanSeconds();
    assertThat(a.spanImprovementOver(s)).isCloseTo(measured, within(0.01));
    assertThat(s.ttxSeconds() / e.sequential().ttxSeconds()).isCloseTo(1, within(0.015));
    assertThat(a.ttxSeconds() / e.asynchronous().ttxSeconds()).isCloseTo(1, within(0.015));
  }

  @Test
  void theMeasurementOfTheRunThatRespectsItsDagLiesBetweenBothOrdersOfSubmission() {
    assertThat(Experiment.DDMD_RESPECTING_ITS_DAG.ttxSeconds())
        .isBetween(
            study.respecting().metrics().ttxSeconds(),
            study.aggregationFirst().metrics().ttxSeconds());
  }

  // The arithmetic of the errata.

  @Test
  void errataQuoteWhatIsComputed() {
    String errata = String.join("\n", Errata.LIST);
    assertThat(errata)
        .contains(String.format(java.util.Locale.ROOT, "(%.0f s)", 3 * 766.35))
        .contains("1875.49 and 1769.10 s")
        .contains(String.format(java.util.Locale.ROOT, "%.3f", 1 - 1320.0 / 1578))
        .contains(String.format(java.util.Locale.ROOT, "= %.3f.", 1 - 1406.6 / 1707))
        .contains(String.format(java.util.Locale.ROOT, "%.1f%%", 100 * (1707.0 / 1578 - 1)))
        .contains(String.format(java.util.Locale.ROOT, "%.1f%%", 100 * (1 - 1578.0 / 1707)))
        .contains(String.format(java.util.Locale.ROOT, "%.1f%%", 100 * (1 - 1856.0 / 2000)))
        .contains(String.format(java.util.Locale.ROOT, "%.1f%%", 100 * (2000.0 / 1856 - 1)));
    assertThat(680 + 114 + 526).isEqualTo(1320);
    assertThat(3 * 340 + 85 + 2 * 63 + 3 * 38).isEqualTo(1345);
  }

  private static WorkflowGraph graph(String name) {
    return WorkflowGraph.of(ShippedPresets.workflow(name, List.of()).workflow());
  }

  private static Metrics simulated(Spec spec, String mode) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Plan plan =
        switch (mode) {
          case "sequential/ranks" -> Plan.sequential(graph, SequentialBaseline.RANKS);
          case "sequential/stages" -> Plan.sequential(graph, SequentialBaseline.STAGES);
          case "pst" -> Plan.pst(graph);
          default -> Plan.asynchronous(graph);
        };
    return Simulator.measure(
        new Scenario(
            Workload.draw(graph, 1, 0),
            plan,
            spec.cluster(),
            spec.policy(),
            Overheads.NONE,
            spec.failures()));
  }
}
