package org.interleave.simulation;

import java.util.List;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.duration.Duration;
import org.interleave.duration.Lognormal;
import org.interleave.duration.Normal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.simulation.Replications.Effort;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/** Workflows whose answers are known, and the arithmetic of the tests. */
final class Witnesses {

  /** Many more slots than any of the small workflows asks for. */
  static final Cluster UNLIMITED = Cluster.of("unlimited", 1, 100_000, 0);

  /** 16 nodes of 44 cores and 6 GPUs. */
  static final Cluster NODES_16 = Cluster.of("nodes-16", 16, 44, 6);

  /** 16 nodes of Summit, where a slot is a hardware thread. */
  static final Cluster SUMMIT_16 =
      new Cluster("summit-16", SlotKind.THREAD, List.of(new NodeGroup(16, 42, 4, 6, 0, 0)));

  private Witnesses() {}

  /** A set of tasks of one slot. */
  static WorkflowGraph oneSet(int tasks, Duration time) {
    return WorkflowGraph.of(Workflow.of("one set", simple("X", tasks, time)));
  }

  static TaskSet simple(String name, int tasks, Duration time, String... after) {
    return TaskSet.of(name, tasks, Resources.of(1, 0), time, after);
  }

  /** W1: eight sets of 96 tasks in the shape of the paper's abstract DAG, with lognormal times. */
  static WorkflowGraph w1() {
    int[][] after = {{}, {0}, {0}, {1}, {1}, {2}, {3, 4}, {5, 6}};
    int[] slots = {16, 40, 4, 32, 4, 8, 4, 16};
    int[] gpus = {1, 0, 1, 0, 1, 0, 1, 1};
    double[] means = {300, 200, 120, 250, 100, 150, 200, 180};
    TaskSet[] sets = new TaskSet[8];
    for (int i = 0; i < 8; i++) {
      String[] names = new String[after[i].length];
      for (int a = 0; a < names.length; a++) {
        names[a] = "T" + after[i][a];
      }
      Duration time = Lognormal.withCv(means[i], 0.3);
      sets[i] = TaskSet.of("T" + i, 96, Resources.of(slots[i], gpus[i]), time, names);
    }
    return WorkflowGraph.of(Workflow.of("W1", sets));
  }

  /** DeepDriveMD as it was run: three staggered iterations. */
  static WorkflowGraph ddmd(double cv) {
    List<Dependency> before = List.of(Dependency.onPrevious("Simulation"));
    TaskSet simulation = TaskSet.of("Simulation", 96, Resources.of(4, 1), Normal.withCv(340, cv));
    TaskSet staggered =
        new TaskSet(
            simulation.name(),
            simulation.tasks(),
            simulation.resources(),
            simulation.time(),
            before,
            simulation.run());
    List<TaskSet> sets =
        List.of(
            staggered,
            TaskSet.of("Aggregation", 16, Resources.of(32, 0), Normal.withCv(85, cv), "Simulation"),
            TaskSet.of("Training", 1, Resources.of(4, 1), Normal.withCv(62.5, cv), "Aggregation"),
            TaskSet.of("Inference", 96, Resources.of(16, 1), Normal.withCv(37.5, cv), "Training"));
    return WorkflowGraph.of(new Workflow("DDMD", 3, sets, List.of(), List.of()));
  }

  /** The paper's second concrete DAG. */
  static WorkflowGraph cdag2(double cv) {
    return WorkflowGraph.of(
        Workflow.of(
            "c-DAG2",
            TaskSet.of("T0", 96, Resources.of(16, 1), Normal.withCv(384.6, cv)),
            TaskSet.of("T1", 16, Resources.of(40, 0), Normal.withCv(153.8, cv), "T0"),
            TaskSet.of("T2", 16, Resources.of(40, 0), Normal.withCv(153.8, cv), "T0"),
            TaskSet.of("T3", 48, Resources.of(4, 1), Normal.withCv(769.2, cv), "T1"),
            TaskSet.of("T4", 8, Resources.of(4, 0), Normal.withCv(230.6, cv), "T1"),
            TaskSet.of("T5", 8, Resources.of(4, 0), Normal.withCv(230.6, cv), "T2"),
            TaskSet.of("T6", 48, Resources.of(4, 1), Normal.withCv(769.2, cv), "T2"),
            TaskSet.of("T7", 16, Resources.of(4, 0), Normal.withCv(461.5, cv), "T4", "T5")));
  }

  /** A run of mean durations, which replications draw anew. */
  static Scenario scenario(Plan plan, Cluster cluster) {
    return new Scenario(
        Workload.ofMeans(plan.graph()),
        plan,
        cluster,
        StandardPolicy.RECORDED,
        Overheads.NONE,
        FailurePolicy.STRICT);
  }

  /** Sequential by ranks, and asynchronous. */
  static List<Scenario> bothModes(WorkflowGraph graph, Cluster cluster) {
    return List.of(
        scenario(Plan.sequential(graph, SequentialBaseline.RANKS), cluster),
        scenario(Plan.asynchronous(graph), cluster));
  }

  static Replications replicate(List<Scenario> scenarios, long seed, int n) {
    return Replications.run(scenarios, seed, new Effort(n, 0, n, false, 1), done -> {});
  }

  /** So many replications on both processors: their number changes nothing. */
  static Replications replicateFast(List<Scenario> scenarios, long seed, int n) {
    return Replications.run(scenarios, seed, new Effort(n, 0, n, false, 2), done -> {});
  }

  static double mean(double[] x) {
    return Estimate.of(x).mean();
  }

  static double variance(double[] x) {
    double sd = Estimate.of(x).sd();
    return sd * sd;
  }

  static double standardError(double[] x) {
    return Estimate.of(x).sd() / Math.sqrt(x.length);
  }

  /** What Prediction says of a workflow on a cluster without overheads. */
  static org.interleave.analysis.Prediction predict(WorkflowGraph graph, Cluster cluster) {
    return org.interleave.analysis.Prediction.of(
        graph, cluster, Overheads.NONE, java.util.Map.of());
  }
}
