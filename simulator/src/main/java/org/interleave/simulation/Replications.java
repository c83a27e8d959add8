package org.interleave.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.trace.Metrics;

/**
 * The same scenarios again and again with newly drawn durations, until the answer is known well
 * enough. All scenarios of a replication share its workload: common random numbers, so that the
 * differences between modes and policies are not those between draws.
 *
 * <p>Replications run in parallel; what they yield does not depend on the number of threads.
 */
public final class Replications {

  /** How many replications there are at most, whatever is asked for. */
  public static final int MOST = 10_000_000;

  /** What is measured in a run. */
  public enum Measure {
    /** The makespan, from bootstrap to the end of the tail, in seconds. */
    TTX("ttxSeconds"),
    /** From the first start to the last stop, in seconds. */
    SPAN("spanSeconds"),
    /** Busy slot-seconds over TTX times all slots, reserved ones included. */
    CPU("cpuUtilization"),
    /** Busy GPU-seconds over TTX times all GPUs. */
    GPU("gpuUtilization"),
    /** Tasks done a second of TTX. */
    THROUGHPUT("tasksPerSecond"),
    /** Attempts at tasks, failed ones too. */
    ATTEMPTS("attempts");

    private final String key;

    Measure(String key) {
      this.key = key;
    }

    /** The name of the measure in results. */
    public String key() {
      return key;
    }

    double of(Metrics m) {
      return switch (this) {
        case TTX -> m.ttxSeconds();
        case SPAN -> m.spanSeconds();
        case CPU -> m.cpuUtilization();
        case GPU -> m.gpuUtilization();
        case THROUGHPUT -> m.tasksPerSecond();
        case ATTEMPTS -> m.attempts();
      };
    }
  }

  /**
   * How many replications are made.
   *
   * @param least the number, or with a half width the first number at which it is looked at
   * @param halfWidth the half width of the interval of I at which to stop, or 0 to make just {@code
   *     least}
   * @param most where to stop in any case
   * @param antithetic whether replications come in pairs, the second with 1 - u for each u of the
   *     first; a pair counts as one observation
   * @param threads how many run at once
   */
  public record Effort(int least, double halfWidth, int most, boolean antithetic, int threads) {

    public Effort {
      if (least < 1 || most < least || most > MOST || threads < 1 || !(halfWidth >= 0)) {
        throw new IllegalArgumentException(
            "replications must be from 1 to " + MOST + ", a half width 0 or more");
      }
    }
  }

  private static final double GROWTH = 1.3;
  private static final int CHUNK = 4;

  private final List<Scenario> scenarios;
  private final Effort effort;
  private final long seed;
  private final IntConsumer progress;
  private final double[][][] observed; // scenario, measure, replication
  private int done;

  private Replications(List<Scenario> scenarios, long seed, Effort effort, IntConsumer progress) {
    this.scenarios = List.copyOf(scenarios);
    this.seed = seed;
    this.effort = effort;
    this.progress = progress;
    this.observed = new double[scenarios.size()][Measure.values().length][0];
  }

  /**
   * Makes the replications.
   *
   * @param scenarios all of the same graph; their own workloads are replaced by drawn ones. I is
   *     that of every scenario over the first
   * @param progress told of the number of replications made so far, from any thread
   */
  public static Replications run(
      List<Scenario> scenarios, long seed, Effort effort, IntConsumer progress) {
    Replications r = new Replications(scenarios, seed, effort, progress);
    r.run();
    return r;
  }

