package org.interleave.paper;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.PaperEquations;
import org.interleave.analysis.Prediction;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** The page that explains the model says what the library computes. */
class ModelPageTest {

  private static final Path PAGE = Path.of("doc/guide/model.md");
  private static final Pattern WORKED =
      Pattern.compile("(?m)^\\| ([A-D]\\d+) \\| .* \\| (-?\\d+(?:\\.(\\d+))?)( %| s)? \\|$");
  private static final Pattern DEGREES =
      Pattern.compile("(?m)^\\| `([\\w-]+)` \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$");

  private static final Map<String, DoubleSupplier> LIBRARY =
      Map.ofEntries(
          entry("A1", () -> eqn2("fig-1b", SequentialBaseline.RANKS)),
          entry("A2", () -> eqn2("fig-1b", SequentialBaseline.SETS)),
          entry("A3", () -> eqn2("cdag1-as-run", SequentialBaseline.RANKS)),
          entry("A4", () -> eqn2("cdag2-as-run", SequentialBaseline.RANKS)),
          entry("A5", () -> predictedImprovement("cdag1-as-run")),
          entry("A6", () -> predictedImprovement("cdag2-as-run")),
          entry("A7", () -> PaperEquations.eqn3Seconds(graph("fig-1b"))),
          entry(
              "A8",
              () ->
                  PaperEquations.eqn4(
                      PaperEquations.eqn3Seconds(graph("fig-1b")),
                      eqn2("fig-1b", SequentialBaseline.RANKS))),
          entry("A9", () -> chainFrom("fig-1b", "T1")),
          entry("A10", () -> chainFrom("fig-1b", "T2")),
          entry("A11", () -> 2 * ddmd("Simulation") + 3 * ddmd("Inference") + ddmdIteration()),
          entry("A12", () -> 2 * ddmd("Simulation") + 2 * ddmd("Inference") + ddmdIteration()),
          entry("A13", () -> PaperEquations.eqn4(1320, printed(0).sequentialSeconds())),
          entry("A14", () -> measuredImprovement(0)),
          entry("A15", () -> measuredImprovement(1)),
          entry("A16", () -> measuredImprovement(2)),
          entry(
              "B1",
              () ->
                  PaperEquations.eqn5Seconds(
                      3, ddmdIteration(), ddmd("Aggregation"), ddmd("Training"))),
          entry("B2", ModelPageTest::eqn6),
          entry("C1", () -> printed(0).asynchronousSeconds()),
          entry("C2", () -> printed(1).asynchronousSeconds()),
          entry("C3", () -> printed(2).asynchronousSeconds()),
          entry("C4", () -> printed(0).improvement()),
          entry("C5", () -> printed(1).improvement()),
          entry("C6", () -> printed(2).improvement()),
          entry("C7", () -> 100 * (sequential(0) / printed(0).sequentialSeconds() - 1)),
          entry("C8", () -> 100 * (1 - sequential(2) / printed(2).sequentialSeconds())),
          entry("C9", () -> 100 * (1 - printed(0).sequentialSeconds() / sequential(0))),
          entry("C10", () -> 100 * (printed(2).sequentialSeconds() / sequential(2) - 1)),
          entry("D1", ModelPageTest::slotsOfT0),
          entry("D2", () -> firstSetAlone("summit-16")),
          entry("D3", () -> firstSetAlone("paper-706")),
          entry("D4", () -> gpusOfTheMiddle("cdag2-as-printed")),
          entry("D5", () -> gpusOfTheMiddle("cdag2-as-run")),
          entry("D6", () -> degrees("cdag2-as-printed").doaRes()),
          entry("D7", ModelPageTest::printedFractions),
          entry(
              "D8",
              () ->
                  PaperEquations.eqn4(
                      Experiment.DDMD_RESPECTING_ITS_DAG.ttxSeconds(), sequential(0))),
          entry(
              "D9",
              () ->
                  PaperEquations.eqn4(
                      Experiment.ALL.get(1).asynchronous().spanSeconds(),
                      Experiment.ALL.get(1).sequential().spanSeconds())));

  @Test
  void workedNumbersAreThoseOfTheLibrary() throws IOException {
    List<MatchResult> rows = WORKED.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows.stream().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(LIBRARY.keySet());
    for (MatchResult row : rows) {
      int decimals = row.group(3) == null ? 0 : row.group(3).length();
      double computed = LIBRARY.get(row.group(1)).getAsDouble();
      String rounded = String.format(Locale.ROOT, "%." + decimals + "f", computed);
      assertThat(rounded.replaceFirst("^-(0[.0]*)$", "$1")).as(row.group()).isEqualTo(row.group(2));
    }
  }

