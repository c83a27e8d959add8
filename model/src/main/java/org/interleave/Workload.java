package org.interleave;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.interleave.duration.Duration;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowException;
import org.interleave.workflow.WorkflowGraph;

/**
 * A workflow with the duration of every task fixed. Randomness ends here: the model, the simulator
 * and the executor take the same workload, so their answers compare task by task, and sequential
 * and asynchronous runs share their random numbers.
 *
 * <p>The stream of a set is keyed by (seed, set name, iteration, replication), and its tasks draw
 * in index order, one uniform number each; recorded times need none. Neither the order of sets in a
 * file nor the number of threads changes a draw, and adding a set changes no other set's.
 */
public final class Workload {

  private static final double MICROS = 1e6;

  /** A century: so long that a clock of microseconds in a double is still exact. */
  private static final double LONGEST_SECONDS = 100 * 365.25 * 86_400;

  /** How many tasks' durations are drawn at once. */
  private static final int MANY = 256;

  private final WorkflowGraph graph;
  private final long[] durations;
  private final long seed;
  private final int replication;

  private Workload(WorkflowGraph graph, long[] durations, long seed, int replication) {
    this.graph = graph;
    this.durations = durations;
    this.seed = seed;
    this.replication = replication;
  }

  /**
   * Draws every task's duration, rounded half-even to whole microseconds and at least one.
   *
   * @param seed any number; the same seed gives the same workload
   * @param replication from 0
   */
  public static Workload draw(WorkflowGraph graph, long seed, int replication) {
    return drawAntithetic(graph, seed, replication, false);
  }

  /**
   * Draws one of the two workloads of an antithetic pair.
   *
   * @param pair the number of the pair, from 0
   * @param mirrored false for the workload that {@link #draw} gives, true for the one drawn from 1
   *     - u for each of its u
   */
  public static Workload drawAntithetic(
      WorkflowGraph graph, long seed, int pair, boolean mirrored) {
    long[] durations = new long[graph.taskCount()];
    double[] many = new double[MANY];
    for (SetInstance s : graph.instances()) {
      Duration time = s.set().time();
      if (time.isConstant()) {
        Arrays.fill(durations, s.firstTask(), s.endTask(), micros(time.meanSeconds()));
      } else {
        SplittableRandom stream = RandomKey.of(seed, pair, s.set().name(), s.iteration()).stream();
        for (int from = s.firstTask(); from < s.endTask(); from += many.length) {
          int count = Math.min(many.length, s.endTask() - from);
          for (int i = 0; i < count; i++) {
            double u = RandomKey.uniform(stream);
            many[i] = mirrored ? 1 - u : u;
          }
          time.toTimes(many, from - s.firstTask(), count);
          for (int i = 0; i < count; i++) {
            if (!(many[i] <= LONGEST_SECONDS)) {
              throw tooLong(s, many[i]);
            }
            durations[from + i] = micros(many[i]);
          }
        }
      }
    }
    return new Workload(graph, durations, seed, pair);
  }

  private static WorkflowException tooLong(SetInstance s, double seconds) {
    return new WorkflowException(
        "sets." + s.set().name() + ".time",
        "a task of '"
            + s.set().name()
            + "' would take "
            + seconds
            + " s, more than a century: the spread of its time is too large");
  }

  /** Every task takes its set's mean, or what was recorded of it. */
  public static Workload ofMeans(WorkflowGraph graph) {
    long[] durations = new long[graph.taskCount()];
    for (SetInstance s : graph.instances()) {
      for (int t = s.firstTask(); t < s.endTask(); t++) {
        durations[t] = micros(s.set().time().meanSecondsOf(t - s.firstTask()));
      }
    }
    return new Workload(graph, durations, 0, 0);
  }

  /**
   * A workload of known durations.
   *
   * @param durationMicros by task number, each 1 or more
   */
  public static Workload of(WorkflowGraph graph, long[] durationMicros) {
    if (durationMicros.length != graph.taskCount()
        || Arrays.stream(durationMicros).anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(
          "a workload needs a duration of 1 microsecond or more for each of "
              + graph.taskCount()
              + " tasks");
    }
    return new Workload(graph, durationMicros.clone(), 0, 0);
  }

  /** The workflow whose durations these are. */
  public WorkflowGraph graph() {
    return graph;
  }

  /** The duration of a task in microseconds. */
  public long durationMicros(int task) {
    return durations[task];
  }

  /**
   * The same workload at another pace: what takes an hour may be tried in a minute.
   *
   * @param factor of every duration, more than 0 and at most 1,000; nothing becomes shorter than a
   *     microsecond
   */
  public Workload scaled(double factor) {
    if (!(factor > 0 && factor <= 1_000)) {
      throw new IllegalArgumentException("a time scale must be more than 0 and at most 1000");
    }
    long[] scaled = Arrays.stream(durations).map(d -> micros(d / MICROS * factor)).toArray();
    return factor == 1 ? this : new Workload(graph, scaled, seed, replication);
  }

  /**
   * The same durations in another replication: what else a run draws, such as its overheads, is
   * drawn anew.
   *
   * @param otherSeed any number
   * @param otherReplication from 0
   */
  public Workload drawnAs(long otherSeed, int otherReplication) {
    return new Workload(graph, durations, otherSeed, otherReplication);
  }

  /** The longest task of a set in microseconds. */
  public long longestMicros(SetInstance set) {
    long longest = 0;
    for (int t = set.firstTask(); t < set.endTask(); t++) {
      longest = Math.max(longest, durations[t]);
    }
    return longest;
  }

  /** The seed that it was drawn from; 0 if it was not drawn. */
  public long seed() {
    return seed;
  }

  /** Which replication of the seed it was drawn for, from 0. */
  public int replication() {
    return replication;
  }

  /** Seconds as whole microseconds, rounded half-even. */
  public static long micros(double seconds) {
    return Math.max(1, (long) Math.rint(seconds * MICROS));
  }
}
