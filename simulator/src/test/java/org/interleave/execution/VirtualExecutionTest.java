package org.interleave.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.RandomFaults;
import org.interleave.simulation.RandomScenario;
import org.interleave.simulation.Simulator;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * The executor in virtual time, on a backend that lets the same things happen as a simulation,
 * makes the same of ten thousand random scenarios. {@code -Dscenario=SEED} runs one alone.
 */
class VirtualExecutionTest {

  private static final long SEED = 20_260_131;
  private static final int NUMBER = 10_000;
  private static final Long ALONE = Long.getLong("scenario");

  @Test
  @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
  void doesTheExecutorDecideAsTheSimulator() {
    Map<String, Integer> seen = new HashMap<>();
    for (long seed : seeds()) {
      RandomScenario base = RandomScenario.of(seed);
      Scenario s = scenario(base, seed);
      String what = base.written() + s.faults() + " " + s.failures();
      Trace simulated = Simulator.trace(s).requireTrace();
      Outcome outcome = executed(s, List.of(), new ArrayList<>());
      Trace executed = outcome.requireTrace();
      assertThat(executed.header().ttxMicros()).as(what).isEqualTo(simulated.header().ttxMicros());
      assertThat(plain(executed)).as(what).isEqualTo(simulated.records());
      assertThat(TraceChecker.check(executed, base.workflow(), outcome.complete()))
          .as(what)
          .isEmpty();
      executed.records().stream()
          .map(TaskRecord::end)
          .distinct()
          .forEach(end -> seen.merge(end.name(), 1, Integer::sum));
      seen.merge(outcome.complete() ? "complete" : "incomplete", 1, Integer::sum);
    }
    System.out.println("executed in virtual time: " + seen);
    if (ALONE == null) {
      assertThat(seen).hasSize(TaskEnd.values().length + 2);
      assertThat(seen.values()).allMatch(n -> n > 500);
    }
  }

  /** What is cut off after any of its facts goes on: nothing that is recorded is done again. */
  @Test
  @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
  void doesAnInterruptedRunGoOnWhereItsFactsEnd() {
    SplittableRandom random = new SplittableRandom(SEED);
    int resumed = 0;
    for (long seed : seeds()) {
      RandomScenario base = RandomScenario.of(seed);
      Scenario s = base.scenario().withOverheads(Overheads.NONE);
      String what = base.written();
      List<Fact> facts = new ArrayList<>();
      executed(s, List.of(), facts);
      List<Fact> known = new ArrayList<>(facts.subList(0, random.nextInt(facts.size() + 1)));
      int before = known.size();
      Outcome outcome = executed(s, known, known);
      assertThat(outcome.complete()).as(what).isTrue();
      assertThat(TraceChecker.check(outcome.requireTrace(), base.workflow())).as(what).isEmpty();
      List<Integer> done = doneTasks(known);
      assertThat(done).as(what).doesNotHaveDuplicates().hasSize(base.workflow().taskCount());
      assertThat(outcome.metrics().tasks()).as(what).isEqualTo(base.workflow().taskCount());
      resumed += before > 2 && before < facts.size() ? 1 : 0;
    }
    assertThat(ALONE != null || resumed > NUMBER / 2).isTrue();
  }

  private static List<Integer> doneTasks(List<Fact> facts) {
    List<Integer> done = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact instanceof Fact.Ended e && e.end() == TaskEnd.DONE) {
        done.add(e.task());
      }
    }
    return done;
  }

  private static long[] seeds() {
    return ALONE != null ? new long[] {ALONE} : new SplittableRandom(SEED).longs(NUMBER).toArray();
  }

  private static Scenario scenario(RandomScenario base, long seed) {
    return RandomFaults.in(base, new SplittableRandom(~seed)).withOverheads(Overheads.NONE);
  }

  /** One session, which begins with what is known and adds what happens. */
  private static Outcome executed(Scenario s, List<Fact> known, List<Fact> facts) {
    VirtualTime time = new VirtualTime();
    AttemptRecords attempts = new AttemptRecords(s);
    History before = History.of(List.copyOf(known), attempts, s.failures().retries(), false);
    FactLog log =
        new FactLog() {
          @Override
          public void append(Fact fact) {
            facts.add(fact);
          }

          @Override
          public void force() {}
        };
    log.append(new Fact.Session(before.sessions() + 1, before.lastMicros(), ""));
    before.losses().forEach(log::append);
    time.startAt(before.lastMicros());
    return new Executor(s, new ScriptedBackend(s, time), RunListener.NONE)
        .run(before, attempts, log, time, s.faults().walltimeMicros(), Map.of());
  }

  /** Records without what only an execution has. */
  private static List<TaskRecord> plain(Trace trace) {
    return trace.records().stream()
        .map(
            r ->
                new TaskRecord(
                    r.set(),
                    r.iteration(),
                    r.index(),
                    r.attempt(),
                    r.stage(),
                    r.slots(),
                    r.gpus(),
                    r.memoryMiB(),
                    r.nodes(),
                    r.readyMicros(),
                    r.dispatchedMicros(),
                    r.startedMicros(),
                    r.endedMicros(),
                    r.freedMicros(),
                    r.requestedMicros(),
                    r.end()))
        .toList();
  }
}
