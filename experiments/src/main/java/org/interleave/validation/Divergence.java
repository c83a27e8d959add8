package org.interleave.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * An instant at which two runs part, and why: up to then each event of every task is at the same
 * time in both, within a tolerance.
 *
 * @param atSeconds the earlier of the two times at which the event happened
 * @param reason what made them part
 * @param task its set and index
 * @param what happened in the one and in the other, for people
 */
public record Divergence(double atSeconds, Reason reason, String task, String what) {

  /** Why two runs part. */
  public enum Reason {
    /** A task is in one of them only. */
    STRUCTURE("structure"),
    /** A task was placed on another node. */
    PLACEMENT("placement"),
    /** Of tasks that were ready, another one got the slots. */
    ORDER("order"),
    /** A task was meant to take another time. */
    DURATION("duration"),
    /** Releasing, launching or ending a task took another time. */
    OVERHEAD("overhead"),
    /** A task failed in one of them only. */
    FAILURE("failure");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** Its name for people. */
    public String label() {
      return label;
    }
  }

  private record Key(String set, int iteration, int index, int attempt) {

    static Key of(TaskRecord r) {
      return new Key(r.set(), r.iteration(), r.index(), r.attempt());
    }
  }

  /** An event; of those of one instant, ends come first, as they are what others wait for. */
  private record Found(long at, int stage, Divergence divergence) {}

  /**
   * Where two runs part first, and for each further reason where it is first seen; what comes
   * behind the first may be no more than its consequence.
   *
   * @param tolerance up to which times count as the same, in seconds, 0 or more
   * @return the first one first; empty if the runs are the same
   */
  public static List<Divergence> of(Trace a, Trace b, double tolerance) {
    if (!(tolerance >= 0 && tolerance <= 1e9)) {
      throw new IllegalArgumentException("a tolerance must be from 0 to 1e9 s");
    }
    long micros = Math.round(tolerance * 1e6);
    Map<Key, TaskRecord> twins = new HashMap<>();
    b.records().forEach(r -> twins.put(Key.of(r), r));
    List<Found> found = new ArrayList<>();
    for (TaskRecord r : a.records()) {
      TaskRecord twin = twins.remove(Key.of(r));
      String task = task(r, a);
      Found one =
          twin == null
              ? only(r, task, "is in the first run only")
              : compared(r, twin, task, micros);
      if (one != null) {
        found.add(one);
      }
    }
    twins.values().forEach(r -> found.add(only(r, task(r, b), "is in the second run only")));
    found.sort(
        Comparator.comparingLong(Found::at)
            .thenComparingInt(Found::stage)
            .thenComparing(f -> f.divergence.task));
    Map<Reason, Divergence> firsts = new EnumMap<>(Reason.class);
    List<Divergence> ordered = new ArrayList<>();
    for (Found f : found) {
      if (firsts.putIfAbsent(f.divergence.reason, f.divergence) == null) {
        ordered.add(f.divergence);
      }
    }
    return ordered;
  }

  private static String task(TaskRecord r, Trace trace) {
    String attempt = r.attempt() == 1 ? "" : ", attempt " + r.attempt();
    return r.label(trace.header().iterations()) + " #" + r.index() + attempt;
  }

  private static Found only(TaskRecord r, String task, String what) {
    double at = r.readyMicros() / 1e6;
    return new Found(r.readyMicros(), 0, new Divergence(at, Reason.STRUCTURE, task, what));
  }

  private static @Nullable Found compared(TaskRecord a, TaskRecord b, String task, long tolerance) {
    if (apart(a.readyMicros(), b.readyMicros(), tolerance)) {
      return found(3, Reason.OVERHEAD, task, "was released", a.readyMicros(), b.readyMicros());
    }
    if (apart(a.dispatchedMicros(), b.dispatchedMicros(), tolerance)) {
      return found(
          4, Reason.ORDER, task, "got its slots", a.dispatchedMicros(), b.dispatchedMicros());
    }
    if (!a.nodes().equals(b.nodes())) {
      long at = Math.min(a.dispatchedMicros(), b.dispatchedMicros());
      String what = "was placed on node " + a.nodes() + " and on " + b.nodes();
      return new Found(at, 5, new Divergence(at / 1e6, Reason.PLACEMENT, task, what));
    }
    if (apart(a.startedMicros(), b.startedMicros(), tolerance)) {
      return found(6, Reason.OVERHEAD, task, "was launched", a.startedMicros(), b.startedMicros());
    }
    if (a.end() != b.end()) {
      long at = Math.min(a.endedMicros(), b.endedMicros());
      String what = "ended " + a.end() + " and " + b.end();
      return new Found(at, 1, new Divergence(at / 1e6, Reason.FAILURE, task, what));
    }
    if (apart(a.endedMicros(), b.endedMicros(), tolerance)) {
      boolean known = a.requestedMicros() > 0 && b.requestedMicros() > 0;
      boolean asked = !known || apart(a.requestedMicros(), b.requestedMicros(), tolerance);
      return found(
          1,
          asked ? Reason.DURATION : Reason.OVERHEAD,
          task,
          asked ? "ended, as it takes another time," : "ended, meant to take the same time,",
          a.endedMicros(),
          b.endedMicros());
    }
    return apart(a.freedMicros(), b.freedMicros(), tolerance)
        ? found(2, Reason.OVERHEAD, task, "freed its slots", a.freedMicros(), b.freedMicros())
        : null;
  }

  private static boolean apart(long a, long b, long tolerance) {
    return Math.abs(a - b) > tolerance;
  }

  private static Found found(int stage, Reason reason, String task, String what, long a, long b) {
    String times =
        String.format(java.util.Locale.ROOT, "%s at %.3f s and at %.3f s", what, a / 1e6, b / 1e6);
    long at = Math.min(a, b);
    return new Found(at, stage, new Divergence(at / 1e6, reason, task, times));
  }
}