  private void run() {
    // It starts no thread before it is used.
    ExecutorService threads = Executors.newFixedThreadPool(effort.threads());
    try {
      int target = even(effort.least());
      extend(threads, target);
      while (effort.halfWidth() > 0 && even(done + 1) <= effort.most() && !narrow()) {
        // Looked at ever more rarely, at numbers that do not depend on the threads.
        target = even((int) Math.min(effort.most(), Math.ceil(done * GROWTH)));
        extend(threads, Math.max(target, done + (effort.antithetic() ? 2 : 1)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean narrow() {
    if (observations() < 2) {
      return false;
    }
    for (int s = 1; s < scenarios.size(); s++) {
      if (improvement(s).halfWidth() > effort.halfWidth()) {
        return false;
      }
    }
    return true;
  }

  private int even(int n) {
    return effort.antithetic() ? n + (n & 1) : n;
  }

  private void extend(ExecutorService threads, int target) {
    for (double[][] of : observed) {
      for (int m = 0; m < of.length; m++) {
        of[m] = java.util.Arrays.copyOf(of[m], target);
      }
    }
    if (effort.threads() == 1) {
      for (int r = done; r < target; r++) {
        replicate(r);
        if ((r - done) % CHUNK == CHUNK - 1 || r == target - 1) {
          progress.accept(r + 1);
        }
      }
      done = target;
      return;
    }
    List<Future<?>> chunks = new ArrayList<>();
    for (int from = done; from < target; from += CHUNK) {
      int first = from;
      int end = Math.min(target, from + CHUNK);
      chunks.add(
          threads.submit(
              () -> {
                for (int r = first; r < end; r++) {
                  replicate(r);
                }
                progress.accept(end);
              }));
    }
    for (Future<?> chunk : chunks) {
      await(chunk);
    }
    done = target;
  }

  private static void await(Future<?> chunk) {
    try {
      chunk.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void replicate(int r) {
    Workload workload =
        effort.antithetic()
            ? Workload.drawAntithetic(scenarios.get(0).workload().graph(), seed, r / 2, r % 2 == 1)
            : Workload.draw(scenarios.get(0).workload().graph(), seed, r);
    for (int s = 0; s < scenarios.size(); s++) {
      Metrics metrics = Simulator.measure(scenarios.get(s).withWorkload(workload));
      for (Measure m : Measure.values()) {
        observed[s][m.ordinal()][r] = m.of(metrics);
      }
    }
  }

  /** How many replications were made. */
  public int count() {
    return done;
  }

  /** What was measured, by replication. */
  public double[] values(int scenario, Measure measure) {
    return java.util.Arrays.copyOf(observed[scenario][measure.ordinal()], done);
  }

  private int observations() {
    return effort.antithetic() ? done / 2 : done;
  }

  /** A measure of a scenario. */
  public Estimate estimate(int scenario, Measure measure) {
    return estimate(observed[scenario][measure.ordinal()]);
  }

  /** The relative improvement of a scenario over the first, on TTX: the mean of I, Eqn 4. */
  public Estimate improvement(int scenario) {
    return estimate(improvements(scenario, Measure.TTX));
  }

  /** The relative improvement of a scenario over the first, on spans. */
  public Estimate spanImprovement(int scenario) {
    return estimate(improvements(scenario, Measure.SPAN));
  }

  /** By how much a scenario takes less time than the first, in seconds. */
  public Estimate saving(int scenario) {
    double[] first = observed[0][Measure.TTX.ordinal()];
    double[] other = observed[scenario][Measure.TTX.ordinal()];
    double[] saved = new double[done];
    for (int r = 0; r < done; r++) {
      saved[r] = first[r] - other[r];
    }
    return estimate(saved);
  }

  /** How often I is more than 0. */
  public Proportion gains(int scenario) {
    int gains = 0;
    for (double i : improvements(scenario, Measure.TTX)) {
      gains += i > 0 ? 1 : 0;
    }
    return Proportion.of(gains, done);
  }

  private double[] improvements(int scenario, Measure measure) {
    double[] first = observed[0][measure.ordinal()];
    double[] other = observed[scenario][measure.ordinal()];
    double[] improvements = new double[done];
    for (int r = 0; r < done; r++) {
      improvements[r] = 1 - other[r] / first[r];
    }
    return improvements;
  }

  /** Antithetic replications depend on each other in pairs: their means are the observations. */
  private Estimate estimate(double[] values) {
    if (!effort.antithetic()) {
      return Estimate.of(values, done);
    }
    double[] means = new double[done / 2];
    for (int p = 0; p < means.length; p++) {
      means[p] = (values[2 * p] + values[2 * p + 1]) / 2;
    }
    return Estimate.of(means, means.length);
  }
}
