package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Ten thousand random scenarios in which tasks and nodes fail and walltimes end runs. {@code
 * -Dscenario=SEED} runs one alone.
 */
class RandomFaultsTest {

  private static final long SEED = 19_120_415;
  private static final int NUMBER = 10_000;
  private static final Long ALONE = Long.getLong("scenario");

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void doesEveryRunEndWithATraceThatIsInOrder() {
    Map<String, Integer> seen = new HashMap<>();
    long[] seeds =
        ALONE != null ? new long[] {ALONE} : new SplittableRandom(SEED).longs(NUMBER).toArray();
    for (long seed : seeds) {
      RandomScenario base = RandomScenario.of(seed);
      Scenario s = RandomFaults.in(base, new SplittableRandom(~seed));
      Supplier<String> what = () -> base.written() + "  " + s.faults() + " " + s.failures();
      Outcome outcome;
      try {
        outcome = Simulator.trace(s);
      } catch (RuntimeException e) {
        throw new AssertionError(what.get(), e);
      }
      check(s, outcome, base, what);
      List<TaskRecord> records = outcome.requireTrace().records();
      for (TaskEnd end : TaskEnd.values()) {
        if (records.stream().anyMatch(r -> r.end() == end)) {
          seen.merge(end.name(), 1, Integer::sum);
        }
      }
      seen.merge(outcome.complete() ? "complete" : "incomplete", 1, Integer::sum);
    }
    System.out.println("runs with random faults: " + seen);
    if (ALONE == null) {
      assertThat(seen.values()).hasSize(6).allMatch(n -> n > 500);
    }
  }

  private static void check(
      Scenario s, Outcome outcome, RandomScenario base, Supplier<String> what) {
    List<TaskRecord> records = outcome.requireTrace().records();
    long ttx = outcome.requireTrace().header().ttxMicros();
    long walltime = s.faults().walltimeMicros();
    assertThat(TraceChecker.check(outcome.requireTrace(), base.workflow(), outcome.complete()))
        .as(what)
        .isEmpty();
    assertThat(TraceChecker.checkAlone(outcome.requireTrace())).as(what).isEmpty();
    long done = records.stream().filter(r -> r.end() == TaskEnd.DONE).count();
    assertThat(outcome.complete()).as(what).isEqualTo(done == base.workflow().taskCount());
    assertThat(records).as(what).allMatch(r -> r.freedMicros() <= ttx);
    if (walltime > 0) {
      assertThat(records).as(what).allMatch(r -> r.freedMicros() <= walltime);
    } else {
      assertThat(records).as(what).noneMatch(r -> r.end() == TaskEnd.CANCELED);
    }
    boolean canceled = records.stream().anyMatch(r -> r.end() == TaskEnd.CANCELED);
    if (canceled) {
      assertThat(ttx).as(what).isEqualTo(walltime);
      assertThat(outcome.complete()).as(what).isFalse();
    }
    boolean failed =
        records.stream()
            .anyMatch(r -> r.end() == TaskEnd.FAILED && r.attempt() > s.failures().retries());
    if (!failed && walltime == 0) {
      assertThat(outcome.complete()).as(what).isTrue();
    }
    if (s.faults().nodeMtbfMicros() == 0) {
      assertThat(records).as(what).noneMatch(r -> r.end() == TaskEnd.LOST);
    }
    Metrics m = Simulator.measure(s);
    assertThat(m.ttxSeconds()).as(what).isEqualTo(outcome.metrics().ttxSeconds());
    assertThat(m.attempts()).as(what).isEqualTo(records.size());
    assertThat(m.tasks()).as(what).isEqualTo((int) done);
  }
}
