package org.interleave.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.interleave.Outcome;
import org.interleave.runs.RealBackends;
import org.interleave.runs.RealRun;
import org.interleave.runs.RunFolder;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Violation;
import org.interleave.validation.Soundness;
import org.jspecify.annotations.Nullable;

/** Executes the runs of a folder one after the other, where somebody watches and may interrupt. */
final class RealRunner {

  private final String title;
  private final RunFolder folder;
  private final RealBackends backends;
  private final PrintWriter err;
  private final boolean retryFailed;
  private final Map<RealRun, Outcome> outcomes = new LinkedHashMap<>();
  private int signalCode;
  private boolean sound = true;

  /**
   * A runner of all that a folder holds.
   *
   * @param title what people are shown of it
   */
  RealRunner(
      String title, RunFolder folder, RealBackends backends, PrintWriter err, boolean retryFailed) {
    this.title = title;
    this.folder = folder;
    this.backends = backends;
    this.err = err;
    this.retryFailed = retryFailed;
  }

  /** Executes them; the first that does not finish is the last. */
  void run() {
    run(folder.runs());
  }

  /** Executes those of one repetition. */
  void run(int repetition) {
    run(of(repetition));
  }

  private List<RealRun> of(int repetition) {
    return folder.runs().stream().filter(r -> r.repetition() == repetition).toList();
  }

  private void run(List<RealRun> runs) {
    AtomicReference<@Nullable Runnable> current = new AtomicReference<>();
    AtomicReference<@Nullable LiveView> shown = new AtomicReference<>();
    Interruption interruption =
        Interruption.handledBy(
            () -> {
              LiveView view = shown.get();
              if (view != null) {
                view.note("ending what runs; once more to end at once");
              }
              Runnable stop = current.get();
              if (stop != null) {
                stop.run();
              }
            });
    try (interruption) {
      for (RealRun run : runs) {
        if (interruption.exitCode() != 0) {
          break;
        }
        Outcome outcome;
        err.println("-- " + title + ", " + run.name());
        try (LiveView view =
            new LiveView(err, folder.scenario(run), title + " " + run.name(), run.folder())) {
          shown.set(view);
          outcome =
              folder.execute(
                  run,
                  backends,
                  retryFailed,
                  view,
                  stop -> {
                    current.set(stop);
                    if (interruption.exitCode() != 0) {
                      stop.run();
                    }
                  });
        }
        outcomes.put(run, outcome);
        check(run, outcome);
        if (!outcome.complete()) {
          break;
        }
      }
    }
    signalCode = interruption.exitCode();
  }

  private void check(RealRun run, Outcome outcome) {
    Soundness soundness = Soundness.of(run.plan(), outcome);
    soundness.allowed().forEach(note -> err.println("note: " + note));
    for (Violation v : soundness.violations()) {
      sound = false;
      err.println("the trace of " + run.name() + " is not sound: " + v.message());
    }
  }

  /** What came of the runs that were executed. */
  Map<RealRun, Outcome> outcomes() {
    return outcomes;
  }

  /** Whether every run is complete and its trace sound. */
  boolean allDone() {
    return areDone(folder.runs());
  }

  /** The same of those of one repetition. */
  boolean isDone(int repetition) {
    return areDone(of(repetition));
  }

  private boolean areDone(List<RealRun> runs) {
    Map<String, Outcome> byName = byName();
    return sound
        && runs.stream()
            .map(run -> byName.get(run.name()))
            .allMatch(outcome -> outcome != null && outcome.complete());
  }

  private Map<String, Outcome> byName() {
    Map<String, Outcome> byName = new HashMap<>();
    outcomes.forEach((run, outcome) -> byName.put(run.name(), outcome));
    return byName;
  }

  /** 128 + n if signal n ended the runs, else 0. */
  int signalCode() {
    return signalCode;
  }

  /** Attempts that were started in vain: they failed, were lost or canceled. */
  static int wasted(Outcome outcome) {
    return outcome.metrics().attempts() - outcome.metrics().tasks();
  }

  /** What a reader of the results should know. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    int tasks = folder.workload().graph().taskCount();
    Map<String, Outcome> byName = byName();
    for (RealRun run : folder.runs()) {
      Outcome outcome = byName.get(run.name());
      if (outcome == null) {
        notes.add(run.name() + " was not begun");
      } else if (!outcome.complete()) {
        notes.add(
            run.name()
                + " is not complete: "
                + outcome.metrics().tasks()
                + " of "
                + tasks
                + " tasks are done, after "
                + outcome.metrics().attempts()
                + " attempts");
      } else if (wasted(outcome) > 0) {
        notes.add(
            run.name()
                + " holds "
                + wasted(outcome)
                + " attempts that failed, were lost or canceled: they took time, so I compares"
                + " more than the modes");
      }
    }
    return notes;
  }

  /** Whether a task failed for good: it is only tried again if that is asked for. */
  boolean failedForGood() {
    int retries = folder.spec().failures().retries();
    return outcomes.values().stream()
        .flatMap(o -> o.requireTrace().records().stream())
        .anyMatch(r -> r.end() == TaskEnd.FAILED && r.attempt() > retries);
  }
}
