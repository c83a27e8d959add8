package org.interleave.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.interleave.Outcome;
import org.interleave.execution.Executor;
import org.interleave.runs.RealRun;
import org.interleave.runs.RunFolder;
import org.interleave.trace.Violation;
import org.interleave.validation.Soundness;
import org.jspecify.annotations.Nullable;

/** Executes the runs of a folder one after the other, where somebody watches and may interrupt. */
final class RealRunner {

  private final RunFolder folder;
  private final PrintWriter err;
  private final boolean retryFailed;
  private final Map<RealRun, Outcome> outcomes = new LinkedHashMap<>();
  private int signalCode;
  private boolean sound = true;

  RealRunner(RunFolder folder, PrintWriter err, boolean retryFailed) {
    this.folder = folder;
    this.err = err;
    this.retryFailed = retryFailed;
  }

  /** Executes them; the first that does not finish is the last. */
  void run() {
    AtomicReference<@Nullable Executor> current = new AtomicReference<>();
    Interruption interruption =
        Interruption.handledBy(
            () -> {
              err.println("ending what runs; once more to end at once");
              err.flush();
              Executor executor = current.get();
              if (executor != null) {
                executor.stop();
              }
            });
    try (interruption) {
      for (RealRun run : folder.runs()) {
        Outcome outcome;
        try (LiveView view =
            new LiveView(
                err, folder.scenario(run), folder.spec().workflow().name() + " " + run.name())) {
          outcome =
              folder.execute(
                  run,
                  retryFailed,
                  view,
                  executor -> {
                    current.set(executor);
                    if (interruption.exitCode() != 0) {
                      executor.stop();
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
    return sound
        && outcomes.size() == folder.runs().size()
        && outcomes.values().stream().allMatch(Outcome::complete);
  }

  /** 128 + n if signal n ended the runs, else 0. */
  int signalCode() {
    return signalCode;
  }

  /** How to go on with what did not finish; empty if all did. */
  String wayOn() {
    if (allDone() || outcomes.isEmpty()) {
      return "";
    }
    boolean failed =
        outcomes.values().stream()
            .flatMap(o -> o.requireTrace().records().stream())
            .anyMatch(r -> r.end() == org.interleave.scheduling.TaskEnd.FAILED);
    return "to go on: interleave run --resume "
        + folder.path()
        + (failed && signalCode == 0 ? " --retry-failed" : "");
  }
}
