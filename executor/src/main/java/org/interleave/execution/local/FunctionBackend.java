package org.interleave.execution.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.interleave.execution.Backend;
import org.interleave.execution.Clock;
import org.interleave.execution.TaskLaunch;
import org.interleave.scheduling.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as functions of this program, each on a thread of its own while it runs. A function
 * that takes no notice of interrupts cannot be ended: its task is reported when it returns, or as
 * canceled when the backend is closed.
 */
public final class FunctionBackend implements Backend {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Map<String, TaskFunction> functions;
  private final Map<Integer, Attempt> byTask = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "interleave-function"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> daemon(task, "interleave-timer"));
  private @Nullable Clock clock;
  private @Nullable Events events;

  private FunctionBackend(Map<String, TaskFunction> functions) {
    this.functions = Map.copyOf(functions);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** A backend that runs the tasks of each set, by its name, as calls of a function. */
  public static FunctionBackend of(Map<String, TaskFunction> bySet) {
    return new FunctionBackend(bySet);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public String label() {
    return "functions";
  }

  @Override
  public void open(Clock runClock, Events runEvents) {
    if (events != null) {
      throw new IllegalStateException("a backend is opened once");
    }
    this.clock = runClock;
    this.events = runEvents;
  }

  @Override
  public void start(TaskLaunch launch) {
    if (clock == null || events == null) {
      throw new IllegalStateException("the backend is not open");
    }
    Attempt attempt = new Attempt(launch, clock, events);
    byTask.put(launch.task(), attempt);
    try {
      threads.execute(attempt);
    } catch (RejectedExecutionException e) {
      attempt.report(TaskEnd.CANCELED, "");
    } catch (OutOfMemoryError e) {
      attempt.report(TaskEnd.FAILED, "can't be started: no thread is left for it");
    }
  }

  @Override
  public void cancel(int task) {
    Attempt attempt = byTask.get(task);
    if (attempt != null) {
      attempt.end(TaskEnd.CANCELED, "");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdown();
    List.copyOf(byTask.values()).forEach(a -> a.end(TaskEnd.CANCELED, ""));
    try {
      if (!threads.awaitTermination(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List.copyOf(byTask.values()).forEach(a -> a.report(TaskEnd.CANCELED, ""));
  }

  /** One call of a function. */
  private final class Attempt implements Runnable {
    private final TaskLaunch launch;
    private final Clock runClock;
    private final Events runEvents;
    private @Nullable Thread thread;
    private @Nullable TaskEnd forced;
    private String why = "";
    private boolean returned;
    private boolean reported;

    Attempt(TaskLaunch launch, Clock runClock, Events runEvents) {
      this.launch = launch;
      this.runClock = runClock;
      this.runEvents = runEvents;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (forced != null || reported) {
          return;
        }
        thread = Thread.currentThread();
      }
      runEvents.started(launch.task(), launch.launch(), 0, runClock.micros());
      long timeout = launch.set().set().timeoutMicros();
      Future<?> limit = timeout == 0 ? null : limit(timeout);
      TaskEnd end = TaskEnd.DONE;
      String reason = "";
      try {
        call();
      } catch (Throwable e) {
        end = TaskEnd.FAILED;
        reason = reason(e);
      }
      synchronized (this) {
        returned = true;
        if (forced != null) {
          end = forced;
          reason = why;
        }
        // An interrupt that came late is not the next task's.
        Thread.interrupted();
      }
      if (limit != null) {
        limit.cancel(false);
      }
      report(end, reason);
    }

    private void call() throws Exception {
      String set = launch.set().set().name();
      TaskFunction function = functions.get(set);
      if (function == null) {
        throw new IllegalArgumentException(
            "task set '" + set + "' has no function; give one under its name");
      }
      function.run(
          new TaskContext(
              set,
              launch.set().iteration(),
              launch.index(),
              launch.launch(),
              launch.durationMicros(),
              launch.processes()));
    }

    private @Nullable Future<?> limit(long micros) {
      String text = "ended after its timeout of " + Seconds.of(micros) + " s";
      try {
        return timer.schedule(() -> end(TaskEnd.FAILED, text), micros, TimeUnit.MICROSECONDS);
      } catch (RejectedExecutionException e) {
        return null;
      }
    }

    private static String reason(Throwable e) {
      String message = e.getMessage();
      return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /** Ends it, unless it has ended by itself or is being ended. */
    void end(TaskEnd how, String reason) {
      synchronized (this) {
        if (returned || forced != null) {
          return;
        }
        forced = how;
        why = reason;
        if (thread != null) {
          thread.interrupt();
          return;
        }
      }
      report(how, reason); // it never began
    }

    void report(TaskEnd end, String reason) {
      synchronized (this) {
        if (reported) {
          return;
        }
        reported = true;
      }
      byTask.remove(launch.task(), this);
      int exitCode = end == TaskEnd.DONE ? 0 : -1;
      runEvents.ended(launch.task(), launch.launch(), end, exitCode, reason, runClock.micros());
    }
  }
}
