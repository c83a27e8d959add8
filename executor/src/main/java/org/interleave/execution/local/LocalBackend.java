package org.interleave.execution.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.cluster.Cluster;
import org.interleave.execution.Backend;
import org.interleave.execution.Clock;
import org.interleave.execution.TaskLaunch;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as processes of this machine, each in a session of its own, and leaves none behind.
 *
 * <p>On a cluster that is not virtual, processes are bound to the CPUs of their slots, if the
 * program {@code taskset} is there. Output goes to files of the run's folder. What a task leaves
 * behind when it ends is ended within seconds; what the run leaves behind, however this program
 * ends, is killed by a {@link Warden}. For this they are found by their session or by their
 * environment ({@code INTERLEAVE_RUN} and {@code INTERLEAVE_TASK}).
 */
public final class LocalBackend implements Backend {
  private static final int STARTERS = 4;
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9-]+");

  private final Setting setting;
  private final LinkedBlockingQueue<Attempt> queue = new LinkedBlockingQueue<>();
  private final List<Thread> starters = new ArrayList<>();
  private @Nullable Attempts attempts;
  private volatile boolean closing;
  private boolean closed;

  /**
   * What a run is.
   *
   * @param runId unique among the runs of this machine: letters, digits and hyphens
   * @param directory the run's folder, absolute
   * @param base the folder in which commands run that do not say otherwise, absolute
   * @param workflow what is run
   * @param cluster where it is run, or believed to be
   * @param graceMicros how long an ended task may take to tidy up before it is killed, 0 or more
   * @param node the node of the cluster that this machine is, or {@link #EVERY_NODE}; of a task's
   *     processes only those of this node are started
   */
  public record Setting(
      String runId,
      Path directory,
      Path base,
      Workflow workflow,
      Cluster cluster,
      long graceMicros,
      int node) {

    /** This machine stands for the whole cluster. */
    public static final int EVERY_NODE = -1;

    /** The setting of the same run on the machine that is one of the nodes. */
    public Setting on(int which) {
      return new Setting(
          runId + "-n" + which, directory, base, workflow, cluster, graceMicros, which);
    }

    /** Whether a process that was placed on a node is this machine's. */
    boolean isHere(int which) {
      return node == EVERY_NODE || node == which;
    }

    /** A run on this machine alone. */
    public Setting(
        String runId,
        Path directory,
        Path base,
        Workflow workflow,
        Cluster cluster,
        long graceMicros) {
      this(runId, directory, base, workflow, cluster, graceMicros, EVERY_NODE);
    }

    public Setting {
      if (node < EVERY_NODE || node >= cluster.nodeCount()) {
        throw new IllegalArgumentException("the cluster has no node " + node);
      }
      if (!RUN_ID.matcher(runId).matches()) {
        throw new IllegalArgumentException(
            "a run's id consists of letters, digits and hyphens, but this one is '" + runId + "'");
      }
      if (!directory.isAbsolute() || !base.isAbsolute()) {
        throw new IllegalArgumentException(
            "the folders of a run must be absolute, but are " + directory + " and " + base);
      }
      if (graceMicros < 0) {
        throw new IllegalArgumentException("the grace must be 0 or more, but is " + graceMicros);
      }
    }
  }

  private LocalBackend(Setting setting) {
    this.setting = setting;
  }

  /** A backend for one run. */
  public static LocalBackend of(Setting setting) {
    return new LocalBackend(setting);
  }

  /**
   * Why a workflow can't run on this machine, in one line; empty if nothing is known against it: a
   * cluster that is not virtual must not be larger than the machine, programs must exist, and a
   * load ({@code stress}) needs real CPUs.
   *
   * @param base the folder in which commands run that do not say otherwise
   */
  public static String refusal(Workflow workflow, Cluster cluster, Machine machine, Path base) {
    return Refusals.of(workflow, cluster, machine, base);
  }

  /** What in the commands of a workflow may be a slip of the pen, a line each. */
  public static List<String> doubts(Workflow workflow) {
    List<String> doubts = new ArrayList<>();
    for (TaskSet set : workflow.sets()) {
      if (set.run() instanceof Command.Argv command) {
        Stream.concat(command.argv().stream(), command.environment().values().stream().sorted())
            .flatMap(text -> Placeholders.doubts(text).stream())
            .distinct()
            .forEach(doubt -> doubts.add("in run of task set '" + set.name() + "' " + doubt));
      }
    }
    return doubts;
  }

  @Override
  public String label() {
    return "local";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this system lacks what the backend needs
   * @throws UncheckedIOException if the run's folder can't be written to
   */
  @Override
  public synchronized void open(Clock clock, Events events) {
    if (attempts != null || closed) {
      throw new IllegalStateException("a backend is opened once");
    }
    String missing = Programs.missing();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(missing);
    }
    try {
      Path work = setting.directory().resolve("work");
      Files.createDirectories(work);
      Machine machine = setting.cluster().virtual() ? null : Machine.here();
      Commands commands = new Commands(setting, work, machine);
      Attempts all = new Attempts(setting, clock, events, Warden.of(setting.runId()));
      attempts = all;
      for (int i = 0; i < STARTERS; i++) {
        Thread starter = Attempts.daemon(() -> startAll(commands), "starter");
        starters.add(starter);
        starter.start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the run can't begin: " + e.getMessage(), e);
    }
  }

  private void startAll(Commands commands) {
    try {
      WarmUp.done();
      while (!closing) {
        Attempt attempt = queue.poll(1, TimeUnit.HOURS);
        if (attempt != null && !closing) {
          attempt.start(commands);
        }
      }
    } catch (InterruptedException e) {
      // Closing.
    }
  }

  @Override
  public void start(TaskLaunch launch) {
    Attempt attempt = opened().add(launch);
    if (closing) {
      attempt.end(Attempt.Cause.CANCEL);
    } else {
      queue.add(attempt);
    }
  }

  @Override
  public void cancel(int task) {
    Attempt attempt = opened().of(task);
    if (attempt != null) {
      attempt.end(Attempt.Cause.CANCEL);
    }
  }

  private synchronized Attempts opened() {
    if (attempts == null) {
      throw new IllegalStateException("the backend is not open");
    }
    return attempts;
  }

  @Override
  public void close() {
    Attempts all;
    synchronized (this) {
      all = attempts;
      if (closed || all == null) {
        closed = true;
        return;
      }
      closed = true;
      closing = true;
    }
    // A start that is under way is finished, and its process killed with the others.
    starters.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread starter : starters) {
      try {
        starter.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    all.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
