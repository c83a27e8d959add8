package org.interleave;

import org.interleave.cluster.Cluster;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;

/**
 * Everything that determines one run.
 *
 * @param workload what is run
 * @param plan how its sets are released
 * @param cluster where
 * @param policy in which order and on which nodes
 * @param overheads what it costs beyond the tasks
 * @param failures what a failed task means
 * @param faults what goes wrong
 */
public record Scenario(
    Workload workload,
    Plan plan,
    Cluster cluster,
    SchedulingPolicy policy,
    Overheads overheads,
    FailurePolicy failures,
    Faults faults) {

  /** A run in which nothing goes wrong. */
  public Scenario(
      Workload workload,
      Plan plan,
      Cluster cluster,
      SchedulingPolicy policy,
      Overheads overheads,
      FailurePolicy failures) {
    this(workload, plan, cluster, policy, overheads, failures, Faults.NONE);
  }

  public Scenario {
    if (faults.nodeMtbfMicros() > 0 && policy.placement().pooled()) {
      throw new IllegalArgumentException(
          "nodes can't fail where placement is pooled; choose another placement");
    }
    if (!plan.graph().equals(workload.graph())) {
      throw new IllegalArgumentException("the plan and the workload are of different workflows");
    }
  }

  /** The same run of other durations. */
  public Scenario withWorkload(Workload other) {
    return new Scenario(other, plan, cluster, policy, overheads, failures, faults);
  }

  /** The same run with other overheads. */
  public Scenario withOverheads(Overheads other) {
    return new Scenario(workload, plan, cluster, policy, other, failures, faults);
  }
}
