package org.interleave.execution;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.Outcome;
import org.interleave.Progress;
import org.interleave.Scenario;
import org.interleave.cluster.Share;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run's tasks where somebody else decides when they start: every attempt is entered
 * when it has ended. The journal is that of other runs, and so is the trace.
 */
public final class Ledger {

  /**
   * An attempt that has ended.
   *
   * @param task its number in the graph
   * @param readyMicros everything that it waited for was done
   * @param dispatchedMicros it got its resources
   * @param startedMicros it began to execute; negative if it never did
   * @param endedMicros it stopped
   * @param share where it was; without numbers of slots and GPUs where they are not known
   * @param exitCode of its process, or -1 if it never had one
   * @param why what a person should know of an end that is not DONE; empty if nothing
   */
  public record Attempt(
      int task,
      long readyMicros,
      long dispatchedMicros,
      long startedMicros,
      long endedMicros,
      Share share,
      TaskEnd end,
      int exitCode,
      String why) {}

  private record Start(int task, long micros) {}

  private final Scenario scenario;
  private final AttemptRecords attempts;
  private final FactLog log;
  private final RunListener listener;
  private final History history;
  private final List<TaskRecord> records;
  private final BitSet done;
  private final BitSet failed;
  private final Map<Integer, Integer> failures;
  private final Map<Integer, Integer> launches = new HashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Set<Start> starts = new HashSet<>();

  private Ledger(
      Scenario scenario,
      AttemptRecords attempts,
      FactLog log,
      RunListener listener,
      History history) {
    this.scenario = scenario;
    this.attempts = attempts;
    this.log = log;
    this.listener = listener;
    this.history = history;
    this.records = history.records();
    this.done = history.done();
    this.failed = history.failed();
    this.failures = history.failures();
  }

  /**
   * Opens the books of a run, where they end.
   *
   * @param journal of this scenario, new or of an interrupted run; null to keep nothing
   * @param retryFailed whether tasks that had failed for good are tried again
   * @param wallClock the date and time of now, ISO 8601
   */
  public static Ledger open(
      Scenario scenario,
      @Nullable Journal journal,
      boolean retryFailed,
      String wallClock,
      RunListener listener) {
    AttemptRecords attempts = new AttemptRecords(scenario);
    List<Fact> facts = journal == null ? List.of() : journal.recovered();
    History history = History.of(facts, attempts, scenario.failures().retries(), retryFailed);
    Ledger ledger = new Ledger(scenario, attempts, FactLog.of(journal), listener, history);
    facts.forEach(ledger::remember);
    if (!history.finished()) {
      ledger.log.append(new Fact.Session(history.sessions() + 1, history.lastMicros(), wallClock));
      ledger.log.force();
    }
    return ledger;
  }

  private void remember(Fact fact) {
    if (fact instanceof Fact.Intended i) {
      launches.put(i.task(), i.launch());
    } else if (fact instanceof Fact.Started s) {
      starts.add(new Start(s.task(), s.micros()));
    } else if (fact instanceof Fact.Ended e) {
      ends.put(e.task(), e.endedMicros());
    }
  }

  /** Whether everything was done before. */
  public boolean finished() {
    return history.finished();
  }

  /** The last instant that was recorded before. */
  public long lastMicros() {
    return history.lastMicros();
  }

  /** Whether the task is done. */
  public boolean done(int task) {
    return done.get(task);
  }

  /** Whether the task has failed for good. */
  public boolean failed(int task) {
    return failed.get(task);
  }

  /** Whether some task has failed for good. */
  public boolean anyFailed() {
    return !failed.isEmpty();
  }

  /** Which start of the task comes next, from 1. */
  public int nextLaunch(int task) {
    return launches.getOrDefault(task, 0) + 1;
  }

  /** When the last attempt at the task ended; 0 if there was none. */
  public long endedMicros(int task) {
    return ends.getOrDefault(task, 0L);
  }

  /** Whether an attempt that started at this instant has been entered. */
  public boolean knows(int task, long startedMicros) {
    return starts.contains(new Start(task, startedMicros));
  }

  /** Enters an attempt; durable after {@link #force}. */
  public void enter(Attempt a) {
    int number = failures.getOrDefault(a.task(), 0) + 1;
    int launch = nextLaunch(a.task());
    RunningTask attempt =
        new RunningTask(
            a.task(), number, launch, a.readyMicros(), a.dispatchedMicros(), List.of(a.share()));
    log.append(
        new Fact.Intended(
            a.task(), number, launch, a.readyMicros(), a.dispatchedMicros(), List.of(a.share())));
    launches.put(a.task(), launch);
    if (a.startedMicros() >= 0) {
      attempt.startedMicros = a.startedMicros();
      log.append(new Fact.Started(a.task(), launch, 0, a.startedMicros()));
      starts.add(new Start(a.task(), a.startedMicros()));
    }
    TaskRecord record =
        attempts.record(attempt, a.end(), a.exitCode(), a.endedMicros(), a.endedMicros());
    log.append(
        new Fact.Ended(
            a.task(),
            launch,
            a.end(),
            a.exitCode(),
            a.why(),
            record.endedMicros(),
            record.freedMicros()));
    records.add(record);
    ends.put(a.task(), record.endedMicros());
    if (a.end() == TaskEnd.DONE) {
      done.set(a.task());
    } else if (a.end() == TaskEnd.FAILED) {
      failures.put(a.task(), number);
      if (number > scenario.failures().retries()) {
        failed.set(a.task());
      }
    }
    listener.ended(record, a.why());
  }

  /** Returns when everything that was entered is durable. */
  public void force() {
    log.force();
  }

  /** Tells how far the run is. */
  public void show(long nowMicros, Map<Integer, Long> runningSince) {
    listener.progress(new Progress(nowMicros, done, failed, runningSince));
  }

  /**
   * Closes the books.
   *
   * @param nowMicros when everything was known to have ended
   * @param provenance what the trace's header should say besides
   */
  public Outcome close(long nowMicros, Map<String, String> provenance) {
    boolean complete = done.cardinality() == scenario.workload().graph().taskCount();
    long ttx = history.finished() ? history.lastMicros() : nowMicros;
    if (!history.finished()) {
      for (TaskRecord record : records) {
        ttx = Math.max(ttx, record.freedMicros());
      }
      log.append(new Fact.Finished(complete, ttx));
      log.force();
    }
    Trace trace =
        Trace.of(scenario.header("executed", "measured", provenance).withTtxMicros(ttx), records);
    return new Outcome(Metrics.of(trace), complete, trace);
  }
}
