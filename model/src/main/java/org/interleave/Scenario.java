package org.interleave;

import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.trace.TraceHeader;

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

  /**
   * What the trace of a run of this says of itself before its makespan is known.
   *
   * @param engine who makes it
   * @param costs the name of its overheads
   * @param provenance what else there is to know
   */
  public TraceHeader header(String engine, String costs, Map<String, String> provenance) {
    return new TraceHeader(
        engine,
        workload.graph().workflow().name(),
        workload.graph().workflow().iterations(),
        plan.label(),
        policy.label(),
        policy.placement().pooled(),
        cluster,
        costs,
        workload.seed(),
        workload.replication(),
        0,
        provenance);
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
