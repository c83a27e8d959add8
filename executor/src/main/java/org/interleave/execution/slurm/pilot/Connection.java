package org.interleave.execution.slurm.pilot;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One agent while it lives. */
final class Connection {

  /** So many round trips, before its clock is relied on. */
  private static final int ROUND_TRIPS = 10;

  private static final int PATIENCE_SECONDS = 5;

  private final int node;
  private final Process process;
  private final Sender sender;
  private final ClockOffset clock = new ClockOffset();
  private final AtomicInteger silence = new AtomicInteger();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final Map<Long, Long> pings = new HashMap<>();
  private long lastPing;
  private volatile boolean ready;

  Connection(int node, Process process) {
    this.node = node;
    this.process = process;
    this.sender = new Sender(process.getOutputStream());
  }

  int node() {
    return node;
  }

  ClockOffset clock() {
    return clock;
  }

  boolean isReady() {
    return ready && !lost.get();
  }

  void send(Message message) {
    sender.send(message);
  }

  /**
   * Listens to the agent until it is gone.
   *
   * @param onReady is called once, when its clock is known
   * @param others takes what it says of tasks and runs
   */
  void listen(Runnable onReady, Consumer<Message> others, Consumer<String> noise)
      throws IOException {
    Receiver.read(
        process.getInputStream(),
        message -> {
          silence.set(0);
          switch (message.verb()) {
            case "hello" -> ping();
            case "pong" -> pong(new Fields(message), onReady);
            default -> others.accept(message);
          }
        },
        noise);
  }

  /** Asks for a sign of life, and for the time there. */
  void ping() {
    synchronized (pings) {
      pings.clear(); // an answer to an earlier one would come late and teach nothing
      pings.put(++lastPing, ClockOffset.nowMicros());
      sender.send(Message.of("ping", lastPing));
    }
  }

  private void pong(Fields in, Runnable onReady) {
    long received = ClockOffset.nowMicros();
    Long sent;
    synchronized (pings) {
      sent = pings.remove(in.longNumber());
    }
    if (sent != null) {
      clock.learn(sent, in.longNumber(), received);
    }
    if (ready) {
      return;
    }
    if (clock.samples() < ROUND_TRIPS) {
      ping();
    } else {
      ready = true;
      onReady.run();
    }
  }

  /** Counts one more second of silence; how many there have been. */
  int silentSeconds() {
    return silence.incrementAndGet();
  }

  /** Whether this is the first to find that the agent is gone. */
  boolean lose() {
    return lost.compareAndSet(false, true);
  }

  /** Asks the agent to end everything and leave. */
  void dismiss() {
    sender.close();
  }

  /** Waits until it has left; whoever does not leave is ended. */
  void awaitEnd(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        end();
      }
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connection: politely, for that ends the step as well, then by force. */
  void end() {
    sender.close();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
