package org.interleave.execution.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.interleave.execution.TaskLaunch;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.jspecify.annotations.Nullable;

/**
 * One start of a task: its processes, why it is ended if it is, and what becomes of it.
 *
 * <p>Its parts are the thread that starts its processes and one thread for each of them, which
 * waits. The last part to finish decides how the attempt ended.
 */
final class Attempt {

  /** Why this program ends an attempt. */
  enum Cause {
    TIMEOUT,
    CANCEL,
    /** A stress task has executed for its duration. */
    OVER,
    /** Another process of the task failed. */
    SIBLING
  }

  private final TaskLaunch launch;
  private final Attempts attempts;
  private final String key;

  /** The first of its processes that is this machine's. */
  private final int firstHere;

  private final List<Process> processes = new ArrayList<>();
  private final List<Future<?>> timers = new ArrayList<>();
  private @Nullable Cause cause;
  private boolean begun;
  private int parts = 1;
  private int exitCode;
  private String failure = "";
  private long endMicros = -1;
  private boolean reported;
  private boolean gone;

  Attempt(TaskLaunch launch, Attempts attempts) {
    this.launch = launch;
    this.attempts = attempts;
    this.key = launch.task() + "." + launch.launch();
    int p = 0;
    while (p < launch.processes().size() - 1 && !attempts.isHere(launch, p)) {
      p++;
    }
    this.firstHere = p;
  }

  TaskLaunch launch() {
    return launch;
  }

  /** Whether the sweeper is done with it; guarded by the sweeper. */
  boolean isGone() {
    return gone;
  }

  void markGone() {
    gone = true;
  }

  /** What identifies it in the environment of its processes. */
  String key() {
    return key;
  }

  /** Starts its processes; called by one thread, once. */
  void start(Commands commands) {
    synchronized (this) {
      if (cause != null) {
        return;
      }
      begun = true;
    }
    int count = launch.processes().size();
    for (int p = 0; p < count && !isEnded(); p++) {
      if (!attempts.isHere(launch, p)) {
        continue;
      }
      try {
        ProcessBuilder builder = commands.of(launch, key, p, attempts.output(launch, p));
        // Read before: after a start on a busy machine the task may have executed for a while.
        long micros = attempts.clock().micros();
        running(p, builder.start(), micros);
      } catch (CannotStartException e) {
        failed(-1, reason(e));
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // Out of threads, that is, as a rule.
        failed(-1, "can't be started: " + reason(e));
      }
    }
    finish();
  }

  /** What the system says, without the whole command in front. */
  private static String reason(Throwable e) {
    String message = e.getCause() != null ? e.getCause().getMessage() : e.getMessage();
    if (message == null) {
      message = e.toString();
    }
    return message.substring(0, Math.min(message.length(), 1000)).replaceAll("\\p{Cntrl}", " ");
  }

  private synchronized boolean isEnded() {
    return cause != null || !failure.isEmpty();
  }

  private void running(int p, Process process, long micros) {
    boolean ended;
    boolean failed;
    synchronized (this) {
      processes.add(process);
      parts++;
      ended = cause != null;
      failed = !failure.isEmpty();
      attempts.processStarted(process.pid());
    }
    try {
      attempts.waiters().execute(() -> await(p, process, micros));
    } catch (RuntimeException | OutOfMemoryError e) {
      process.destroyForcibly();
      synchronized (this) {
        parts--;
      }
      throw e;
    }
    if (ended) {
      attempts.signal("TERM", List.of(-process.pid()));
    } else if (failed) {
      end(Cause.SIBLING);
    }
  }

  private void await(int p, Process process, long startMicros) {
    if (p == firstHere) {
      attempts.events().started(launch.task(), launch.launch(), process.pid(), startMicros);
      setTimers();
    }
    int code = exitCode(process);
    long micros = attempts.clock().micros();
    attempts.processEnded(process.pid());
    synchronized (this) {
      endMicros = Math.max(endMicros, micros);
      if (p == firstHere && failure.isEmpty()) {
        exitCode = code;
      }
    }
    if (code != 0) {
      String output = output(p);
      String spawn = output.isEmpty() ? "" : attempts.refusalToExecute(output, code);
      if (!spawn.isEmpty()) {
        failed(-1, "can't be started: " + spawn);
      } else {
        failed(code, wording(p, code, output));
      }
    }
    finish();
  }

