package org.interleave.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/**
 * What the tasks of a set waited for, summed over its tasks' first attempts. All times in seconds.
 *
 * @param set its label
 * @param tasks how many
 * @param readySeconds when the first of its tasks became ready: until then it waited for others
 * @param startSeconds the first start
 * @param endSeconds the last stop
 * @param resourceSeconds how long its tasks waited for resources on average, from ready to
 *     dispatched
 * @param longestResourceSeconds the longest of those waits
 * @param overheadSeconds how long they waited in the launcher on average, from dispatched to
 *     started
 * @param holders which sets held what they waited for, the one that held most first
 */
public record SetWaits(
    String set,
    int tasks,
    double readySeconds,
    double startSeconds,
    double endSeconds,
    double resourceSeconds,
    double longestResourceSeconds,
    double overheadSeconds,
    List<String> holders) {

  private static final int MOST_HOLDERS = 3;

  public SetWaits {
    holders = List.copyOf(holders);
  }

  /** The waits of all sets of a trace, in the order in which they became ready. */
  public static List<SetWaits> of(Trace trace) {
    int iterations = trace.header().iterations();
    Map<String, List<TaskRecord>> sets = new LinkedHashMap<>();
    java.util.Set<String> seen = new java.util.HashSet<>();
    Map<String, Long> ends = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      String label = t.label(iterations);
      ends.merge(label, t.endedMicros(), Math::max);
      // Records are in the order of starts: the first of a task is its first attempt.
      if (seen.add(label + " " + t.index())) {
        sets.computeIfAbsent(label, l -> new ArrayList<>()).add(t);
      }
    }
    Occupancy occupancy = new Occupancy(trace);
    List<SetWaits> waits = new ArrayList<>();
    sets.forEach(
        (label, tasks) -> waits.add(of(label, tasks, ends.getOrDefault(label, 0L), occupancy)));
    waits.sort(
        Comparator.comparingDouble(SetWaits::readySeconds)
            .thenComparingDouble(SetWaits::startSeconds)
            .thenComparing(SetWaits::set));
    return waits;
  }

  private static SetWaits of(String label, List<TaskRecord> tasks, long end, Occupancy occupancy) {
    long ready = Long.MAX_VALUE;
    long start = Long.MAX_VALUE;
    long resources = 0;
    long longest = 0;
    long overhead = 0;
    TaskRecord longestWaiting = tasks.get(0);
    for (TaskRecord t : tasks) {
      ready = Math.min(ready, t.readyMicros());
      start = Math.min(start, t.startedMicros());
      long wait = t.dispatchedMicros() - t.readyMicros();
      resources += wait;
      overhead += t.startedMicros() - t.dispatchedMicros();
      if (wait > longest) {
        longest = wait;
        longestWaiting = t;
      }
    }
    List<String> holders =
        longest == 0 ? List.of() : occupancy.holders(longestWaiting, label, MOST_HOLDERS);
    return new SetWaits(
        label,
        tasks.size(),
        ready / 1e6,
        start / 1e6,
        end / 1e6,
        resources / 1e6 / tasks.size(),
        longest / 1e6,
        overhead / 1e6 / tasks.size(),
        holders);
  }

  /** Who holds resources when. */
  private static final class Occupancy {
    private final Trace trace;

    Occupancy(Trace trace) {
      this.trace = trace;
    }

    /** Which share of a resource was held while a task waited. */
    private double share(TaskRecord waiting, ToIntFunction<TaskRecord> amount, int capacity) {
      double held = 0;
      for (TaskRecord t : trace.records()) {
        long from = Math.max(t.dispatchedMicros(), waiting.readyMicros());
        long to = Math.min(t.freedMicros(), waiting.dispatchedMicros());
        held += Math.max(0, to - from) * (double) amount.applyAsInt(t);
      }
      return held / capacity;
    }

    /**
     * The sets that held most of what a task needs while it waited: CPU slots or GPUs, of whichever
     * less was left.
     */
    List<String> holders(TaskRecord waiting, String own, int most) {
      boolean gpus =
          waiting.gpus() > 0
              && share(waiting, TaskRecord::totalGpus, trace.header().cluster().totalGpus())
                  >= share(waiting, TaskRecord::totalSlots, trace.header().cluster().totalSlots());
      Map<String, Double> held = new TreeMap<>();
      for (TaskRecord t : trace.records()) {
        long from = Math.max(t.dispatchedMicros(), waiting.readyMicros());
        long to = Math.min(t.freedMicros(), waiting.dispatchedMicros());
        int amount = gpus ? t.totalGpus() : t.totalSlots();
        if (to > from && amount > 0) {
          held.merge(
              t.label(trace.header().iterations()), (double) (to - from) * amount, Double::sum);
        }
      }
      return held.entrySet().stream()
          .sorted(
              Map.Entry.<String, Double>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(most)
          .map(e -> e.getKey().equals(own) ? "its own tasks" : e.getKey())
          .toList();
    }
  }
}
