package org.interleave.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.interleave.Workload;
import org.interleave.duration.Empirical;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.trace.Trace;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** Durations of commands, as executions showed them. */
class LearnedDurationsTest {

  private static final Spec SPEC =
      new SpecReader(new ShippedPresets())
          .read(
              "w.yaml",
              """
              interleave: 1
              name: w
              iterations: 3
              sets:
                Many: {tasks: 4, time: {uniform: {min: 1 s, max: 9 s}}, run: [work]}
                One: {tasks: 1, time: {uniform: {min: 1 s, max: 9 s}}, after: [Many], run: [work]}
                Sleep: {tasks: 5, time: {uniform: {min: 1 s, max: 9 s}}, after: [Many]}
              cluster: {name: c, nodes: [{count: 1, cores: 8}]}
              """,
              List.of());

  private static Trace learning(int replication) {
    Spec one = LearnedDurations.oneIteration(SPEC);
    WorkflowGraph graph = WorkflowGraph.of(one.workflow());
    return Simulator.trace(
            one.scenario(
                Workload.draw(graph, 5, replication),
                Plan.sequential(graph, SequentialBaseline.RANKS)))
        .requireTrace();
  }

  private static List<Long> durations(Workload workload, String set) {
    List<Long> durations = new ArrayList<>();
    for (SetInstance i : workload.graph().named(set)) {
      for (int t = i.firstTask(); t < i.endTask(); t++) {
        durations.add(workload.durationMicros(t));
      }
    }
    return durations.stream().sorted().toList();
  }

  private static List<Long> observed(List<Trace> traces, String set, int times) {
    return traces.stream()
        .flatMap(t -> t.records().stream())
        .filter(r -> r.set().equals(set))
        .flatMap(
            r -> java.util.Collections.nCopies(times, r.endedMicros() - r.startedMicros()).stream())
        .sorted()
        .toList();
  }

  @Test
  void everyObservedTimeIsTakenAsOftenAsAnyOther() {
    for (int learnings : new int[] {1, 3}) {
      List<Trace> traces = new ArrayList<>();
      for (int l = 0; l < learnings; l++) {
        traces.add(learning(l));
      }
      Spec learned = LearnedDurations.of(SPEC, traces, 1);
      WorkflowGraph graph = WorkflowGraph.of(learned.workflow());
      Workload workload = LearnedDurations.workload(learned, graph, 7);
      assertThat(durations(workload, "Many")).isEqualTo(observed(traces, "Many", 3 / learnings));
      assertThat(durations(workload, "One")).isEqualTo(observed(traces, "One", 3 / learnings));
      assertThat(learned.workflow().sets().get(0).time()).isInstanceOf(Empirical.class);
    }
  }

  @Test
  void whatWasObservedAtAScaleIsLearnedWithoutIt() {
    List<Trace> traces = List.of(learning(0), learning(1));
    double mean =
        observed(traces, "Many", 1).stream().mapToLong(t -> t).average().orElseThrow() / 1e6;
    Spec learned = LearnedDurations.of(SPEC, traces, 0.5);
    assertThat(learned.workflow().sets().get(0).time().meanSeconds())
        .isCloseTo(2 * mean, within(1e-9));
  }

  @Test
  void builtInPayloadsKeepWhatIsDrawn() {
    Spec learned = LearnedDurations.of(SPEC, List.of(learning(0)), 1);
    WorkflowGraph graph = WorkflowGraph.of(learned.workflow());
    Workload drawn = Workload.draw(WorkflowGraph.of(SPEC.workflow()), 7, 0);
    assertThat(durations(LearnedDurations.workload(learned, graph, 7), "Sleep"))
        .isEqualTo(durations(drawn, "Sleep"));
    assertThat(learned.workflow().sets().get(2)).isEqualTo(SPEC.workflow().sets().get(2));
  }

  @Test
  void theOrderOfWhatWasObservedIsOfTheSeed() {
    Spec learned = LearnedDurations.of(SPEC, List.of(learning(0)), 1);
    WorkflowGraph graph = WorkflowGraph.of(learned.workflow());
    List<Long> first = inOrder(LearnedDurations.workload(learned, graph, 7));
    assertThat(inOrder(LearnedDurations.workload(learned, graph, 7))).isEqualTo(first);
    assertThat(inOrder(LearnedDurations.workload(learned, graph, 8))).isNotEqualTo(first);
  }

  private static List<Long> inOrder(Workload workload) {
    List<Long> durations = new ArrayList<>();
    for (int t = 0; t < workload.graph().taskCount(); t++) {
      durations.add(workload.durationMicros(t));
    }
    return durations;
  }
}
