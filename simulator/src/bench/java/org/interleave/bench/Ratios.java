package org.interleave.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.duration.Duration;
import org.interleave.duration.Gamma;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.duration.Weibull;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Replications.Effort;
import org.interleave.simulation.Simulator;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * The simulator against the yardstick, by turns in one process, so that what else the machine does
 * hits both. Time is the thread's own on the processor; only scaling is by the clock. Prints the
 * median of the ratios of neighbouring turns, and nanoseconds a task of the best turn. Arguments: w1 w2 w3 w4 tasks nodes scaling draw, or none for all.
 */
public final class Ratios {

  private static final long SEED = 1;
  private static final int TURNS = Integer.getInteger("turns", 15);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Ratios() {}

  public static void main(String[] args) {
    List<String> what =
        args.length == 0
            ? List.of("w1", "w2", "w3", "w4", "scaling", "draw", "tasks", "nodes")
            : Arrays.asList(args);
    for (String one : what) {
      switch (one) {
        case "w1" -> compare(Case.w1(96), 400);
        case "w2" -> compare(Case.w2(100_000), 4);
        case "w3" -> compare(Case.w3(1_000, 100), 4);
        case "w4" -> compare(Case.w4(1_000_000, 1_000), 1);
        case "tasks" -> growth(true, 10_000, 100_000, 1_000_000, 10_000_000);
        case "nodes" -> growth(false, 1, 10, 100, 1_000, 10_000);
        case "scaling" -> scaling();
        case "draw" -> draw();
        default -> throw new IllegalArgumentException(one);
      }
    }
  }

  private static void compare(Case c, int runs) {
    Scenario scenario = c.scenario();
    Yardstick yardstick = c.yardstick();
    Workload one = Workload.draw(c.graph(), SEED, 0);
    long[] durations = new long[c.graph().taskCount()];
    Arrays.setAll(durations, one::durationMicros);
    Scenario drawn = scenario.withWorkload(one);
    long tasks = (long) runs * c.graph().taskCount();
    pair(
        c.name() + ", drawing included",
        tasks,
        () -> {
          long sum = 0;
          for (int r = 0; r < runs; r++) {
            Workload w = Workload.draw(c.graph(), SEED, r);
            sum += Math.round(Simulator.measure(scenario.withWorkload(w)).ttxSeconds() * 1e6);
          }
          return sum;
        },
        () -> {
          long sum = 0;
          for (int r = 0; r < runs; r++) {
            sum += yardstick.makespan(yardstick.draw(r));
          }
          return sum;
        });
    pair(
        c.name() + ", drawn before",
        tasks,
        () -> {
          long sum = 0;
          for (int r = 0; r < runs; r++) {
            sum += Math.round(Simulator.measure(drawn).ttxSeconds() * 1e6);
          }
          return sum;
        },
        () -> {
          long sum = 0;
          for (int r = 0; r < runs; r++) {
            sum += yardstick.makespan(durations);
          }
          return sum;
        });
  }

  private static void pair(
      String name, long tasks, LongSupplier product, LongSupplier yardstick) {
    double[] ratios = new double[TURNS];
    double bestProduct = Double.MAX_VALUE;
    double bestYardstick = Double.MAX_VALUE;
    long sink = 0;
    for (int turn = -Math.max(3, TURNS / 3); turn < TURNS; turn++) {
      long start = THREADS.getCurrentThreadCpuTime();
      sink += product.getAsLong();
      long middle = THREADS.getCurrentThreadCpuTime();
      sink += yardstick.getAsLong();
      long end = THREADS.getCurrentThreadCpuTime();
      if (turn >= 0) {
        ratios[turn] = (double) (middle - start) / (end - middle);
        bestProduct = Math.min(bestProduct, (double) (middle - start) / tasks);
        bestYardstick = Math.min(bestYardstick, (double) (end - middle) / tasks);
      }
    }
    print(
        "%-24s ratio %.2f (of the best %.2f), %6.1f ns a task, yardstick %6.1f%s",
        name,
        median(ratios),
        bestProduct / bestYardstick,
        bestProduct,
        bestYardstick,
        sink == 0 ? "?" : "");
  }

