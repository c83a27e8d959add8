package org.interleave.execution.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.execution.Backend;
import org.interleave.execution.Clock;
import org.interleave.scheduling.TaskEnd;

/** Keeps what a backend reports, and waits for it. */
final class Recorder implements Backend.Events {
  private final long began = System.nanoTime();
  private final Map<Integer, Started> starts = new HashMap<>();
  private final Map<Integer, Ended> ends = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  record Started(int launch, long pid, long micros) {}

  record Ended(int launch, TaskEnd end, int exitCode, String why, long micros) {}

  Clock clock() {
    return () -> (System.nanoTime() - began) / 1000;
  }

  @Override
  public synchronized void started(int task, int launch, long pid, long micros) {
    if (ends.containsKey(task) && ends.get(task).launch() >= launch) {
      complaints.add("task " + task + " started after its end");
    }
    if (starts.put(task, new Started(launch, pid, micros)) != null && launch == 1) {
      complaints.add("task " + task + " started twice");
    }
    notifyAll();
  }

  @Override
  public synchronized void ended(
      int task, int launch, TaskEnd end, int exitCode, String why, long micros) {
    Ended before = ends.put(task, new Ended(launch, end, exitCode, why, micros));
    if (before != null && before.launch() >= launch) {
      complaints.add("task " + task + " ended twice");
    }
    notifyAll();
  }

  @Override
  public void nodeDown(int node) {
    throw new AssertionError("a node is down");
  }

  @Override
  public void nodeUp(int node) {
    throw new AssertionError("a node is up");
  }

  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  synchronized int ended() {
    return ends.size();
  }

  synchronized boolean hasStarted(int task) {
    return starts.containsKey(task);
  }

  synchronized boolean hasEnded(int task) {
    return ends.containsKey(task);
  }

  /** Waits a long time for a task's start. */
  synchronized Started start(int task) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!starts.containsKey(task)) {
      await(deadline, "the start of task " + task);
    }
    return starts.get(task);
  }

  /** Waits a long time for a task's end. */
  synchronized Ended end(int task) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!ends.containsKey(task)) {
      await(deadline, "the end of task " + task);
    }
    return ends.get(task);
  }

  /** Waits a long time for a number of ends. */
  synchronized void ends(int number) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (ends.size() < number) {
      await(deadline, number + " ends, of which there are " + ends.size());
    }
  }

  /** Waits a long time for a number of starts. */
  synchronized void starts(int number) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (starts.size() < number) {
      await(deadline, number + " starts, of which there are " + starts.size());
    }
  }

  private void await(long deadline, String what) throws InterruptedException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new AssertionError("waited in vain for " + what);
    }
    TimeUnit.NANOSECONDS.timedWait(this, left);
  }
}
