package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.Faults;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Random scenarios in which tasks and nodes fail and the walltime ends runs. Each has a seed of its
 * own, which every failure names; {@code -Dscenario=SEED} runs it alone.
 */
class FaultyScenariosTest {

  private static final long SEED = 19_860_128L;
  private static final int NUMBER = 2_000;

  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void doesEveryTraceTellOfAPossibleRun() {
    Long alone = Long.getLong("scenario");
    Map<TaskEnd, Integer> ends = new EnumMap<>(TaskEnd.class);
    int complete = 0;
    List<Long> seeds =
        alone != null ? List.of(alone) : new SplittableRandom(SEED).longs(NUMBER).boxed().toList();
    for (long seed : seeds) {
      RandomScenario s = RandomScenario.of(seed);
      Scenario scenario = withFaults(s, new SplittableRandom(seed));
      Outcome outcome = Simulator.trace(scenario);
      check(s, scenario, outcome);
      outcome.requireTrace().records().forEach(r -> ends.merge(r.end(), 1, Integer::sum));
      complete += outcome.complete() ? 1 : 0;
    }
    if (alone == null) {
      assertThat(ends).hasSize(TaskEnd.values().length);
      assertThat(ends.values()).allSatisfy(n -> assertThat(n).isGreaterThan(500));
      assertThat(complete).isBetween(NUMBER / 4, NUMBER * 3 / 4);
    }
  }

  private static void check(RandomScenario s, Scenario scenario, Outcome outcome) {
    String name = scenario.faults() + ", " + scenario.failures() + ", " + s.written();
    Trace trace = outcome.requireTrace();
    List<TaskRecord> records = trace.records();
    long done = records.stream().filter(r -> r.end() == TaskEnd.DONE).count();
    boolean failed = records.stream().anyMatch(r -> r.end() == TaskEnd.FAILED);
    long walltime = scenario.faults().walltimeMicros();

    assertThat(TraceChecker.check(trace, s.workflow(), outcome.complete())).as(name).isEmpty();
    assertThat(outcome.complete()).as(name).isEqualTo(done == s.workflow().taskCount());
    if (walltime == 0) {
      assertThat(outcome.complete() || failed).as(name).isTrue();
      assertThat(records).as(name).noneMatch(r -> r.end() == TaskEnd.CANCELED);
    } else {
      assertThat(records).as(name).allMatch(r -> r.freedMicros() <= walltime);
    }
    assertThat(Metrics.of(trace)).as(name).isEqualTo(outcome.metrics());
    assertThat(Simulator.trace(scenario).requireTrace()).as(name).isEqualTo(trace);
    Metrics measured = Simulator.measure(scenario);
    assertThat(measured.ttxSeconds()).as(name).isEqualTo(outcome.metrics().ttxSeconds());
    assertThat(measured.attempts()).as(name).isEqualTo(outcome.metrics().attempts());
    assertThat(measured.tasks()).as(name).isEqualTo(outcome.metrics().tasks());
  }

  /** Nodes that stay up long enough for every task to get through sooner or later. */
  private static Scenario withFaults(RandomScenario s, SplittableRandom random) {
    Scenario plain = s.scenario();
    Workload workload = plain.workload();
    long longest =
        IntStream.range(0, workload.graph().taskCount())
            .mapToLong(workload::durationMicros)
            .max()
            .orElseThrow();
    double rate = plain.overheads().launchesPerSecond();
    boolean quick = rate == 0 || rate > 10; // else tasks are lost before they leave the launcher
    boolean nodesFail = quick && !plain.policy().placement().pooled() && random.nextBoolean();
    long upMicros = 10_000_000 + (long) (longest * (3 + 20 * random.nextDouble()));
    long downMicros = random.nextInt(3) == 0 ? 0 : (long) (longest * random.nextDouble());
    double ttx = Simulator.measure(plain).ttxSeconds() * 1e6;
    boolean ends = random.nextInt(3) == 0;
    Faults faults =
        new Faults(
            random.nextInt(3) == 0 ? 0 : 0.2 * random.nextDouble(),
            Map.of(),
            nodesFail ? upMicros : 0,
            downMicros,
            ends ? Math.max(1, (long) (1.5 * ttx * random.nextDouble())) : 0);
    OnFailure onFailure = random.nextBoolean() ? OnFailure.STOP : OnFailure.CONTINUE;
    return new Scenario(
        workload,
        plain.plan(),
        plain.cluster(),
        plain.policy(),
        plain.overheads(),
        new FailurePolicy(random.nextInt(4), onFailure),
        faults);
  }
}
