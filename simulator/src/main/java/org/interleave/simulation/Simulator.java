package org.interleave.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interleave.Outcome;
import org.interleave.OverheadTime;
import org.interleave.Progress;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.TraceSink;

/**
 * Runs a scenario in virtual time. Deterministic: all randomness is in the scenario's workload.
 *
 * <p>The clock counts whole microseconds, which SSJ's double holds exactly, so simultaneous events
 * are exactly simultaneous; all of them happen before the dispatcher decides what starts next.
 */
public final class Simulator {

  private Simulator() {}

  /** The figures of a run, those of its sets left out: the fastest way. */
  public static Metrics measure(Scenario scenario) {
    TraceHeader header = header(scenario);
    Metrics.Collector collector = Metrics.collector(header, false);
    long ttx = new SimulatedRun(scenario, collector, TraceSink.NONE).run();
    return collector.metrics(ttx);
  }

  /** The figures of a run and of its sets; its records go to {@code sink} in the order of ends. */
  public static Outcome run(Scenario scenario, TraceSink sink) {
    TraceHeader header = header(scenario);
    Metrics.Collector collector = Metrics.collector(header, true);
    SimulatedRun run =
        new SimulatedRun(
            scenario,
            null,
            task -> {
              collector.accept(task);
              sink.accept(task);
            });
    long ttx = run.run();
    return new Outcome(collector.metrics(ttx), run.complete(), null);
  }

  /** The figures of a run and of its sets. */
  public static Outcome run(Scenario scenario) {
    return run(scenario, TraceSink.NONE);
  }

  /** A run with its trace: a record of every task, in the order of starts. */
  public static Outcome trace(Scenario scenario) {
    List<TaskRecord> records = new ArrayList<>(scenario.workload().graph().taskCount());
    Outcome outcome = run(scenario, records::add);
    TraceHeader header =
        header(scenario).withTtxMicros(Math.round(outcome.metrics().ttxSeconds() * 1e6));
    return new Outcome(outcome.metrics(), outcome.complete(), Trace.of(header, records));
  }

  /**
   * How long a run still takes: a simulation of what is left of it, as if what runs were started
   * again for the time that it still needs. The bootstrap is over; the tail is still to come.
   *
   * @param scenario the run
   * @param progress how far it is
   * @return microseconds from the instant of the progress
   */
  public static long remainingMicros(Scenario scenario, Progress progress) {
    Workload workload = scenario.workload();
    long[] left = new long[workload.graph().taskCount()];
    Arrays.setAll(left, workload::durationMicros);
    progress
        .runningSince()
        .forEach(
            (task, since) -> left[task] = Math.max(1, left[task] - (progress.nowMicros() - since)));
    Scenario rest =
        scenario
            .withWorkload(Workload.of(workload.graph(), left))
            .withOverheads(scenario.overheads().but().bootstrap(OverheadTime.NONE).build());
    return new SimulatedRun(rest, Metrics.collector(header(rest), false), TraceSink.NONE, progress)
        .run();
  }

  /** What the trace of a scenario says of itself before its makespan is known. */
  public static TraceHeader header(Scenario s) {
    return s.header("simulated", s.overheads().name(), Map.of());
  }
}
