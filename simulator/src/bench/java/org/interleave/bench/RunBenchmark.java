package org.interleave.bench;

import java.util.concurrent.TimeUnit;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.simulation.Simulator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One run, durations drawn anew, of the simulator and of the yardstick. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RunBenchmark {

  /** Which workload. */
  @Param({"w1", "w2", "w3", "w4"})
  public String workload = "w1";

  private Case measured = Case.w1(96);
  private Scenario scenario = measured.scenario();
  private Yardstick yardstick = measured.yardstick();
  private int replication;

  /** Prepares the workload. */
  @Setup
  public void prepare() {
    measured =
        switch (workload) {
          case "w2" -> Case.w2(100_000);
          case "w3" -> Case.w3(1_000, 100);
          case "w4" -> Case.w4(1_000_000, 1_000);
          default -> Case.w1(96);
        };
    scenario = measured.scenario();
    yardstick = measured.yardstick();
  }

  /** The simulator. */
  @Benchmark
  public double simulator() {
    Workload drawn = Workload.draw(measured.graph(), 1, replication++);
    return Simulator.measure(scenario.withWorkload(drawn)).ttxSeconds();
  }

  /** The yardstick. */
  @Benchmark
  public long yardstick() {
    return yardstick.makespan(yardstick.draw(replication++));
  }
}
