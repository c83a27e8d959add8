package org.interleave.bench;

import java.util.SplittableRandom;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Lognormal;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * A workflow on a cluster, of which speed is measured; all durations are lognormal of cv 0.3.
 *
 * @param name for people
 * @param graph what runs
 * @param cluster where
 */
record Case(String name, WorkflowGraph graph, Cluster cluster) {

  private static final double CV = 0.3;

  /** Eight sets of so many tasks, most of which run beside others. */
  static Case w1(int tasksOfASet) {
    int[][] after = {{}, {0}, {0}, {1}, {1}, {2}, {3, 4}, {5, 6}};
    int[] slots = {16, 40, 4, 32, 4, 8, 4, 16};
    int[] gpus = {1, 0, 1, 0, 1, 0, 1, 1};
    double[] means = {300, 200, 120, 250, 100, 150, 200, 180};
    TaskSet[] sets = new TaskSet[8];
    for (int s = 0; s < sets.length; s++) {
      sets[s] = set(s, tasksOfASet, slots[s], gpus[s], means[s], after[s]);
    }
    return of("W1", Cluster.of("16 nodes", 16, 44, 6), sets);
  }

  /** One set of tasks of one slot. */
  static Case w2(int tasks) {
    return oneSet("W2", tasks, 16, 44);
  }

  /** Stages with barriers between them. */
  static Case w3(int stages, int tasksOfAStage) {
    TaskSet[] sets = new TaskSet[stages];
    for (int s = 0; s < stages; s++) {
      sets[s] = set(s, tasksOfAStage, 1, 0, 100, s == 0 ? new int[0] : new int[] {s - 1});
    }
    return of("W3", Cluster.of("16 nodes", 16, 44, 6), sets);
  }

  /** As W2, on a larger machine. */
  static Case w4(int tasks, int nodes) {
    return oneSet("W4", tasks, nodes, 44);
  }

  /** One set of tasks of one slot. */
  static Case oneSet(String name, int tasks, int nodes, int cores) {
    return of(name, Cluster.of(nodes + " nodes", nodes, cores, 6), set(0, tasks, 1, 0, 100));
  }

  /** A few sets of any shape, on a few nodes. */
  static Case random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = 1 + random.nextInt(9);
    int cores = 1 + random.nextInt(12);
    int gpus = random.nextInt(4);
    TaskSet[] sets = new TaskSet[1 + random.nextInt(10)];
    for (int s = 0; s < sets.length; s++) {
      int before = s;
      int[] after = random.ints(s, 0, 3).map(i -> i == 0 ? 1 : 0).toArray();
      int[] waits =
          java.util.stream.IntStream.range(0, before).filter(b -> after[b] == 1).toArray();
      int slots = 1 + random.nextInt(cores);
      sets[s] = set(s, 1 + random.nextInt(30), slots, random.nextInt(gpus + 1), 100, waits);
    }
    return of("random " + seed, Cluster.of("random", nodes, cores, gpus), sets);
  }

  private static TaskSet set(int s, int tasks, int slots, int gpus, double mean, int... after) {
    String[] names = new String[after.length];
    for (int a = 0; a < after.length; a++) {
      names[a] = "T" + after[a];
    }
    Lognormal time = Lognormal.withCv(mean, CV);
    return TaskSet.of("T" + s, tasks, Resources.of(slots, gpus), time, names);
  }

  private static Case of(String name, Cluster cluster, TaskSet... sets) {
    return new Case(name, WorkflowGraph.of(Workflow.of(name, sets)), cluster);
  }

  /** The run that the yardstick makes too: asynchronous, default policy, nothing else. */
  Scenario scenario() {
    return new Scenario(
        Workload.ofMeans(graph),
        Plan.asynchronous(graph),
        cluster,
        StandardPolicy.RECORDED,
        Overheads.NONE,
        FailurePolicy.STRICT);
  }

  Yardstick yardstick() {
    return new Yardstick(graph, cluster);
  }
}
