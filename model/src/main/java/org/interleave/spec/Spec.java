package org.interleave.spec;

import java.util.Map;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.workflow.Workflow;

/**
 * A specification, read and checked.
 *
 * @param source the file that it came from
 * @param sha256 of its text and of what was set beside it
 * @param workflow what is to be run
 * @param cluster where
 * @param overheads at what cost beyond the tasks
 * @param policy in which order and on which nodes
 * @param failures what a failed task means
 * @param faults what goes wrong in a simulation
 * @param masked the masked copies of sets, m_i of Eqn 6; empty if the specification gives none
 */
public record Spec(
    String source,
    String sha256,
    Workflow workflow,
    Cluster cluster,
    Overheads overheads,
    SchedulingPolicy policy,
    FailurePolicy failures,
    Faults faults,
    Map<String, Integer> masked) {

  public Spec {
    masked = Map.copyOf(masked);
  }

  /** The same specification on another cluster. */
  public Spec withCluster(Cluster other) {
    return new Spec(source, sha256, workflow, other, overheads, policy, failures, faults, masked);
  }

  /** The same specification with other overheads. */
  public Spec withOverheads(Overheads other) {
    return new Spec(source, sha256, workflow, cluster, other, policy, failures, faults, masked);
  }

  /** The same specification of another workflow. */
  public Spec withWorkflow(Workflow other) {
    return new Spec(source, sha256, other, cluster, overheads, policy, failures, faults, masked);
  }

  /** One run of it. */
  public Scenario scenario(Workload workload, Plan plan) {
    return new Scenario(workload, plan, cluster, policy, overheads, failures, faults);
  }

  /** One run of it in which nothing goes wrong, as forecasts take it. */
  public Scenario withoutFaults(Workload workload, Plan plan) {
    return new Scenario(workload, plan, cluster, policy, overheads, failures);
  }
}
