package org.interleave.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * How many CPU slots and GPUs were busy over the time of a run, in all and by task set: what
 * Figures 3-5 of the paper draw. As in {@link Metrics}, a resource is busy from a task's start to
 * its end, so {@code slots().integral()} over TTX and capacity is {@link Metrics#cpuUtilization}.
 *
 * @param series the task sets in the order of their first starts
 * @param slots all busy CPU slots
 * @param gpus all busy GPUs
 * @param slotCapacity CPU slots of the cluster, the reserved ones included
 * @param gpuCapacity GPUs of the cluster
 * @param ttxMicros the makespan: from the start of the bootstrap to the end of the tail
 */
public record Utilization(
    List<Series> series,
    Steps slots,
    Steps gpus,
    int slotCapacity,
    int gpuCapacity,
    long ttxMicros) {

  public Utilization {
    series = List.copyOf(series);
  }

  /**
   * The share of one task set.
   *
   * @param label the set's name, with the iteration where iterations are told apart
   * @param set the set's name
   * @param firstStartMicros when the first of its tasks started
   * @param slots CPU slots that its tasks kept busy
   * @param gpus GPUs that its tasks kept busy
   */
  public record Series(String label, String set, long firstStartMicros, Steps slots, Steps gpus) {}

  /** One series for each task set, all its iterations together. */
  public static Utilization of(Trace trace) {
    return of(trace, false);
  }

  /** One series for each task set in each iteration. */
  public static Utilization perIteration(Trace trace) {
    return of(trace, true);
  }

  private static Utilization of(Trace trace, boolean perIteration) {
    record Key(String set, int iteration) {}
    Map<Key, List<TaskRecord>> tasks = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      Key key = new Key(t.set(), perIteration ? t.iteration() : 0);
      tasks.computeIfAbsent(key, k -> new ArrayList<>()).add(t);
    }
    record Keyed(Key key, Series series) {}
    List<Keyed> found = new ArrayList<>(tasks.size());
    int iterations = perIteration ? trace.header().iterations() : 1;
    tasks.forEach((key, of) -> found.add(new Keyed(key, series(of, iterations))));
    found.sort(
        Comparator.comparingLong((Keyed k) -> k.series.firstStartMicros)
            .thenComparing(k -> k.key.set)
            .thenComparingInt(k -> k.key.iteration));
    List<Series> series = found.stream().map(Keyed::series).toList();
    return new Utilization(
        series,
        Steps.sum(series.stream().map(Series::slots).toList()),
        Steps.sum(series.stream().map(Series::gpus).toList()),
        trace.header().cluster().totalSlots(),
        trace.header().cluster().totalGpus(),
        trace.header().ttxMicros());
  }

  private static Series series(List<TaskRecord> tasks, int iterations) {
    TaskRecord one = tasks.get(0);
    long first = one.startedMicros();
    for (TaskRecord t : tasks) {
      first = Math.min(first, t.startedMicros());
    }
    return new Series(
        one.label(iterations),
        one.set(),
        first,
        Steps.busy(tasks, TaskRecord::totalSlots),
        Steps.busy(tasks, TaskRecord::totalGpus));
  }

  /**
   * A step function of time. It is 0 before its first instant; from each instant on it has the
   * level that belongs to it, which is another one than before. The last level is 0.
   */
  public static final class Steps {

    /** 0 at all times. */
    public static final Steps NONE = new Steps(new long[0], new long[0]);

    private final long[] instants;
    private final long[] levels;

    private Steps(long[] instants, long[] levels) {
      this.instants = instants;
      this.levels = levels;
    }

    private static Steps busy(List<TaskRecord> tasks, ToIntFunction<TaskRecord> resource) {
      return during(tasks, TaskRecord::startedMicros, TaskRecord::endedMicros, resource);
    }

    /**
     * How much there is of something that tasks have for some of their time.
     *
     * @param from when a task begins to have it, in microseconds
     * @param to when it ends to
     * @param amount how much it has of it
     */
    public static Steps during(
        List<TaskRecord> tasks,
        ToLongFunction<TaskRecord> from,
        ToLongFunction<TaskRecord> to,
        ToIntFunction<TaskRecord> amount) {
      long[] at = new long[2 * tasks.size()];
      long[] change = new long[at.length];
      int n = 0;
      for (TaskRecord t : tasks) {
        int of = amount.applyAsInt(t);
        if (of != 0) {
          at[n] = from.applyAsLong(t);
          change[n++] = of;
          at[n] = to.applyAsLong(t);
          change[n++] = -of;
        }
      }
      return ofChanges(Arrays.copyOf(at, n), change);
    }

    /**
     * A function that is 0 before its first change and after its last.
     *
     * @param micros when it changes, in any order
     * @param changes by how much, which is 0 in sum
     * @throws IllegalArgumentException if there are not as many, or their sum is not 0
     */
    public static Steps of(long[] micros, long[] changes) {
      if (micros.length != changes.length || Arrays.stream(changes).sum() != 0) {
        throw new IllegalArgumentException("steps need a change each, and 0 as the sum of them");
      }
      return ofChanges(micros, changes);
    }

    /** The sum of several functions. */
    public static Steps sum(Collection<Steps> parts) {
      long[] at = new long[parts.stream().mapToInt(Steps::size).sum()];
      long[] change = new long[at.length];
      int n = 0;
      for (Steps part : parts) {
        long before = 0;
        for (int i = 0; i < part.size(); i++) {
          at[n] = part.instants[i];
          change[n++] = part.levels[i] - before;
          before = part.levels[i];
        }
      }
      return ofChanges(at, change);
    }

    /** Changes at one instant count as one; where they cancel out, there is no step. */
    private static Steps ofChanges(long[] at, long[] change) {
      long[] instants = Arrays.stream(at).sorted().distinct().toArray();
      long[] net = new long[instants.length];
      for (int i = 0; i < at.length; i++) {
        net[Arrays.binarySearch(instants, at[i])] += change[i];
      }
      int n = 0;
      long level = 0;
      for (int i = 0; i < instants.length; i++) {
        if (net[i] != 0) {
          level += net[i];
          instants[n] = instants[i];
          net[n++] = level;
        }
      }
      return n == 0 ? NONE : new Steps(Arrays.copyOf(instants, n), Arrays.copyOf(net, n));
    }

    /** How many steps there are. */
    public int size() {
      return instants.length;
    }

    /** When step {@code i} is, in microseconds since the run began; ascending in {@code i}. */
    public long instantMicros(int i) {
      return instants[i];
    }

    /** The level from step {@code i} to the next one. */
    public long level(int i) {
      return levels[i];
    }

    /** The level at an instant; at a step, the one after it. */
    public long levelAt(long micros) {
      int i = Arrays.binarySearch(instants, micros);
      int step = i >= 0 ? i : -i - 2;
      return step < 0 ? 0 : levels[step];
    }

    /** The highest level. */
    public long peak() {
      return Arrays.stream(levels).max().orElse(0);
    }

    /** The last instant; 0 where there is none. */
    public long endMicros() {
      return instants.length == 0 ? 0 : instants[instants.length - 1];
    }

    /** Level times microseconds over all time; exact up to 2^53. */
    public double integral() {
      double sum = 0;
      for (int i = 0; i + 1 < instants.length; i++) {
        sum += (double) levels[i] * (instants[i + 1] - instants[i]);
      }
      return sum;
    }
  }
}