  private static void growth(boolean ofTasks, int... sizes) {
    for (int n : sizes) {
      Case c = ofTasks ? Case.oneSet("growth", n, 16, 44) : Case.oneSet("growth", 200_000, n, 44);
      Scenario scenario = c.scenario();
      Yardstick yardstick = c.yardstick();
      int tasks = c.graph().taskCount();
      int runs = Math.max(1, 400_000 / tasks);
      double best = Double.MAX_VALUE;
      double bestYardstick = Double.MAX_VALUE;
      for (int turn = 0; turn < (n > 5_000_000 ? 4 : 12); turn++) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int r = 0; r < runs; r++) {
          Simulator.measure(scenario.withWorkload(Workload.draw(c.graph(), SEED, r)));
        }
        long middle = THREADS.getCurrentThreadCpuTime();
        for (int r = 0; r < runs; r++) {
          yardstick.makespan(yardstick.draw(r));
        }
        long end = THREADS.getCurrentThreadCpuTime();
        best = Math.min(best, (double) (middle - start) / runs / tasks);
        bestYardstick = Math.min(bestYardstick, (double) (end - middle) / runs / tasks);
      }
      print(
          "%,10d %s %6.1f ns a task, yardstick %6.1f",
          n,
          ofTasks ? "tasks on 16 nodes:  " : "nodes, 200,000 tasks:",
          best,
          bestYardstick);
    }
  }

  /**
   * By the clock, which says little where others use the processors, and by the time that the whole
   * process spends on them: what two threads lose by being in each other's way.
   */
  private static void scaling() {
    Scenario w1 = Case.w1(96).scenario();
    int n = 8_000;
    double[] byClock = new double[TURNS];
    double[] byProcessor = new double[TURNS];
    for (int turn = -3; turn < TURNS; turn++) {
      long[] one = replicated(w1, n, 1);
      long[] two = replicated(w1, n, 2);
      if (turn >= 0) {
        byClock[turn] = (double) one[0] / two[0];
        byProcessor[turn] = 2.0 * one[1] / two[1];
      }
    }
    print(
        "scaling on two threads, W1: by the clock median %.2f, best %.2f; by processor time %.2f",
        median(byClock),
        Arrays.stream(byClock).max().orElseThrow(),
        median(byProcessor));
  }

  private static long[] replicated(Scenario scenario, int n, int threads) {
    var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long clock = System.nanoTime();
    long processor = process.getProcessCpuTime();
    Replications.run(List.of(scenario), SEED, new Effort(n, 0, n, false, threads), done -> {});
    return new long[] {
      System.nanoTime() - clock, process.getProcessCpuTime() - processor
    };
  }

  private static void draw() {
    List<Duration> all = new ArrayList<>();
    all.add(Normal.withCv(100, 0.3));
    all.add(Lognormal.withCv(100, 0.3));
    all.add(Weibull.withCv(100, 0.3));
    all.add(Gamma.withCv(100, 0.3));
    all.add(Gamma.withCv(100, 2));
    for (Duration time : all) {
      int n = 100_000;
      TaskSet set = TaskSet.of("X", n, Resources.of(1, 0), time);
      WorkflowGraph graph = WorkflowGraph.of(Workflow.of("draws", set));
      double best = Double.MAX_VALUE;
      for (int turn = 0; turn < 10; turn++) {
        long start = THREADS.getCurrentThreadCpuTime();
        Workload.draw(graph, SEED, turn);
        best = Math.min(best, (double) (THREADS.getCurrentThreadCpuTime() - start) / n);
      }
      print("drawing %-40s %7.1f ns", time, best);
    }
  }

  private static double median(double[] x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
