package org.interleave.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;

/** What the facts of earlier sessions tell of a run. */
final class History {

  private final AttemptRecords attempts;
  private final BitSet done = new BitSet();
  private final BitSet failed = new BitSet();
  private final Map<Integer, Integer> failures = new HashMap<>();
  private final Map<Integer, Integer> launches = new HashMap<>();
  private final Map<Integer, RunningTask> open = new TreeMap<>();
  private final List<TaskRecord> records = new ArrayList<>();
  private long lastMicros;
  private int sessions;
  private boolean finished;

  private History(AttemptRecords attempts) {
    this.attempts = attempts;
  }

  /**
   * Reads the facts of a run.
   *
   * @param facts in their order; none for a run that has not begun
   * @param retries how often a failed task is tried again
   * @param retryFailed whether tasks that failed for good get one more attempt
   */
  static History of(List<Fact> facts, AttemptRecords attempts, int retries, boolean retryFailed) {
    History recovery = new History(attempts);
    facts.forEach(recovery::take);
    recovery.failures.forEach(
        (task, count) -> {
          if (count > retries && !retryFailed) {
            recovery.failed.set(task);
          }
        });
    recovery.failures.keySet().removeIf(recovery.failed::get);
    return recovery;
  }

  private void take(Fact fact) {
    if (fact instanceof Fact.Session s) {
      sessions = s.number();
      finished = false;
      lastMicros = Math.max(lastMicros, s.atMicros());
    } else if (fact instanceof Fact.Intended i) {
      launches.put(i.task(), i.launch());
      open.put(
          i.task(),
          new RunningTask(
              i.task(),
              i.attempt(),
              i.launch(),
              i.readyMicros(),
              i.dispatchedMicros(),
              i.shares()));
      lastMicros = Math.max(lastMicros, i.dispatchedMicros());
    } else if (fact instanceof Fact.Started s) {
      RunningTask attempt = open.get(s.task());
      if (attempt != null) {
        attempt.startedMicros = s.micros();
      }
      lastMicros = Math.max(lastMicros, s.micros());
    } else if (fact instanceof Fact.Ended e) {
      RunningTask attempt = open.remove(e.task());
      if (attempt != null) {
        ended(attempt, e.end(), e.exitCode(), e.endedMicros(), e.freedMicros());
      }
    } else if (fact instanceof Fact.Finished f) {
      finished = f.complete();
      lastMicros = Math.max(lastMicros, f.ttxMicros());
    }
  }

  private void ended(
      RunningTask attempt, TaskEnd end, int exitCode, long micros, long freedMicros) {
    records.add(attempts.record(attempt, end, exitCode, micros, freedMicros));
    lastMicros = Math.max(lastMicros, freedMicros);
    if (end == TaskEnd.DONE) {
      done.set(attempt.task);
      failures.remove(attempt.task);
    } else if (end == TaskEnd.FAILED) {
      failures.merge(attempt.task, 1, Integer::sum);
    }
  }

  /** The facts that close the attempts whose end is not known. */
  List<Fact> losses() {
    List<Fact> losses = new ArrayList<>();
    for (RunningTask a : open.values()) {
      records.add(attempts.record(a, TaskEnd.LOST, -1, lastMicros, lastMicros));
      losses.add(
          new Fact.Ended(
              a.task, a.launch, TaskEnd.LOST, -1, "its executor ended", lastMicros, lastMicros));
    }
    open.clear();
    return losses;
  }

  BitSet done() {
    return done;
  }

  BitSet failed() {
    return failed;
  }

  Map<Integer, Integer> failures() {
    return failures;
  }

  /** How often a task has been started. */
  int launches(int task) {
    return launches.getOrDefault(task, 0);
  }

  List<TaskRecord> records() {
    return records;
  }

  /** The last instant that is recorded: time goes on from there. */
  long lastMicros() {
    return lastMicros;
  }

  int sessions() {
    return sessions;
  }

  /** Whether everything is done. */
  boolean finished() {
    return finished;
  }
}
