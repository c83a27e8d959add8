package org.interleave.execution;

import java.util.ArrayList;
import java.util.List;
import org.interleave.scheduling.TaskEnd;

/** Where the reports of a backend wait, from any thread, until the run looks at them. */
final class Inbox implements Backend.Events {

  /** What a backend reports. */
  sealed interface Report {

    record Started(int task, int launch, long pid, long micros) implements Report {}

    record Ended(int task, int launch, TaskEnd end, int exitCode, String why, long micros)
        implements Report {}

    record NodeDown(int node) implements Report {}

    record NodeUp(int node) implements Report {}

    /** Nothing has happened, but the run should look after itself. */
    record Nudge() implements Report {}
  }

  private static final long LONGEST_WAIT_MICROS = 3_600_000_000L;

  private List<Report> reports = new ArrayList<>();

  @Override
  public void started(int task, int launch, long pid, long micros) {
    put(new Report.Started(task, launch, pid, micros));
  }

  @Override
  public void ended(int task, int launch, TaskEnd end, int exitCode, String why, long micros) {
    put(new Report.Ended(task, launch, end, exitCode, why, micros));
  }

  @Override
  public void nodeDown(int node) {
    put(new Report.NodeDown(node));
  }

  @Override
  public void nodeUp(int node) {
    put(new Report.NodeUp(node));
  }

  void nudge() {
    put(new Report.Nudge());
  }

  private synchronized void put(Report report) {
    reports.add(report);
    notifyAll();
  }

  /** Waits for a report, or for the given number of microseconds, but for an hour at most. */
  synchronized void await(long micros) {
    long end = System.nanoTime() + Math.min(micros, LONGEST_WAIT_MICROS) * 1_000;
    try {
      while (reports.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000 + 1;
        if (left <= 0 || end - System.nanoTime() <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isEmpty() {
    return reports.isEmpty();
  }

  /** Everything that has been reported since the last call. */
  synchronized List<Report> take() {
    List<Report> taken = reports;
    reports = new ArrayList<>();
    return taken;
  }
}