  @Test
  void everyErratumHasANumber() throws IOException {
    List<Integer> numbers =
        Pattern.compile("(?m)^\\*\\*Erratum (\\d+)\\.\\*\\*")
            .matcher(Files.readString(PAGE))
            .results()
            .map(m -> Integer.valueOf(m.group(1)))
            .toList();
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(Errata.LIST.size());
    assertThat(numbers.stream().sorted().distinct().toList()).hasSize(numbers.size());
  }

  @Test
  void degreesOfAsynchronicityAreThoseOfTheLibrary() throws IOException {
    List<MatchResult> rows = DEGREES.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows).hasSize(7);
    for (MatchResult row : rows) {
      Asynchronicity a = degrees(row.group(1));
      assertThat(List.of(a.doaDep(), a.doaRes(), a.wla(), a.width().size()))
          .as(row.group(1))
          .extracting(String::valueOf)
          .containsExactly(row.group(2), row.group(3), row.group(4), row.group(5));
    }
  }

  private static Spec spec(String name) {
    return ShippedPresets.workflow(name, List.of());
  }

  private static WorkflowGraph graph(String name) {
    return WorkflowGraph.of(spec(name).workflow());
  }

  private static double eqn2(String name, SequentialBaseline baseline) {
    return PaperEquations.eqn2Seconds(Plan.sequentialStages(graph(name), baseline));
  }

  private static double predictedImprovement(String name) {
    Spec spec = spec(name);
    return Prediction.of(
            WorkflowGraph.of(spec.workflow()), spec.cluster(), Overheads.NONE, spec.masked())
        .improvement();
  }

  private static Asynchronicity degrees(String name) {
    Spec spec = spec(name);
    return Asynchronicity.of(WorkflowGraph.of(spec.workflow()), spec.cluster());
  }

  private static double chainFrom(String name, String set) {
    WorkflowGraph graph = graph(name);
    return graph.tailSeconds(graph.named(set).get(0).id());
  }

  private static TaskSet set(String name, String set) {
    return spec(name).workflow().sets().stream()
        .filter(s -> s.name().equals(set))
        .findFirst()
        .orElseThrow();
  }

  private static double ddmd(String set) {
    return set("ddmd-as-printed", set).time().meanSeconds();
  }

  private static double ddmdIteration() {
    return ddmd("Simulation") + ddmd("Aggregation") + ddmd("Training") + ddmd("Inference");
  }

  private static double eqn6() {
    Spec spec = spec("ddmd-as-printed");
    return PaperEquations.eqn6Seconds(spec.workflow(), spec.masked()).orElseThrow();
  }

  private static PrintedPrediction printed(int row) {
    Experiment e = Experiment.ALL.get(row);
    return PrintedPrediction.of(spec(e.asPrinted()), e.printed());
  }

  private static double sequential(int row) {
    return Experiment.ALL.get(row).sequential().ttxSeconds();
  }

  private static double measuredImprovement(int row) {
    return PaperEquations.eqn4(
        Experiment.ALL.get(row).asynchronous().ttxSeconds(), sequential(row));
  }

  private static double slotsOfT0() {
    TaskSet set = set("cdag1-as-run", "T0");
    return (double) set.tasks() * set.resources().totalSlots();
  }

  private static double gpusOfTheMiddle(String name) {
    return List.of("T3", "T6", "T4", "T5").stream()
        .mapToDouble(t -> set(name, t).gpuDemand())
        .sum();
  }

  /** A fraction is that of a group, whose sets execute side by side. */
  private static double printedFractions() {
    return List.of("T0", "T1", "T3", "T4", "T7").stream()
            .mapToDouble(t -> set("cdag1-as-printed", t).time().meanSeconds())
            .sum()
        / 2000;
  }

  private static double firstSetAlone(String cluster) {
    Spec spec = ShippedPresets.workflow("cdag1-as-run", List.of("cluster=" + cluster));
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("T0", set("cdag1-as-run", "T0")));
    return Simulator.measure(
            new Scenario(
                Workload.ofMeans(graph),
                Plan.asynchronous(graph),
                spec.cluster(),
                spec.policy(),
                Overheads.NONE,
                spec.failures()))
        .ttxSeconds();
  }
}