  private String wording(int p, int code, String output) {
    return (launch.processes().size() > 1 ? "process " + p + ": " : "")
        + "exit code "
        + code
        + (code > 128 && code <= 128 + 64 ? " (128 + signal " + (code - 128) + ")" : "")
        + (output.isEmpty() ? "" : "; see " + output + ".err");
  }

  private String output(int p) {
    try {
      return attempts.output(launch, p);
    } catch (IOException e) {
      return "";
    }
  }

  private static int exitCode(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        // Nobody has reason to: the thread is the backend's own and lives as long as the process.
        Thread.yield();
      }
    }
  }

  private void setTimers() {
    long timeout = launch.set().set().timeoutMicros();
    boolean stress = launch.set().set().run() instanceof Command.Stress;
    if (timeout == 0 && !stress) {
      return;
    }
    synchronized (this) {
      if (cause != null) {
        return;
      }
      if (timeout > 0) {
        timers.add(attempts.in(timeout, () -> end(Cause.TIMEOUT)));
      }
      if (stress) {
        timers.add(attempts.in(launch.durationMicros(), () -> end(Cause.OVER)));
      }
    }
  }

  /** A process ended with an error of its own, or could not be started; the others are ended. */
  private void failed(int code, String why) {
    boolean first;
    synchronized (this) {
      first = cause == null && failure.isEmpty();
      if (first) {
        exitCode = code;
        failure = why;
      }
    }
    if (first) {
      end(Cause.SIBLING);
    }
  }

  /** Ends the attempt, politely first; ignored if it has ended by itself, or is being ended. */
  void end(Cause why) {
    boolean never;
    List<Long> groups;
    synchronized (this) {
      groups = groups();
      never = !begun;
      if (cause != null || reported || !never && groups.isEmpty() && parts <= processes.size()) {
        return;
      }
      if (why == Cause.SIBLING && groups.isEmpty()) {
        return; // nobody is left
      }
      cause = why;
      exitCode = never ? -1 : exitCode;
    }
    if (never) {
      report(TaskEnd.CANCELED, "", attempts.clock().micros());
      return;
    }
    attempts.signal("TERM", groups);
    attempts.sweeper().force(this);
  }

  /** The process groups of its living processes, as signals address them. */
  synchronized List<Long> groups() {
    List<Long> groups = new ArrayList<>();
    for (Process process : processes) {
      if (process.isAlive()) {
        groups.add(-process.pid());
      }
    }
    return groups;
  }

  /** The sessions that its processes began. */
  synchronized List<Long> sessions() {
    return processes.stream().map(Process::pid).toList();
  }

  /** One part is over. */
  private void finish() {
    Cause why;
    synchronized (this) {
      if (--parts > 0) {
        return;
      }
      timers.forEach(t -> t.cancel(false));
      if (endMicros < 0) {
        endMicros = attempts.clock().micros();
      }
      why = cause;
      if (why == null && failure.isEmpty() && launch.set().set().run() instanceof Command.Stress) {
        failure = "the load ended before its time";
      }
    }
    if (why == null) {
      report(failure.isEmpty() ? TaskEnd.DONE : TaskEnd.FAILED, failure, endMicros);
    } else {
      attempts.sweeper().exited(this);
    }
  }

  /**
   * Reports an attempt that was ended, now that nothing is left of it.
   *
   * @param stragglers whether something was left when its processes had ended
   */
  void gone(boolean stragglers) {
    long micros;
    Cause why;
    synchronized (this) {
      micros = stragglers ? attempts.clock().micros() : endMicros;
      why = cause;
      if (why == Cause.OVER) {
        exitCode = 0;
      }
    }
    if (why == Cause.OVER) {
      report(TaskEnd.DONE, "", micros);
    } else if (why == Cause.CANCEL) {
      report(TaskEnd.CANCELED, "", micros);
    } else if (why == Cause.TIMEOUT) {
      String after = Seconds.of(launch.set().set().timeoutMicros());
      report(TaskEnd.FAILED, "ended after its timeout of " + after + " s", micros);
    } else {
      report(TaskEnd.FAILED, failure, micros);
    }
  }

  /** Reports an attempt of which nothing is known any more, when the backend closes. */
  void abandon() {
    report(TaskEnd.CANCELED, "", attempts.clock().micros());
  }

  private void report(TaskEnd end, String why, long micros) {
    int code;
    synchronized (this) {
      if (reported) {
        return;
      }
      reported = true;
      code = exitCode;
    }
    attempts.ended(this, end, code, why, micros);
  }
}
