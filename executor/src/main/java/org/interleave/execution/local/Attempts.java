package org.interleave.execution.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.interleave.execution.Backend.Events;
import org.interleave.execution.Clock;
import org.interleave.execution.TaskLaunch;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.jspecify.annotations.Nullable;

/** The attempts that have not ended, and what they share: threads, timers, signals. */
final class Attempts {
  /** Of a thread that does nothing but wait and report: there may be thousands. */
  private static final long SMALL_STACK = 256 * 1024;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MESSAGE_BYTES = 300;

  private final LocalBackend.Setting setting;
  private final Path directory;
  private final OutputFolders folders;
  private final Clock clock;
  private final Events events;
  private final Warden warden;
  private final Sweeper sweeper;
  private final Thread sweeperThread;
  private final ThreadPoolExecutor waiters;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<Integer, Attempt> byTask = new ConcurrentHashMap<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  Attempts(LocalBackend.Setting setting, Clock clock, Events events, Warden warden) {
    this.setting = setting;
    this.directory = setting.directory();
    this.folders = new OutputFolders(directory);
    this.clock = clock;
    this.events = events;
    this.warden = warden;
    this.sweeper =
        new Sweeper(
            new ProcessTable(new File("/proc"), setting.runId()),
            warden,
            running,
            keys::contains,
            setting.graceMicros());
    this.sweeperThread = daemon(sweeper, "sweeper");
    this.waiters =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "waiter"));
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "timer"));
    timer.setRemoveOnCancelPolicy(true);
    sweeperThread.start();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, "interleave-" + name, SMALL_STACK);
    thread.setDaemon(true);
    return thread;
  }

  /** Whether a process of a task is to be started on this machine. */
  boolean isHere(TaskLaunch launch, int process) {
    return setting.isHere(launch.processes().get(process).node());
  }

  Clock clock() {
    return clock;
  }

  Events events() {
    return events;
  }

  ExecutorService waiters() {
    return waiters;
  }

  Sweeper sweeper() {
    return sweeper;
  }

  void signal(String name, List<Long> ids) {
    warden.signal(name, ids);
  }

  /** Does something after a time, unless the backend is closed before. */
  Future<?> in(long micros, Runnable task) {
    try {
      return timer.schedule(task, micros, TimeUnit.MICROSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Takes an attempt up; to be started later. */
  Attempt add(TaskLaunch launch) {
    Attempt attempt = new Attempt(launch, this);
    keys.add(attempt.key());
    byTask.put(launch.task(), attempt);
    return attempt;
  }

  @Nullable Attempt of(int task) {
    return byTask.get(task);
  }

  void processStarted(long pid) {
    running.add(pid);
  }

  void processEnded(long pid) {
    running.remove(pid);
  }

  /** Reports an attempt's end and forgets it. */
  void ended(Attempt attempt, TaskEnd end, int exitCode, String why, long micros) {
    TaskLaunch launch = attempt.launch();
    byTask.remove(launch.task(), attempt);
    keys.remove(attempt.key());
    List<Long> sessions = attempt.sessions();
    if (!sessions.isEmpty()) {
      sweeper.ended(sessions);
    }
    events.ended(launch.task(), launch.launch(), end, exitCode, why, micros);
  }

  /**
   * Where the output of a process goes, relative to the run's folder and without the ending; empty
   * if it is not kept.
   */
  String output(TaskLaunch launch, int process) throws IOException {
    if (!(launch.set().set().run() instanceof Command.Argv)) {
      return "";
    }
    return folders.of(launch.set().set().name(), launch.set().iteration())
        + "/"
        + launch.index()
        + "-"
        + launch.launch()
        + (launch.processes().size() > 1 ? "-" + process : "");
  }

  /**
   * What the program in front of a command said when the command could not be executed; empty if it
   * was executed.
   */
  String refusalToExecute(String output, int code) {
    if (code != 126 && code != 127) {
      return "";
    }
    try (InputStream in = Files.newInputStream(directory.resolve(output + ".err"))) {
      String said = new String(in.readNBytes(MESSAGE_BYTES), StandardCharsets.UTF_8).strip();
      boolean front = said.startsWith("setsid: ") || said.startsWith("taskset: ");
      return front && said.indexOf('\n') < 0 ? said.substring(said.indexOf(' ') + 1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Kills everything, and returns when nothing is left and every attempt has been reported. */
  void close() {
    timer.shutdownNow();
    List<Attempt> left = List.copyOf(byTask.values());
    left.forEach(a -> a.end(Attempt.Cause.CANCEL));
    warden.signal("KILL", left.stream().flatMap(a -> a.groups().stream()).toList());
    warden.close();
    // The waiters see that their processes are gone, and the sweeper that nothing else is.
    boolean interrupted = false;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!byTask.isEmpty() && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(2);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    sweeper.close();
    waiters.shutdown();
    List.copyOf(byTask.values()).forEach(Attempt::abandon);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
