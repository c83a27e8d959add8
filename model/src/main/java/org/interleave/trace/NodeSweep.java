package org.interleave.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.interleave.trace.CapacityCheck.Holding;
import org.interleave.trace.Violation.Kind;

/**
 * Sweeps over the time of one node. Every instant has two moments: an even one, when all that ends
 * then has ended, and the odd one after it, when all that begins then has begun.
 */
final class NodeSweep {

  private static final int TASKS_IN_A_MESSAGE = 5;

  private final Holding[] held;
  private final String node;
  private final int iterations;
  private final Violations found;
  private final long[] instants;
  private final int[] from; // the odd moment of being dispatched
  private final int[] to; // the even moment of being freed, before from if no time has passed

  NodeSweep(Holding[] held, String node, int iterations, Violations found) {
    this.held = held;
    this.node = node;
    this.iterations = iterations;
    this.found = found;
    this.instants = instants(held);
    this.from = new int[held.length];
    this.to = new int[held.length];
    for (int h = 0; h < held.length; h++) {
      from[h] = 2 * Arrays.binarySearch(instants, held[h].task().dispatchedMicros()) + 1;
      to[h] = 2 * Arrays.binarySearch(instants, held[h].task().freedMicros());
    }
  }

  private static long[] instants(Holding[] held) {
    long[] all = new long[2 * held.length];
    for (int h = 0; h < held.length; h++) {
      all[2 * h] = held[h].task().dispatchedMicros();
      all[2 * h + 1] = held[h].task().freedMicros();
    }
    Arrays.sort(all);
    int distinct = 1;
    for (int i = 1; i < all.length; i++) {
      if (all[i] != all[distinct - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Arrays.copyOf(all, distinct);
  }

  void check(Capacity capacity) {
    check("slots", capacity.slots(), TaskRecord::slots);
    check("GPUs", capacity.gpus(), TaskRecord::gpus);
    check("MiB of memory", capacity.memoryMiB(), TaskRecord::memoryMiB);
  }

  private void check(String what, long capacity, ToLongFunction<TaskRecord> ofProcess) {
    long[] amounts = amounts(ofProcess);
    if (Arrays.stream(amounts).sum() <= capacity) {
      return; // all at once would fit
    }
    long[] used = used(amounts);
    for (int m = 1; m < used.length; m += 2) {
      if (used[m] > capacity && used[m - 1] <= capacity) {
        report(what, capacity, used[m], m, amounts, -1);
      }
    }
    // What is freed as it is dispatched needs its share all the same, after what ends then.
    for (int h = 0; h < held.length; h++) {
      if (to[h] < from[h] && amounts[h] > 0 && used[to[h]] + amounts[h] > capacity) {
        report(what, capacity, used[to[h]] + amounts[h], to[h], amounts, h);
      }
    }
  }

  /** What each holds, cut off where the sum of all might overflow. */
  private long[] amounts(ToLongFunction<TaskRecord> ofProcess) {
    long most = Long.MAX_VALUE / (held.length + 1L);
    long[] amounts = new long[held.length];
    for (int h = 0; h < held.length; h++) {
      long each = Math.max(0, ofProcess.applyAsLong(held[h].task()));
      int processes = held[h].processes();
      amounts[h] = each > most / processes ? most : each * processes;
    }
    return amounts;
  }

  private long[] used(long[] amounts) {
    long[] used = new long[2 * instants.length];
    for (int h = 0; h < held.length; h++) {
      if (from[h] < to[h]) {
        used[from[h]] += amounts[h];
        used[to[h]] -= amounts[h];
      }
    }
    for (int m = 1; m < used.length; m++) {
      used[m] += used[m - 1];
    }
    return used;
  }

  private void report(
      String what, long capacity, long used, int moment, long[] amounts, int momentary) {
    found.add(
        Kind.CAPACITY,
        () ->
            node
                + " at "
                + Wording.seconds(instants[moment / 2])
                + ": "
                + used
                + " "
                + what
                + " in use of "
                + capacity
                + " ("
                + tasks(moment, amounts, momentary)
                + ")");
  }

  private String tasks(int moment, long[] amounts, int momentary) {
    Set<TaskRecord> holding = Collections.newSetFromMap(new IdentityHashMap<>());
    List<String> listed = new ArrayList<>();
    for (int h = 0; h < held.length; h++) {
      boolean holds = h == momentary || from[h] <= moment && moment < to[h];
      boolean another = holds && amounts[h] > 0 && holding.add(held[h].task());
      if (another && listed.size() < TASKS_IN_A_MESSAGE) {
        listed.add(Wording.task(held[h].task(), iterations));
      }
    }
    int more = holding.size() - listed.size();
    return String.join(", ", listed) + (more > 0 ? ", and " + more + " more" : "");
  }
}
