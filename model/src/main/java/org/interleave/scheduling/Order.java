package org.interleave.scheduling;

import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/** The offered orders of ready task sets; to add one, add a constant. */
public enum Order {
  /** As they became ready. */
  SUBMISSION("submission") {
    @Override
    double priority(SetInstance s, WorkflowGraph graph) {
      return 0;
    }
  },
  /** Sets whose tasks need the most GPUs in all first. */
  GPU_DEMAND("gpu-demand") {
    @Override
    double priority(SetInstance s, WorkflowGraph graph) {
      return -s.set().gpuDemand();
    }
  },
  /** Sets with the longest chain of mean TX to a sink first. */
  LONGEST_PATH("longest-path") {
    @Override
    double priority(SetInstance s, WorkflowGraph graph) {
      return -graph.tailSeconds(s.id());
    }
  },
  /** Tasks with the most slots first, among those the ones with the most GPUs. */
  LARGEST_TASK("largest-task") {
    @Override
    double priority(SetInstance s, WorkflowGraph graph) {
      Resources r = s.set().resources();
      return -((double) r.totalSlots() * (Resources.MAX + 1.0) + r.totalGpus());
    }
  },
  /** Tasks with the shortest mean TX first. */
  SHORTEST("shortest") {
    @Override
    double priority(SetInstance s, WorkflowGraph graph) {
      return s.set().time().meanSeconds();
    }
  };

  private final String label;

  Order(String label) {
    this.label = label;
  }

  /** The key of a set: smaller keys are offered to the machine first. */
  abstract double priority(SetInstance set, WorkflowGraph graph);

  /** The order's name in specifications and tables. */
  public String label() {
    return label;
  }
}
