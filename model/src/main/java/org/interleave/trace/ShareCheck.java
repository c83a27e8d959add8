package org.interleave.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.interleave.cluster.Share;
import org.interleave.trace.Violation.Kind;

/**
 * Whether what really executed had slots and GPUs of its own: as many as it asked for, ones that
 * its node has, and none that another held at the time.
 *
 * <p>As for {@link CapacityCheck}, a task holds them from dispatched to freed, the latter excluded.
 * The reserved slots of a node are its last ones, and nobody's.
 */
final class ShareCheck {

  /** So that whoever takes something comes after whoever freed it at that instant. */
  private static final Comparator<Held> IN_TIME =
      Comparator.comparingLong((Held h) -> h.task().dispatchedMicros())
          .thenComparingLong(h -> h.task().freedMicros());

  private final Trace trace;
  private final Capacity[] nodes;
  private final int iterations;
  private final Violations found;
  private final boolean withoutIds;

  ShareCheck(Trace trace, int iterations, Violations found) {
    this.trace = trace;
    this.nodes = Capacity.ofNodes(trace.header().cluster(), trace.header().pooled());
    this.iterations = iterations;
    this.found = found;
    this.withoutIds =
        trace.header().provenance().entrySet().containsAll(TraceHeader.WITHOUT_IDS.entrySet());
  }

  /** One share of one record, which may stand in a trace twice. */
  private record Held(int record, int process, TaskRecord task, Share share) {
    boolean is(Held other) {
      return record == other.record && process == other.process;
    }
  }

  void check() {
    Map<Integer, List<Held>> byNode = new TreeMap<>();
    List<TaskRecord> records = trace.records();
    for (int i = 0; i < records.size(); i++) {
      TaskRecord r = records.get(i);
      TaskRecord.Execution execution = r.execution();
      if (execution != null && areOnItsNodes(r, execution.shares())) {
        for (int p = 0; p < execution.shares().size(); p++) {
          Share share = execution.shares().get(p);
          check(r, share);
          // Where it is freed before it is dispatched, the order is reported.
          if (r.dispatchedMicros() <= r.freedMicros()) {
            byNode
                .computeIfAbsent(share.node(), n -> new ArrayList<>())
                .add(new Held(i, p, r, share));
          }
        }
      }
    }
    for (List<Held> held : byNode.values()) {
      held.sort(IN_TIME);
      checkApart("slot", held, Share::slots);
      checkApart("GPU", held, Share::gpus);
    }
  }

  private boolean areOnItsNodes(TaskRecord r, List<Share> shares) {
    List<Integer> on = shares.stream().map(Share::node).toList();
    if (!on.equals(r.nodes())) {
      found.add(
          Kind.SHARE,
          () -> name(r) + " lies on nodes " + r.nodes() + ", but its shares are of nodes " + on);
      return false;
    }
    return true;
  }

  private void check(TaskRecord r, Share share) {
    if (withoutIds && share.slots().isEmpty() && share.gpus().isEmpty()) {
      return; // The capacity of its node is checked all the same.
    }
    // A node that there is not is reported as such; what it has is unknown.
    boolean known = share.node() >= 0 && share.node() < nodes.length;
    check(r, share, "slot", share.slots(), r.slots(), known ? nodes[share.node()].slots() : -1);
    check(r, share, "GPU", share.gpus(), r.gpus(), known ? nodes[share.node()].gpus() : -1);
  }

  private void check(
      TaskRecord r, Share share, String what, List<Integer> ids, int asked, long capacity) {
    if (ids.size() != asked && asked >= 0) {
      report(r, share, "has " + ids.size() + " " + what + "(s) instead of " + asked);
    }
    Set<Integer> seen = new HashSet<>();
    for (int id : ids) {
      if (!seen.add(id)) {
        report(r, share, "has " + what + " " + id + " twice");
      } else if (capacity >= 0 && (id < 0 || id >= capacity)) {
        report(r, share, "has " + what + " " + id + ", but may have " + capacity + " from 0 on");
      }
    }
  }

  /** Keeps for each id who holds it longest of those that have come so far. */
  private void checkApart(String what, List<Held> held, Function<Share, List<Integer>> ids) {
    Map<Integer, Held> holders = new HashMap<>();
    for (Held h : held) {
      for (int id : ids.apply(h.share())) {
        Held before = holders.get(id);
        // An id that stands twice in one share is reported as such.
        if (before != null && before.is(h)) {
          continue;
        }
        if (before != null && h.task().dispatchedMicros() < before.task().freedMicros()) {
          report(h, what + " " + id, before);
        }
        if (before == null || before.task().freedMicros() < h.task().freedMicros()) {
          holders.put(id, h);
        }
      }
    }
  }

  private void report(Held h, String what, Held before) {
    String at = Wording.seconds(h.task().dispatchedMicros());
    report(
        h.task(),
        h.share(),
        "has "
            + what
            + " from "
            + at
            + ", which "
            + (before.record() == h.record() ? "another of its processes" : name(before.task()))
            + " had until "
            + Wording.seconds(before.task().freedMicros()));
  }

  private void report(TaskRecord r, Share share, String what) {
    String pooled = trace.header().pooled() ? " (pooled) " : " ";
    found.add(Kind.SHARE, () -> name(r) + " on node " + share.node() + pooled + what);
  }

  private String name(TaskRecord r) {
    return Wording.attempt(r, iterations);
  }
}
