package org.interleave.execution.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.interleave.execution.local.ProcessTable.Found;

/**
 * The one thread that looks for processes which have left their task's group, or outlived their
 * task: those of attempts that are being ended, at once, and what ended attempts left behind, at
 * most once a second. One look at all processes serves all attempts.
 */
final class Sweeper implements Runnable {
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long NEVER = Long.MAX_VALUE;

  private final ProcessTable table;
  private final Warden warden;
  private final Set<Long> running;
  private final Predicate<String> lives;
  private final long graceNanos;
  private final long began = System.nanoTime();

  private final Map<Attempt, Ending> endings = new HashMap<>();
  private final Set<Long> endedSessions = new HashSet<>();
  private Set<Long> suspects = new HashSet<>();
  private long sweepAt = NEVER;
  private long lastSweep = -SWEEP_NANOS;
  private long quietUntil;
  private boolean waiting;
  private boolean closed;

  /** How far the end of an attempt has come. */
  private static final class Ending {
    final long deadline;
    long lookAt;
    boolean asked;
    boolean exited;
    boolean stragglers;

    Ending(long now, long graceNanos) {
      this.lookAt = now;
      this.deadline = now + graceNanos;
    }
  }

  /**
   * A sweeper, to be run by a thread.
   *
   * @param running the processes that were started and have not ended
   * @param lives whether the attempt of a key has not ended
   */
  Sweeper(
      ProcessTable table,
      Warden warden,
      Set<Long> running,
      Predicate<String> lives,
      long graceMicros) {
    this.table = table;
    this.warden = warden;
    this.running = running;
    this.lives = lives;
    this.graceNanos = TimeUnit.MICROSECONDS.toNanos(graceMicros);
  }

  private long now() {
    return System.nanoTime() - began;
  }

  /** An attempt is being ended. */
  synchronized void force(Attempt attempt) {
    if (attempt.isGone()) {
      return; // it ended while it was being asked to
    }
    long now = now();
    endings.computeIfAbsent(attempt, a -> new Ending(now, graceNanos)).lookAt = now;
    notifyAll();
  }

  /** All processes of an attempt that is being ended have ended. */
  synchronized void exited(Attempt attempt) {
    long now = now();
    Ending ending = endings.computeIfAbsent(attempt, a -> new Ending(now, graceNanos));
    ending.exited = true;
    ending.lookAt = now;
    notifyAll();
  }

  /** An attempt has ended; what it has left behind is looked for soon. */
  synchronized void ended(List<Long> sessions) {
    endedSessions.addAll(sessions);
    if (sweepAt == NEVER) {
      sweepAt = Math.max(now() + AGAIN_NANOS, lastSweep + SWEEP_NANOS);
      if (waiting) {
        notifyAll();
      }
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  @Override
  public void run() {
    while (awaitWork()) {
      look();
    }
  }

  private synchronized boolean awaitWork() {
    while (!closed) {
      long next = sweepAt;
      for (Ending e : endings.values()) {
        next = Math.min(next, e.lookAt);
      }
      next = Math.max(next, quietUntil);
      long left = next == NEVER ? NEVER : next - now();
      if (left <= 0) {
        return true;
      }
      waiting = true;
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.HOURS.toNanos(1)));
      } catch (InterruptedException e) {
        return false;
      } finally {
        waiting = false;
      }
    }
    return false;
  }

  private void look() {
    Map<Attempt, Ending> due = new HashMap<>();
    Set<Attempt> exited = new HashSet<>();
    Set<Long> sessions = new HashSet<>();
    Set<Long> ofEnded = Set.of();
    boolean sweep;
    long start = now();
    synchronized (this) {
      endings.forEach(
          (attempt, ending) -> {
            if (ending.lookAt <= start) {
              due.put(attempt, ending);
              if (ending.exited) {
                exited.add(attempt);
              }
            }
          });
      sweep = sweepAt <= start;
      if (sweep) {
        sweepAt = NEVER;
        lastSweep = start;
        ofEnded = new HashSet<>(endedSessions);
        endedSessions.clear();
        sessions.addAll(ofEnded);
      }
    }
    due.keySet().forEach(a -> sessions.addAll(a.sessions()));
    List<Found> found = table.scan(running, sessions);
    if (sweep) {
      sweep(found, ofEnded);
    }
    Map<Attempt, Boolean> gone = end(due, exited, found);
    synchronized (this) {
      // Not busy with looking only, however many processes there are.
      quietUntil = now() + Math.min(2 * (now() - start), 10 * AGAIN_NANOS);
    }
    gone.forEach(Attempt::gone);
  }

  /** Moves the attempts on that are being ended; yields those of which nothing is left. */
  private Map<Attempt, Boolean> end(
      Map<Attempt, Ending> due, Set<Attempt> exited, List<Found> found) {
    Map<Attempt, Boolean> gone = new HashMap<>();
    List<Long> asked = new ArrayList<>();
    List<Long> killed = new ArrayList<>();
    Map<String, List<Found>> byKey = new HashMap<>();
    Map<Long, List<Found>> bySession = new HashMap<>();
    for (Found f : found) {
      if (f.key() != null) {
        byKey.computeIfAbsent(f.key(), k -> new ArrayList<>()).add(f);
      } else {
        bySession.computeIfAbsent(f.session(), k -> new ArrayList<>()).add(f);
      }
    }
    due.forEach(
        (attempt, ending) -> {
          List<Found> members = new ArrayList<>(byKey.getOrDefault(attempt.key(), List.of()));
          List<Long> own = attempt.sessions();
          own.forEach(s -> members.addAll(bySession.getOrDefault(s, List.of())));
          List<Long> groups = attempt.groups();
          long now = now();
          if (exited.contains(attempt) && members.isEmpty()) {
            gone.put(attempt, ending.stragglers);
          } else if (now >= ending.deadline) {
            killed.addAll(groups);
            members.forEach(m -> killed.add(m.pid()));
          } else if (!ending.asked) {
            // Its groups have been asked already.
            members.stream()
                .filter(m -> !own.contains(m.session()))
                .forEach(m -> asked.add(m.pid()));
          }
          synchronized (this) {
            ending.asked = true;
            ending.stragglers |= exited.contains(attempt) && !members.isEmpty();
            // Whoever exits during the look is looked at again.
            if (ending.exited && !exited.contains(attempt)) {
              ending.lookAt = now;
            } else if (ending.exited || now >= ending.deadline) {
              ending.lookAt = now + AGAIN_NANOS;
            } else {
              ending.lookAt = ending.deadline;
            }
            if (gone.containsKey(attempt)) {
              endings.remove(attempt);
              attempt.markGone();
            }
          }
        });
    warden.signal("TERM", asked);
    warden.signal("KILL", killed);
    return gone;
  }

  /** Ends what ended attempts have left behind: asked at first sight, killed at the second. */
  private void sweep(List<Found> found, Set<Long> ofEnded) {
    List<Long> asked = new ArrayList<>();
    List<Long> killed = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Set<Long> sessions = new HashSet<>();
    for (Found f : found) {
      String key = f.key();
      boolean left = key != null ? !lives.test(key) : ofEnded.contains(f.session());
      if (left) {
        seen.add(f.pid());
        sessions.add(f.session());
        (suspects.contains(f.pid()) ? killed : asked).add(f.pid());
      }
    }
    warden.signal("TERM", asked);
    warden.signal("KILL", killed);
    suspects = seen;
    if (!seen.isEmpty()) {
      ended(List.copyOf(sessions));
    }
  }
}
