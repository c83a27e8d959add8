package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.interleave.Faults;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.duration.Uniform;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;

/** An attempt that would execute for longer than its set's timeout fails at just that moment. */
class TimeoutTest {

  private static final long SECOND = 1_000_000;
  private static final long SEED = 4_711;
  private static final FailurePolicy ONE_RETRY = new FailurePolicy(1, OnFailure.CONTINUE);

  /** Bootstrap 1 s, latency 0.5 s, overrun 0.25 s, release 0.125 s; no rate, no gaps, no tail. */
  private static final Overheads OVERHEADS =
      new Overheads(
          "exact", SECOND, 0, 0, 0, 0, 500_000, new Overrun(250_000, 250_000, 0), 125_000, 0);

  @Test
  void anAttemptFailsAtItsTimeoutAndIsTriedAgain() {
    Outcome outcome =
        traced(
            OVERHEADS,
            Faults.NONE,
            ONE_RETRY,
            set("Slow", Duration.ofSeconds(10), 6 * SECOND),
            set("Other", Duration.ofSeconds(3), 0),
            set("Never", Duration.ofSeconds(1), 0, "Slow"));
    assertThat(outcome.complete()).isFalse();
    List<TaskRecord> records = outcome.requireTrace().records();
    assertThat(records).extracting(TaskRecord::set).containsOnly("Slow", "Other");
    assertThat(records.stream().filter(r -> r.set().equals("Slow")))
        .extracting(
            TaskRecord::attempt,
            TaskRecord::startedMicros,
            TaskRecord::endedMicros,
            TaskRecord::freedMicros,
            TaskRecord::end)
        .containsExactly(
            tuple(1, 1_500_000, 7_500_000, 7_625_000, TaskEnd.FAILED),
            tuple(2, 8_125_000, 14_125_000, 14_250_000, TaskEnd.FAILED));
    assertThat(records.stream().filter(r -> r.set().equals("Other")))
        .extracting(
            TaskRecord::attempt,
            TaskRecord::startedMicros,
            TaskRecord::endedMicros,
            TaskRecord::freedMicros,
            TaskRecord::end)
        .containsExactly(tuple(1, 1_500_000, 4_750_000, 4_875_000, TaskEnd.DONE));
  }

  /** The overrun counts: it is time that the attempt takes. */
  @Test
  void theTimeoutIsOfTheWholeExecutionAndJustReachedIsInTime() {
    for (long spare : new long[] {0, 1, -1}) {
      Outcome outcome =
          traced(
              OVERHEADS,
              Faults.NONE,
              FailurePolicy.STRICT,
              set("A", Duration.ofSeconds(10), 10_250_000 + spare));
      assertThat(outcome.complete()).as("%d us to spare", spare).isEqualTo(spare >= 0);
      assertThat(outcome.requireTrace().records())
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.endedMicros()).isEqualTo(11_750_000 + Math.min(0, spare));
                assertThat(r.end()).isEqualTo(spare >= 0 ? TaskEnd.DONE : TaskEnd.FAILED);
              });
    }
  }

  /** The same failures as without a timeout, but none later than it. */
  @Test
  void anAttemptThatFailsBeforeItsTimeoutFailsWhenItWouldHave() {
    Faults half = new Faults(0.5, Map.of(), 0, 0, 0);
    Duration time = new Uniform(5, 15);
    long timeout = 9 * SECOND;
    List<TaskRecord> free = many(half, time, 0);
    List<TaskRecord> limited = many(half, time, timeout);
    assertThat(limited).hasSameSizeAs(free);
    int early = 0;
    int cut = 0;
    for (int i = 0; i < free.size(); i++) {
      TaskRecord without = free.get(i);
      TaskRecord with =
          limited.stream().filter(r -> r.index() == without.index()).findFirst().orElseThrow();
      long executed = without.endedMicros() - without.startedMicros();
      boolean late = executed > timeout;
      assertThat(with.endedMicros() - with.startedMicros())
          .as("task %d, seed %d", with.index(), SEED)
          .isEqualTo(late ? timeout : executed);
      assertThat(with.end()).isEqualTo(late ? TaskEnd.FAILED : without.end());
      early += !late && with.end() == TaskEnd.FAILED ? 1 : 0;
      cut += late ? 1 : 0;
    }
    assertThat(early).isGreaterThan(100);
    assertThat(cut).isGreaterThan(100);
  }

  private static List<TaskRecord> many(Faults faults, Duration time, long timeoutMicros) {
    TaskSet set =
        new TaskSet(
            "A", 1_000, Resources.of(1, 0), time, List.of(), new Command.Sleep(), timeoutMicros);
    return traced(
            Overheads.NONE, faults, new FailurePolicy(0, OnFailure.CONTINUE), new TaskSet[] {set})
        .requireTrace()
        .records();
  }

  private static TaskSet set(String name, Duration time, long timeoutMicros, String... after) {
    return new TaskSet(
        name,
        1,
        Resources.of(1, 0),
        time,
        List.of(after).stream().map(Dependency::on).toList(),
        new Command.Sleep(),
        timeoutMicros);
  }

  private static Outcome traced(
      Overheads overheads, Faults faults, FailurePolicy failures, TaskSet... sets) {
    WorkflowGraph graph = WorkflowGraph.of(Workflow.of("timeouts", sets));
    Scenario plain =
        Witnesses.scenario(Plan.asynchronous(graph), Cluster.of("c", 10, 100, 0))
            .withWorkload(Workload.draw(graph, SEED, 0));
    Outcome outcome =
        Simulator.trace(
            new Scenario(
                plain.workload(),
                plain.plan(),
                plain.cluster(),
                plain.policy(),
                overheads,
                failures,
                faults));
    assertThat(TraceChecker.check(outcome.requireTrace(), graph.workflow(), outcome.complete()))
        .isEmpty();
    return outcome;
  }

  private static org.assertj.core.groups.Tuple tuple(
      int attempt, long started, long ended, long freed, TaskEnd end) {
    return org.assertj.core.groups.Tuple.tuple(attempt, started, ended, freed, end);
  }
}
