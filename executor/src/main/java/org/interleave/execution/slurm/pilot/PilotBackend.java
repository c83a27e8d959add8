package org.interleave.execution.slurm.pilot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.interleave.execution.Backend;
import org.interleave.execution.Clock;
import org.interleave.execution.TaskLaunch;
import org.interleave.execution.local.LocalBackend;
import org.interleave.scheduling.TaskEnd;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one run through the agents of the nodes that they were placed on. */
final class PilotBackend implements Backend {

  private static final int OPEN_SECONDS = 120;
  private static final int CLOSE_SECONDS = 60;

  /** Tasks may be ended by their node's end, or the job's, a moment before that is known. */
  private static final int DOUBT_MILLIS = 700;

  private static final int FIRST_SIGNAL = 128;

  private final Pilot pilot;
  private final int run;
  private final LocalBackend.Setting setting;
  private final @Nullable Connection[] agents;
  private final boolean[] up;
  private final boolean[] closedHere;
  private final Map<Integer, SpreadTask> tasks = new HashMap<>();
  private @Nullable Clock clock;
  private @Nullable Events events;
  private long originMicros;
  private String refusal = "";
  private final boolean[] prepared;
  private boolean opening = true;
  private boolean closed;

  PilotBackend(Pilot pilot, int run, LocalBackend.Setting setting) {
    this.pilot = pilot;
    this.run = run;
    this.setting = setting;
    int nodes = setting.cluster().nodeCount();
    this.agents = new Connection[nodes];
    this.up = new boolean[nodes];
    this.prepared = new boolean[nodes];
    this.closedHere = new boolean[nodes];
  }

  @Override
  public String label() {
    return "slurm";
  }

  @Override
  public Map<String, String> provenance() {
    return pilot.provenance();
  }

  /**
   * Has all nodes look whether they can do it, and clear what an earlier part of the run has left.
   * This is no part of the run, and takes none of its time.
   *
   * @throws PilotException if a node refuses the run
   */
  void prepare() {
    pilot.attach(this);
    synchronized (this) {
      awaitNodes(OPEN_SECONDS, () -> !refusal.isEmpty() || all(prepared));
      requireConsent();
    }
  }

