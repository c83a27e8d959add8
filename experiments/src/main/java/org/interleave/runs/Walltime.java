package org.interleave.runs;

import java.util.List;
import org.interleave.Workload;
import org.interleave.scheduling.Plan;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.workflow.Command;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * How long a job should be allowed to take: what simulations of its runs say, with their overheads
 * and newly drawn durations, and something on top.
 *
 * @param boundSeconds 95 of 100 such jobs take less, by the simulations
 * @param minutes to ask for
 */
public record Walltime(double boundSeconds, long minutes) {

  /** Starting Java and the agents, and the warning before the end, which comes early. */
  private static final double START_SECONDS = 150;

  private static final double MARGIN = 0.2;
  private static final int DRAWS = 20;
  private static final int MOST_TASKS = 400_000;

  /** Of a normal distribution, the quantile of 95 percent. */
  private static final double UPPER = 1.645;

  /**
   * For a job that executes the given plans one after the other.
   *
   * @param timeScale factor of the durations
   * @param repetitions how often all of them are executed
   * @param besidesSeconds what else the job does
   */
  public static Walltime of(
      Spec spec,
      List<Plan> plans,
      long seed,
      double timeScale,
      int repetitions,
      double besidesSeconds) {
    double mean = 0;
    double variance = 0;
    for (Plan plan : plans) {
      int tasks = plan.graph().taskCount();
      int draws = Math.max(2, Math.min(DRAWS, MOST_TASKS / Math.max(1, tasks)));
      double sum = 0;
      double squares = 0;
      for (int d = 0; d < draws; d++) {
        Workload workload = paced(Workload.draw(plan.graph(), seed, d), timeScale);
        double seconds = Simulator.measure(spec.scenario(workload, plan)).ttxSeconds();
        sum += seconds;
        squares += seconds * seconds;
      }
      double planMean = sum / draws;
      mean += planMean;
      variance += Math.max(0, squares / draws - planMean * planMean) * draws / (draws - 1);
    }
    double bound = besidesSeconds + repetitions * mean + UPPER * Math.sqrt(repetitions * variance);
    long minutes = (long) Math.ceil(((1 + MARGIN) * bound + START_SECONDS) / 60);
    return new Walltime(bound, Math.max(1, minutes));
  }

  /** Commands take what they take, whatever the scale. */
  private static Workload paced(Workload drawn, double timeScale) {
    WorkflowGraph graph = drawn.graph();
    Workload scaled = drawn.scaled(timeScale);
    long[] durations = new long[graph.taskCount()];
    for (SetInstance i : graph.instances()) {
      Workload of = i.set().run() instanceof Command.Argv ? drawn : scaled;
      for (int t = i.firstTask(); t < i.endTask(); t++) {
        durations[t] = of.durationMicros(t);
      }
    }
    return Workload.of(graph, durations).drawnAs(drawn.seed(), drawn.replication());
  }
}
