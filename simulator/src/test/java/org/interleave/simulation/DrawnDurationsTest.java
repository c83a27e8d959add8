package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.interleave.Faults;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Exponential;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** What changes a task's numbers, and what does not? */
class DrawnDurationsTest {

  private static final long SEED = 77;
  private static final TaskSet A = Witnesses.simple("A", 30, new Normal(100, 30));
  private static final TaskSet B = Witnesses.simple("B", 20, new Exponential(50));
  private static final TaskSet C = Witnesses.simple("C", 10, Lognormal.withCv(70, 1), "A");
  private static final TaskSet NEW = Witnesses.simple("AB", 17, new Normal(100, 30), "B");

  @Test
  void doesAnotherSetChangeNoDuration() {
    Map<String, Long> before = durations(1, List.of(A, B, C));
    assertThat(durations(1, List.of(A, B, C, NEW))).containsAllEntriesOf(before);
    assertThat(durations(1, List.of(NEW, A, B, C))).containsAllEntriesOf(before);
    assertThat(durations(1, List.of(A, B)))
        .allSatisfy((t, d) -> assertThat(before).containsEntry(t, d));
  }

  @Test
  void doesTheOrderOfSetsChangeNoDuration() {
    Map<String, Long> before = durations(2, List.of(A, B, C, NEW));
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      List<TaskSet> sets = new ArrayList<>(List.of(A, B, C, NEW));
      Collections.shuffle(sets, random);
      assertThat(durations(2, sets)).isEqualTo(before);
    }
  }

  @Test
  void doesAnotherIterationOrTaskChangeNoDuration() {
    Map<String, Long> before = durations(2, List.of(A, B, C));
    assertThat(durations(3, List.of(A, B, C))).containsAllEntriesOf(before).hasSize(180);
    TaskSet larger = Witnesses.simple("A", 31, new Normal(100, 30));
    assertThat(durations(2, List.of(larger, B, C))).containsAllEntriesOf(before).hasSize(122);
  }

  @Test
  void doIterationsReplicationsAndSeedsDiffer() {
    WorkflowGraph graph = WorkflowGraph.of(new Workflow("w", 2, List.of(A), List.of(), List.of()));
    Workload w = Workload.draw(graph, SEED, 0);
    assertThat(w.durationMicros(0)).isNotEqualTo(w.durationMicros(30));
    assertThat(w.durationMicros(0)).isNotEqualTo(Workload.draw(graph, SEED, 1).durationMicros(0));
    assertThat(w.durationMicros(0))
        .isNotEqualTo(Workload.draw(graph, SEED + 1, 0).durationMicros(0));
  }

  @Test
  void doOverheadsAndFailuresChangeNoDuration() {
    Overheads none = Overheads.NONE;
    Map<String, Long> before = requested(run(none, Faults.NONE, A, B, C));
    Overheads[] others = {
      random(new Exponential(5)), random(new Exponential(1)), random(Lognormal.withCv(5, 2))
    };
    for (Overheads o : others) {
      assertThat(requested(run(o, Faults.NONE, A, B, C))).isEqualTo(before);
      Faults faults = new Faults(0.3, Map.of("B", 0.5), 0, 0, 0);
      assertThat(requested(run(o, faults, A, B, C))).isEqualTo(before);
    }
    Faults nodes = new Faults(0, Map.of(), 1_000_000_000, 10_000_000, 0);
    assertThat(requested(run(none, nodes, A, B, C))).isEqualTo(before);
  }

  /** One overhead more, and the others and the failures stay as they were. */
  @Test
  void doOverheadsDrawApartFromEachOtherAndFromFailures() {
    Faults faults = new Faults(0.3, Map.of(), 0, 0, 0);
    OverheadTime time = OverheadTime.of(new Exponential(5));
    List<TaskRecord> few = run(latency(time, OverheadTime.NONE), faults, A, B, C);
    List<TaskRecord> more = run(latency(time, time), faults, A, B, C);
    List<TaskRecord> without = run(Overheads.NONE, faults, A, B, C);
    Map<String, Long> latencies = new HashMap<>();
    Map<String, Object> ends = new HashMap<>();
    few.forEach(r -> latencies.put(attempt(r), r.startedMicros() - r.dispatchedMicros()));
    few.forEach(r -> ends.put(attempt(r), r.end()));
    assertThat(latencies.values().stream().distinct().count()).isGreaterThan(60);
    assertThat(more)
        .allSatisfy(
            r ->
                assertThat(latencies)
                    .containsEntry(attempt(r), r.startedMicros() - r.dispatchedMicros()));
    assertThat(more).allSatisfy(r -> assertThat(ends).containsEntry(attempt(r), r.end()));
    assertThat(without).hasSameSizeAs(few);
    assertThat(without).allSatisfy(r -> assertThat(ends).containsEntry(attempt(r), r.end()));
  }

  /** As for durations: adding a set changes no other set's numbers. */
  @Test
  void doesAnotherSetChangeNoOverheadsAndNoFailures() {
    Faults faults = new Faults(0.3, Map.of(), 0, 0, 0);
    Overheads o = latency(OverheadTime.of(new Exponential(5)), OverheadTime.NONE);
    Map<String, Object> before = new HashMap<>();
    run(o, faults, A, B, C)
        .forEach(
            r ->
                before.put(attempt(r), r.end() + " " + (r.startedMicros() - r.dispatchedMicros())));
    Map<String, Object> after = new HashMap<>();
    run(o, faults, NEW, A, B, C)
        .forEach(
            r -> after.put(attempt(r), r.end() + " " + (r.startedMicros() - r.dispatchedMicros())));
    assertThat(after).containsAllEntriesOf(before);
  }

  private static String attempt(TaskRecord r) {
    return r.set() + r.iteration() + "/" + r.index() + "/" + r.attempt();
  }

  private static Overheads random(org.interleave.duration.Duration each) {
    OverheadTime t = OverheadTime.of(each);
    Overheads.Overrun overrun = new Overheads.Overrun(t, t, 0);
    return new Overheads("random", t, t, t, t, 3, t, overrun, t, t, Map.of(), Map.of());
  }

  private static Overheads latency(OverheadTime latency, OverheadTime rest) {
    Overheads.Overrun none = Overheads.Overrun.NONE;
    return new Overheads(
        "latency", rest, rest, rest, rest, 0, latency, none, rest, rest, Map.of(), Map.of());
  }

  private static List<TaskRecord> run(Overheads overheads, Faults faults, TaskSet... sets) {
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("w", sets));
    return Simulator.trace(
            new Scenario(
                Workload.draw(graph, SEED, 0),
                Plan.asynchronous(graph),
                Cluster.of("c", 4, 8, 0),
                StandardPolicy.RECORDED,
                overheads,
                new FailurePolicy(50, OnFailure.CONTINUE),
                faults))
        .requireTrace()
        .records();
  }

  private static Map<String, Long> requested(List<TaskRecord> records) {
    Map<String, Long> requested = new HashMap<>();
    records.forEach(r -> requested.put(r.set() + "/" + r.index(), r.requestedMicros()));
    return requested;
  }

  private static Map<String, Long> durations(int iterations, List<TaskSet> sets) {
    WorkflowGraph graph =
        WorkflowGraph.of(new Workflow("w", iterations, sets, List.of(), List.of()));
    Workload w = Workload.draw(graph, SEED, 5);
    Map<String, Long> durations = new HashMap<>();
    for (SetInstance s : graph.instances()) {
      for (int t = s.firstTask(); t < s.endTask(); t++) {
        durations.put(
            s.set().name() + s.iteration() + "/" + (t - s.firstTask()), w.durationMicros(t));
      }
    }
    return durations;
  }
}
