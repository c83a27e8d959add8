package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.interleave.Faults;
import org.interleave.Outcome;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.duration.Exponential;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.SetInstance;
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
      Scenario s = withFaults(base, new SplittableRandom(~seed));
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

  /** Nodes live so long that every task has a fair chance, or some runs would never end. */
  private static Scenario withFaults(RandomScenario base, SplittableRandom random) {
    Scenario s = base.scenario();
    Workload workload = s.workload();
    Overheads overheads = random.nextInt(4) == 0 ? drawn(random) : s.overheads();
    double p = random.nextInt(3) == 0 ? 0 : random.nextDouble() * random.nextDouble();
    Map<String, Double> own = new HashMap<>();
    base.workflow().sets().stream()
        .filter(set -> random.nextInt(6) == 0)
        .forEach(set -> own.put(set.name(), random.nextInt(3) == 0 ? 1.0 : random.nextDouble()));
    long longest = 0;
    long all = 0;
    for (SetInstance set : workload.graph().instances()) {
      longest = Math.max(longest, workload.longestMicros(set));
      for (int t = set.firstTask(); t < set.endTask(); t++) {
        all += workload.durationMicros(t);
      }
    }
    long atLeast =
        longest
            + overheads.launchLatency().meanMicros()
            + overheads.release().meanMicros()
            + 20_000_000
            + (overheads.launchesPerSecond() > 0
                ? (long) (30e6 / overheads.launchesPerSecond())
                : 0);
    boolean nodesFail = !s.policy().placement().pooled() && random.nextInt(3) > 0;
    long mtbf = nodesFail ? atLeast * (1 + random.nextInt(10)) : 0;
    long repair = nodesFail && random.nextInt(5) > 0 ? 1 + random.nextLong(2 * atLeast) : 0;
    long walltime = random.nextInt(4) == 0 ? 1 + random.nextLong(all / 2 + 1) : 0;
    return new Scenario(
        workload,
        s.plan(),
        s.cluster(),
        s.policy(),
        overheads,
        new FailurePolicy(
            random.nextInt(4), random.nextInt(3) == 0 ? OnFailure.STOP : OnFailure.CONTINUE),
        new Faults(p, own, mtbf, repair, walltime));
  }

  private static Overheads drawn(SplittableRandom random) {
    OverheadTime[] parts = new OverheadTime[9];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          random.nextBoolean()
              ? OverheadTime.NONE
              : OverheadTime.of(new Exponential(1e-6 + random.nextDouble()));
    }
    Overheads.Overrun overrun = new Overheads.Overrun(parts[5], parts[6], random.nextLong(1 << 25));
    double rate = random.nextBoolean() ? 0 : 0.5 + 10 * random.nextDouble();
    return new Overheads(
        "drawn", parts[0], parts[1], parts[2], parts[3], rate, parts[4], overrun, parts[7],
        parts[8], Map.of(), Map.of());
  }
}
