package org.interleave.execution.slurm.pilot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps an agent on one node: starts it, and starts another one when it is gone. */
final class AgentLink implements Runnable {

  /** More than an agent endures, so that it has ended its tasks when it is given up. */
  private static final int LONGEST_SILENCE_SECONDS = Agent.LONGEST_SILENCE_SECONDS + 15;

  private static final int LONGEST_START_SECONDS = 180;
  private static final int PING_SECONDS = 2;
  private static final int LONGEST_PAUSE_SECONDS = 30;

  /** After as many failures in a row the pause is the longest. */
  private static final int DOUBLINGS = 5;

  private final int node;
  private final String host;
  private final Path errors;
  private final Pilot pilot;
  private @Nullable Connection connection;
  private boolean closing;
  private int failures;
  private int seconds;

  AgentLink(int node, String host, Path errors, Pilot pilot) {
    this.node = node;
    this.host = host;
    this.errors = errors;
    this.pilot = pilot;
  }

  String host() {
    return host;
  }

  /** How often in a row no agent could be started. */
  synchronized int failures() {
    return failures;
  }

  /** The agent, or null while there is none that is ready. */
  synchronized @Nullable Connection ready() {
    return connection != null && connection.isReady() ? connection : null;
  }

  @Override
  public void run() {
    try {
      while (!isClosing()) {
        Connection started = start();
        if (started != null) {
          listen(started);
        }
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized @Nullable Connection start() {
    if (closing) {
      return null;
    }
    try {
      connection = new Connection(node, pilot.launcher().start(host, errors));
      return connection;
    } catch (IOException e) {
      pilot.note("no agent can be started on " + host + ": " + e.getMessage());
      return null;
    }
  }

  private void listen(Connection agent) {
    try {
      agent.listen(
          () -> {
            synchronized (this) {
              failures = 0;
            }
            pilot.ready(agent);
          },
          message -> pilot.message(agent, message),
          noise -> {});
    } catch (IOException | RuntimeException e) {
      pilot.note("the agent on " + host + " can't be understood: " + e.getMessage());
    }
    lost(agent);
    agent.end();
  }

  private void lost(Connection agent) {
    if (agent.lose()) {
      pilot.lost(agent, isClosing());
    }
  }

  private void pause() throws InterruptedException {
    synchronized (this) {
      failures++;
    }
    pilot.changed();
    await();
  }

  /**
   * Twice as long after each failure, up to a limit; a shift by 63 and more would be short again.
   */
  static long pauseSeconds(int failures) {
    return failures >= DOUBLINGS ? LONGEST_PAUSE_SECONDS : 1L << failures;
  }

  private synchronized void await() throws InterruptedException {
    long millis = TimeUnit.SECONDS.toMillis(pauseSeconds(failures));
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!closing && System.nanoTime() < until) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
    }
  }

  /** Looks after the agent; once a second. */
  void tick() {
    Connection agent;
    synchronized (this) {
      agent = connection;
      seconds++;
    }
    if (agent == null) {
      return;
    }
    int limit = agent.isReady() ? LONGEST_SILENCE_SECONDS : LONGEST_START_SECONDS;
    if (agent.silentSeconds() > limit) {
      lost(agent);
      Threads.daemon(agent::end, "end").start();
    } else if (agent.isReady() && seconds % PING_SECONDS == node % PING_SECONDS) {
      agent.ping();
    }
  }

  /** Sends the agent away, for good. */
  void dismiss() {
    Connection agent;
    synchronized (this) {
      closing = true;
      agent = connection;
      notifyAll();
    }
    if (agent != null) {
      agent.dismiss();
    }
  }

  /** Waits until the agent has left. */
  void awaitEnd(int longestSeconds) {
    Connection agent;
    synchronized (this) {
      agent = connection;
    }
    if (agent != null) {
      agent.awaitEnd(longestSeconds);
    }
  }
}
