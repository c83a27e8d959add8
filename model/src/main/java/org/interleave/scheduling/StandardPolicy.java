package org.interleave.scheduling;

import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * A policy put together from the offered parts: {@code order/fit/placement}.
 *
 * @param order which ready sets go first
 * @param fit what happens when a task does not fit
 * @param placement where it is placed
 */
public record StandardPolicy(Order order, Fit fit, PlacementPolicy placement)
    implements SchedulingPolicy {

  /** What RADICAL-Pilot did in the paper's runs: submission order, skipping, next-fit. */
  public static final StandardPolicy RECORDED =
      new StandardPolicy(Order.SUBMISSION, Fit.SKIP, Placement.NEXT_FIT);

  @Override
  public String label() {
    return order.label() + "/" + fit.label() + "/" + placement.label();
  }

  @Override
  public double priority(SetInstance set, WorkflowGraph graph) {
    return order.priority(set, graph);
  }
}
