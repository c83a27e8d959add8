package org.interleave.execution.slurm.pilot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.interleave.execution.Backend;
import org.interleave.execution.local.LocalBackend;
import org.jspecify.annotations.Nullable;

/**
 * The agents of an allocation, one a node, for all the runs of a program. They are reached through
 * their steps' input and output: no port is opened. An agent that is gone takes its node out of
 * service, and another one is started there.
 */
public final class Pilot implements AutoCloseable {

  private static final int START_SECONDS = 180;

  /** When most agents are there, the others are not waited for as long. */
  private static final int FEW_LEFT_SECONDS = 20;

  private static final int GIVE_UP_AFTER = 3;
  private static final int LEAVE_SECONDS = 20;

  private final Allocation allocation;
  private final AgentLauncher launcher;
  private final Consumer<String> notes;
  private final List<AgentLink> links = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timer;
  private @Nullable PilotBackend current;
  private int runs;
  private boolean closed;

  private Pilot(Allocation allocation, AgentLauncher launcher, Consumer<String> notes) {
    this.allocation = allocation;
    this.launcher = launcher;
    this.notes = notes;
    this.timer = new ScheduledThreadPoolExecutor(1, task -> Threads.daemon(task, "pilot"));
  }

  /**
   * Starts the agents and waits until they are ready. A node whose agent does not come begins out
   * of service.
   *
   * @param logs the folder in which what agents complain of is kept
   * @param notes takes what a person should know, a line each, from any thread
   * @throws PilotException if no agent comes at all
   */
  public static Pilot start(
      Allocation allocation, AgentLauncher launcher, Path logs, Consumer<String> notes) {
    Pilot pilot = new Pilot(allocation, launcher, notes);
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + logs + ": " + e.getMessage(), e);
    }
    for (int node = 0; node < allocation.hosts().size(); node++) {
      String host = allocation.hosts().get(node);
      AgentLink link = new AgentLink(node, host, logs.resolve(host + ".err"), pilot);
      pilot.links.add(link);
      Threads.daemon(link, "agent-" + host).start();
    }
    Future<?> unused =
        pilot.timer.scheduleAtFixedRate(
            () -> pilot.links.forEach(AgentLink::tick), 1, 1, TimeUnit.SECONDS);
    try {
      pilot.awaitAgents(logs);
    } catch (RuntimeException e) {
      pilot.close();
      throw e;
    }
    return pilot;
  }

  private synchronized void awaitAgents(Path logs) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    long fewLeft = Long.MAX_VALUE;
    List<AgentLink> missing = missing();
    while (!missing.isEmpty()) {
      long now = System.nanoTime();
      boolean most = missing.size() * 4 <= links.size();
      fewLeft =
          most ? Math.min(fewLeft, now + TimeUnit.SECONDS.toNanos(FEW_LEFT_SECONDS)) : fewLeft;
      boolean hopeless = missing.stream().allMatch(link -> link.failures() >= GIVE_UP_AFTER);
      if (hopeless || now - deadline >= 0 || most && now - fewLeft >= 0) {
        break;
      }
      try {
        wait(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      missing = missing();
    }
    if (missing.size() == links.size()) {
      throw new PilotException(
          "no agent could be started on any of the "
              + links.size()
              + " nodes of job "
              + allocation.jobId()
              + "; "
              + logs
              + " holds what they said");
    }
    missing.forEach(
        link -> note("no agent on " + link.host() + " yet; its node is out of service"));
  }

  private List<AgentLink> missing() {
    return links.stream().filter(link -> link.ready() == null).toList();
  }

  /** The nodes and their job. */
  public Allocation allocation() {
    return allocation;
  }

  /**
   * A backend for one run; one at a time.
   *
   * @throws PilotException if the cluster does not have as many nodes as the allocation, or if a
   *     node can't take part in the run
   */
  public Backend backend(LocalBackend.Setting setting) {
    int nodes = setting.cluster().nodeCount();
    if (nodes != links.size()) {
      throw new PilotException(
          "cluster '"
              + setting.cluster().name()
              + "' has "
              + nodes
              + " nodes, but job "
              + allocation.jobId()
              + " has "
              + links.size()
              + "; ask for as many nodes, or name another --cluster");
    }
    // An allocation lists its nodes by name, whatever kind they are of.
    if (!setting.cluster().virtual() && setting.cluster().groups().size() > 1) {
      throw new PilotException(
          "cluster '"
              + setting.cluster().name()
              + "' has nodes of "
              + setting.cluster().groups().size()
              + " kinds, and which node of an allocation is of which is not known; ask for one kind"
              + " (--sbatch-arg=--constraint=...) and describe that");
    }
    PilotBackend backend;
    synchronized (this) {
      backend = new PilotBackend(this, ++runs, setting);
    }
    backend.prepare();
    return backend;
  }

  /** What a trace should say of the agents. */
  Map<String, String> provenance() {
    Map<String, String> provenance = new TreeMap<>();
    long uncertainty = 0;
    for (AgentLink link : links) {
      Connection agent = link.ready();
      uncertainty =
          agent == null ? uncertainty : Math.max(uncertainty, agent.clock().uncertaintyMicros());
    }
    provenance.put("clock-uncertainty-micros", Long.toString(uncertainty));
    provenance.put("slurm-job", allocation.jobId());
    return provenance;
  }

  AgentLauncher launcher() {
    return launcher;
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  String host(int node) {
    return allocation.hosts().get(node);
  }

  void note(String line) {
    notes.accept("note: " + line);
  }

  /** Makes a run the one that the agents work for, or no run. */
  void attach(@Nullable PilotBackend run) {
    synchronized (this) {
      current = run;
    }
    if (run != null) {
      for (AgentLink link : links) {
        Connection agent = link.ready();
        if (agent != null) {
          run.ready(agent);
        }
      }
    }
  }

  private synchronized @Nullable PilotBackend current() {
    return current;
  }

  void ready(Connection agent) {
    PilotBackend run = current();
    if (run != null) {
      run.ready(agent);
    }
    changed();
  }

  /** Something has changed for who waits for agents. */
  synchronized void changed() {
    notifyAll();
  }

  void message(Connection agent, Message message) {
    PilotBackend run = current();
    if (run != null) {
      run.message(agent, message);
    }
  }

  void lost(Connection agent, boolean expected) {
    PilotBackend run = current();
    if (run != null) {
      run.lost(agent);
    }
    if (!expected) {
      note("the agent on " + host(agent.node()) + " is gone; its node is out of service");
    }
  }

  /** Sends all agents away; returns when they have left. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    links.forEach(AgentLink::dismiss);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEAVE_SECONDS);
    for (AgentLink link : links) {
      long left = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
      link.awaitEnd((int) Math.max(1, left));
    }
    timer.shutdownNow();
  }
}
