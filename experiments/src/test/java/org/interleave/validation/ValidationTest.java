package org.interleave.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.interleave.Outcome;
import org.interleave.OverheadTime;
import org.interleave.Workload;
import org.interleave.duration.Uniform;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Estimate;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.validation.Validation.Pair;
import org.interleave.validation.Validation.Quantity;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** What is wrong with a forecast: its durations, or the rest of it. */
class ValidationTest {

  private static final Spec SPEC =
      new SpecReader(new ShippedPresets())
          .read(
              "w.yaml",
              """
              interleave: 1
              name: w
              iterations: 2
              sets:
                A: {tasks: 6, slots: 2, time: {normal: {mean: 20 s, sd: 6 s}}}
                B: {tasks: 4, slots: 3, time: {normal: {mean: 30 s, sd: 6 s}}, after: [A]}
                C: {tasks: 5, slots: 2, time: {normal: {mean: 9 s, sd: 3 s}}, after: [A]}
                D: {tasks: 1, slots: 4, time: 5 s, after: [B]}
              cluster: {name: two, nodes: [{count: 2, cores: 8}]}
              overheads:
                bootstrap: 5 s
                stage-gap: 2 s
                launch-rate: 4
                overrun: 1 s
                release: 0.1 s
                tail: 3 s
                sets: {C: {overrun: 4 s}}
              """,
              List.of());

  private final WorkflowGraph graph = WorkflowGraph.of(SPEC.workflow());
  private final Plan sequential = Plan.sequential(graph, SequentialBaseline.RANKS);

  /** Runs of a world in which everything but the durations is as specified. */
  private List<Pair<Outcome>> measured() {
    List<Pair<Outcome>> measured = new ArrayList<>();
    for (int repetition = 0; repetition < 3; repetition++) {
      Workload other = Workload.draw(graph, 77, repetition);
      measured.add(
          new Pair<>(
              Simulator.trace(SPEC.scenario(other, sequential)),
              Simulator.trace(SPEC.scenario(other, Plan.asynchronous(graph)))));
    }
    return measured;
  }

  @Test
  void withTheDurationsOfTheRunsThemselvesNothingIsLeftOfTheError() {
    Workload workload = Workload.draw(graph, 1, 0);
    Validation v = Validation.of(SPEC, workload, List.of(), 1, sequential, measured());
    double largest = 0;
    for (Quantity q : Quantity.values()) {
      assertThat(q.error(v.simulatedAsRun(q), v.measured(q)))
          .as(q.name())
          .isCloseTo(0, within(1e-9));
      largest = Math.max(largest, Math.abs(v.errors().get(q)));
    }
    assertThat(largest).isGreaterThan(0.01);
    assertThat(v.simulatedAsRun()).hasSize(3);
  }

  @Test
  void whatWasLearnedEachTimeSpreadsTheForecast() {
    Workload workload = Workload.draw(graph, 1, 0);
    List<Workload> learned =
        List.of(Workload.draw(graph, 2, 0), Workload.draw(graph, 3, 0), Workload.draw(graph, 4, 0));
    Validation v = Validation.of(SPEC, workload, learned, 1, sequential, measured());
    Estimate span =
        Estimate.of(
            learned.stream()
                .mapToDouble(w -> Simulator.measure(SPEC.scenario(w, sequential)).spanSeconds())
                .toArray());
    assertThat(v.simulatedHalfWidth(Quantity.SEQUENTIAL_SPAN))
        .isCloseTo(span.halfWidth(), within(1e-9))
        .isPositive();
    List<Workload> once = learned.subList(0, 1);
    Validation one = Validation.of(SPEC, workload, once, 1, sequential, measured().subList(0, 1));
    for (Quantity q : Quantity.values()) {
      assertThat(one.simulatedHalfWidth(q)).isNaN();
      assertThat(one.measuredHalfWidth(q)).isNaN();
    }
  }

  @Test
  void drawnOverheadsAreSimulatedManyTimes() {
    OverheadTime drawn = OverheadTime.of(new Uniform(1, 60));
    Spec spec = SPEC.withOverheads(SPEC.overheads().but().bootstrap(drawn).build());
    Workload workload = Workload.draw(graph, 1, 0);
    Validation v = Validation.of(spec, workload, List.of(), 1, sequential, measured());
    double[] bootstraps =
        v.simulatedWithOverheads().stream()
            .mapToDouble(
                pair -> Quantity.SEQUENTIAL_TTX.of(pair) - Quantity.SEQUENTIAL_SPAN.of(pair))
            .toArray();
    assertThat(bootstraps).hasSize(20).doesNotHaveDuplicates();
    double mean = java.util.Arrays.stream(bootstraps).average().orElseThrow();
    double without = Quantity.SEQUENTIAL_SPAN.of(v.simulatedWithOverheads().get(0)) + mean;
    assertThat(v.simulatedWithOverheads(Quantity.SEQUENTIAL_TTX)).isCloseTo(without, within(1e-6));
    assertThat(Validation.of(SPEC, workload, List.of(), 1, sequential, measured()))
        .extracting(Validation::simulatedWithOverheads)
        .satisfies(draws -> assertThat(draws).hasSize(1));
  }
}