  private void requireConsent() {
    if (!refusal.isEmpty()) {
      closed = true;
      throw new PilotException(refusal);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws PilotException if a node refuses the run
   */
  @Override
  public void open(Clock runClock, Events reports) {
    synchronized (this) {
      clock = runClock;
      events = reports;
      originMicros = runClock.micros() - ClockOffset.nowMicros();
      for (int node = 0; node < prepared.length; node++) {
        Connection agent = agents[node];
        if (prepared[node] && agent != null) {
          agent.send(Message.of("open", run));
        }
      }
      awaitNodes(OPEN_SECONDS, () -> !refusal.isEmpty() || all(up));
      opening = false;
      requireConsent();
      for (int node = 0; node < up.length; node++) {
        if (!up[node]) {
          reports.nodeDown(node);
        }
      }
    }
  }

  /** Whether something holds of all nodes that have an agent. */
  private boolean all(boolean[] state) {
    for (int node = 0; node < state.length; node++) {
      if (!state[node] && agents[node] != null) {
        return false;
      }
    }
    return true;
  }

  private void awaitNodes(int seconds, BooleanSupplier enough) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean interrupted = false;
    while (!enough.getAsBoolean() && System.nanoTime() < deadline) {
      try {
        wait(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An agent has come. */
  synchronized void ready(Connection agent) {
    int node = agent.node();
    if (!closed && agents[node] != agent) {
      agents[node] = agent;
      prepared[node] = false;
      agent.send(Terms.prepare(run, setting.on(node)));
    }
  }

  /** An agent is gone, with all that it had started. */
  synchronized void lost(Connection agent) {
    int node = agent.node();
    if (agents[node] != agent) {
      return;
    }
    agents[node] = null;
    tasks
        .values()
        .removeIf(
            task -> {
              if (task.isLeft(node)) {
                task.lost(node);
              }
              return task.isOver();
            });
    if (up[node]) {
      up[node] = false;
      if (!opening && !closed) {
        events().nodeDown(node);
      }
    }
    notifyAll();
  }

  /** An agent says something of this run or of an earlier one. */
  synchronized void message(Connection agent, Message message) {
    Fields in = new Fields(message);
    int node = agent.node();
    if (in.number() != run || agents[node] != agent) {
      return;
    }
    switch (message.verb()) {
      case "prepared" -> {
        prepared[node] = true;
        if (clock != null) {
          agent.send(Message.of("open", run));
        }
        notifyAll();
      }
      case "opened" -> {
        up[node] = true;
        if (!opening && !closed) {
          pilot.note(pilot.host(node) + " is in service");
          events().nodeUp(node);
        }
        notifyAll();
      }
      case "refused" -> {
        String why = pilot.host(node) + " refuses the run: " + in.text();
        if (opening) {
          refusal = why;
        } else {
          pilot.note(why);
        }
        notifyAll();
      }
      case "closed" -> {
        closedHere[node] = true;
        notifyAll();
      }
      case "started" -> started(agent, in);
      case "ended" -> ended(agent, in);
      default -> {}
    }
  }

  private void started(Connection agent, Fields in) {
    int number = in.number();
    int launch = in.number();
    SpreadTask task = known(number, launch);
    if (task != null && task.beginsOn(agent.node())) {
      events().started(number, launch, in.longNumber(), here(agent, in.longNumber()));
    }
  }

  private void ended(Connection agent, Fields in) {
    int number = in.number();
    int launch = in.number();
    TaskEnd end = TaskEnd.valueOf(in.text());
    int code = in.number();
    String why = in.text();
    long micros = here(agent, in.longNumber());
    if (end == TaskEnd.FAILED && code > FIRST_SIGNAL) {
      try {
        Future<?> unused =
            pilot
                .timer()
                .schedule(
                    () -> ended(agent.node(), number, launch, end, code, why, micros),
                    DOUBT_MILLIS,
                    TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // Closing: nobody asks any more.
      }
    } else {
      ended(agent.node(), number, launch, end, code, why, micros);
    }
  }

  private synchronized void ended(
      int node, int number, int launch, TaskEnd end, int code, String why, long micros) {
    SpreadTask task = known(number, launch);
    if (task == null || !task.isLeft(node)) {
      return;
    }
    if (task.ended(node, end, code, why, micros)) {
      cancelRest(task);
    }
    if (task.isOver()) {
      tasks.remove(number);
      if (!task.isLost()) {
        events().ended(number, launch, task.end(), task.exitCode(), task.why(), task.endedMicros());
      }
    }
  }

  /** The task that was started then, or null if that is over. */
  private @Nullable SpreadTask known(int number, int launch) {
    SpreadTask task = tasks.get(number);
    return task != null && task.launch().launch() == launch ? task : null;
  }

  /** An instant of an agent on the run's clock; nothing is heard of before it has happened. */
  private long here(Connection agent, long micros) {
    long mapped = agent.clock().here(micros) + originMicros;
    Clock runClock = clock;
    return runClock == null ? mapped : Math.max(0, Math.min(mapped, runClock.micros()));
  }

  private Events events() {
    Events reports = events;
    if (reports == null) {
      throw new IllegalStateException("the backend is not open");
    }
    return reports;
  }

  /** A node that is out of service is passed over: its tasks are lost when that is handled. */
  @Override
  public synchronized void start(TaskLaunch launch) {
    if (closed) {
      return;
    }
    SpreadTask task = new SpreadTask(launch);
    tasks.put(launch.task(), task);
    Message order = Terms.start(run, launch);
    for (int node : task.left()) {
      Connection agent = agents[node];
      if (up[node] && agent != null) {
        agent.send(order);
      } else {
        task.lost(node);
      }
    }
    if (task.isOver()) {
      tasks.remove(launch.task());
    }
  }

  @Override
  public synchronized void cancel(int number) {
    SpreadTask task = tasks.get(number);
    if (task != null) {
      cancelRest(task);
    }
  }

  private void cancelRest(SpreadTask task) {
    for (int node : task.left()) {
      Connection agent = agents[node];
      if (agent != null) {
        agent.send(Message.of("cancel", run, task.launch().task()));
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      for (Connection agent : agents) {
        if (agent != null) {
          agent.send(Message.of("close", run));
        }
      }
      awaitNodes(CLOSE_SECONDS, () -> all(closedHere));
    }
    for (int node = 0; node < closedHere.length; node++) {
      Connection agent = agents[node];
      if (agent != null && !closedHere[node]) {
        agent.end();
      }
    }
    pilot.attach(null);
  }
}
