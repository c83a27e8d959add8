package org.interleave.execution;

import java.util.List;
import java.util.Map;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario in real time: the dispatcher that the simulator drives too decides what starts
 * when and where, a backend starts it. The scenario's overheads and faults are those of a
 * simulation and play no part here, but for its walltime; its durations are what built-in payloads
 * take.
 *
 * <p>An executor serves one run. Its outcome holds the trace, whose instants are microseconds since
 * the run began on the machine's monotonic clock. A run that goes on after an interruption goes on
 * in time where its journal ends: the time between does not count.
 */
public final class Executor {

  private final Scenario scenario;
  private final Backend backend;
  private final RunListener listener;
  private @Nullable ExecutedRun current;
  private boolean stopAsked;

  /** An executor of one run. */
  public Executor(Scenario scenario, Backend backend, RunListener listener) {
    this.scenario = scenario;
    this.backend = backend;
    this.listener = listener;
  }

  /**
   * Runs without a journal: what is interrupted is lost.
   *
   * @param provenance what the trace's header should say besides
   */
  public Outcome run(Map<String, String> provenance) {
    return run(null, false, "", provenance);
  }

  /**
   * Runs with a journal, from where it ends.
   *
   * @param journal of this scenario: new, or of an interrupted run
   * @param retryFailed whether tasks that had failed for good are tried again
   * @param wallClock the date and time of now, ISO 8601
   * @param provenance what the trace's header should say besides
   * @throws java.io.UncheckedIOException if the journal can't be written; everything has been ended
   *     then
   */
  public Outcome run(
      @Nullable Journal journal,
      boolean retryFailed,
      String wallClock,
      Map<String, String> provenance) {
    AttemptRecords attempts = new AttemptRecords(scenario);
    List<Fact> facts = journal == null ? List.of() : journal.recovered();
    FactLog log = FactLog.of(journal);
    History before = History.of(facts, attempts, scenario.failures().retries(), retryFailed);
    if (before.finished()) {
      TraceHeader header =
          scenario.header("executed", "measured", provenance).withTtxMicros(before.lastMicros());
      Trace trace = Trace.of(header, before.records());
      return new Outcome(Metrics.of(trace), true, trace);
    }
    int session = before.sessions() + 1;
    log.append(new Fact.Session(session, before.lastMicros(), wallClock));
    before.losses().forEach(log::append);
    log.force();
    Timeline time = Timeline.real(before.lastMicros());
    long walltime = scenario.faults().walltimeMicros();
    return run(
        before,
        attempts,
        log,
        time,
        walltime == 0 ? 0 : before.lastMicros() + walltime,
        provenance);
  }

  /** Runs on the given timeline. */
  Outcome run(
      History before,
      AttemptRecords attempts,
      FactLog log,
      Timeline time,
      long walltimeMicros,
      Map<String, String> provenance) {
    Inbox inbox = new Inbox();
    ExecutedRun run =
        new ExecutedRun(
            scenario, backend, log, listener, before, attempts, time, inbox, walltimeMicros);
    synchronized (this) {
      current = run;
      if (stopAsked) {
        run.stop();
      }
    }
    try (backend) {
      backend.open(time, inbox);
      return run.run(provenance);
    }
  }

  /** Asks for an early end, from any thread: what runs is canceled and the run returns soon. */
  public synchronized void stop() {
    stopAsked = true;
    if (current != null) {
      current.stop();
    }
  }
}
