package org.interleave.scheduling;

import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Which ready tasks go first, and what happens when they do not fit. A policy of one's own
 * implements this one interface; it then works in the simulator and the executor alike.
 */
public interface SchedulingPolicy {

  /** The policy's name in traces and tables. */
  String label();

  /**
   * The key of a set, asked for once a run: smaller keys are offered first; equal keys in the order
   * in which their tasks became ready, then in the plan's order.
   *
   * @return any number but NaN
   */
  double priority(SetInstance set, WorkflowGraph graph);

  /** What happens when the task whose turn it is does not fit. */
  Fit fit();

  /** Which node a process is placed on. */
  PlacementPolicy placement();
}
