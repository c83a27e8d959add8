package org.interleave.runs;

import java.util.List;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.spec.Spec;
import org.interleave.workflow.Command;
import org.interleave.workflow.WorkflowGraph;

/** What is executed to learn the overheads of a system before another workflow is judged. */
public final class Calibration {

  private Calibration() {}

  /** The workflow that is executed, on the same cluster as the one that is to be judged. */
  public static Spec workflow(Spec judged) {
    return CalibrationWorkflow.on(judged.cluster(), payload(judged));
  }

  /** A workflow to be executed before that, of which nothing is learned. */
  public static Spec warmUp(Spec judged) {
    return CalibrationWorkflow.warmUp(judged.cluster(), payload(judged));
  }

  private static Command payload(Spec judged) {
    boolean loads =
        judged.workflow().sets().stream().anyMatch(s -> s.run() instanceof Command.Stress);
    return loads ? new Command.Stress() : new Command.Sleep();
  }

  /** How it is executed. */
  public static List<Plan> plans(Spec workflow) {
    WorkflowGraph graph = WorkflowGraph.of(workflow.workflow());
    return List.of(Plan.sequential(graph, SequentialBaseline.RANKS), Plan.asynchronous(graph));
  }
}
