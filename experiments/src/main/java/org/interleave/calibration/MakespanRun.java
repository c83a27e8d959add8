package org.interleave.calibration;

import java.util.List;
import java.util.stream.IntStream;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.scheduling.Plan;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.workflow.WorkflowGraph;

/**
 * A recorded run of which the times of the tasks and the makespan are known, but no start.
 *
 * @param name for people
 * @param spec what was run, where, with the recorded times
 * @param workload those times
 * @param makespanMicros the makespan as recorded, more than 0
 */
public record MakespanRun(String name, Spec spec, Workload workload, long makespanMicros) {

  private static final double MICROS = 1e6;

  public MakespanRun {
    if (makespanMicros <= 0) {
      throw new IllegalArgumentException(name + " has a recorded makespan of 0");
    }
  }

  /** A run whose times are all recorded. */
  public MakespanRun(String name, Spec spec, long makespanMicros) {
    this(name, spec, Workload.draw(WorkflowGraph.of(spec.workflow()), 1, 0), makespanMicros);
  }

  double recordedSeconds() {
    return makespanMicros / MICROS;
  }

  /** The makespan in seconds as simulated, each task as soon as it can. */
  double seconds(Overheads overheads) {
    return Simulator.measure(
            spec.withOverheads(overheads).scenario(workload, Plan.asynchronous(workload.graph())))
        .ttxSeconds();
  }

  /** Whether all that is known of two runs is the same. */
  boolean isAlike(MakespanRun other) {
    return makespanMicros == other.makespanMicros && sorted().equals(other.sorted());
  }

  private List<Long> sorted() {
    return IntStream.range(0, workload.graph().taskCount())
        .mapToObj(workload::durationMicros)
        .sorted()
        .toList();
  }
}
