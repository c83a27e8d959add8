package org.interleave.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The DAG of a workflow's set instances, all iterations unrolled. Instances are numbered iteration
 * by iteration in declaration order, tasks in the order of their instances; every engine uses these
 * numbers.
 */
public final class WorkflowGraph {

  private final Workflow workflow;
  private final List<SetInstance> instances;
  private final Map<String, SetInstance> byLabel;
  private final int[][] predecessors;
  private final int[][] successors;
  private final int[][] indexPredecessors;
  private final int[][] indexSuccessors;
  private final int[] topologicalOrder;
  private final int[] ranks;
  private final double[] tailSeconds;
  private final int[] firstTasks;
  private final Resources[] resources; // by instance
  private final int taskBits; // of a power of two that is about an eighth of the mean set
  private final int[] instanceAt; // of every so manieth task

  private WorkflowGraph(Workflow workflow) {
    this.workflow = workflow;
    int sets = workflow.sets().size();
    int n = sets * workflow.iterations();
    List<SetInstance> all = new ArrayList<>(n);
    this.byLabel = new HashMap<>(2 * n);
    Map<String, Integer> indexOf = new HashMap<>();
    this.firstTasks = new int[n + 1];
    int task = 0;
    for (int i = 0; i < workflow.iterations(); i++) {
      for (int s = 0; s < sets; s++) {
        TaskSet set = workflow.sets().get(s);
        indexOf.putIfAbsent(set.name(), s);
        String label = SetInstance.label(set.name(), i, workflow.iterations());
        SetInstance instance = new SetInstance(all.size(), set, s, i, label, task);
        firstTasks[all.size()] = task;
        all.add(instance);
        byLabel.put(label, instance);
        task += set.tasks();
      }
    }
    firstTasks[n] = task;
    this.resources = all.stream().map(i -> i.set().resources()).toArray(Resources[]::new);
    this.taskBits =
        31 - Integer.numberOfLeadingZeros(Math.max(1, (int) (task / Math.max(1, 8L * n))));
    this.instanceAt = new int[(task >> taskBits) + 2];
    int at = 0;
    for (int k = 0; k < instanceAt.length; k++) {
      while (at + 1 < n && firstTasks[at + 1] <= (long) k << taskBits) {
        at++;
      }
      instanceAt[k] = at;
    }
    this.instances = List.copyOf(all);
    this.predecessors = new int[n][];
    this.indexPredecessors = new int[n][];
    if (workflow.dependsByPipelines()) {
      connectByPipelines();
    } else {
      connectBySets(indexOf);
    }
    this.successors = reversed(predecessors, indexPredecessors);
    this.indexSuccessors = reversed(indexPredecessors, new int[0][]);
    this.topologicalOrder = sorted();
    this.ranks = ranked();
    this.tailSeconds = tails();
  }

  /** The graph of {@code workflow}. */
  public static WorkflowGraph of(Workflow workflow) {
    return new WorkflowGraph(workflow);
  }

  /** The workflow that this is the graph of. */
  public Workflow workflow() {
    return workflow;
  }

  /** All instances in the order of their ids. */
  public List<SetInstance> instances() {
    return instances;
  }

  /** The instance with this id, from 0. */
  public SetInstance instance(int id) {
    return instances.get(id);
  }

  /**
   * The instances that a stage of a pipeline names.
   *
   * @param reference {@code X[i]}, or {@code X} for all iterations of the set
   * @throws IllegalArgumentException if there is none
   */
  public List<SetInstance> named(String reference) {
    SetInstance one = byLabel.get(reference);
    if (one != null) {
      return List.of(one);
    }
    List<SetInstance> found =
        instances.stream().filter(i -> i.set().name().equals(reference)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no task set is called '" + reference + "'");
    }
    return found;
  }

  /** How many tasks there are; they are numbered from 0. */
  public int taskCount() {
    return firstTasks[instances.size()];
  }

  /** The instance that a task belongs to. */
  public SetInstance instanceOf(int task) {
    return instances.get(instanceIdOf(task));
  }

  /** What each task of an instance occupies. */
  public Resources resources(int instance) {
    return resources[instance];
  }

  /** The id of the instance that a task belongs to. */
  public int instanceIdOf(int task) {
    int low = instanceAt[task >> taskBits];
    int high = instanceAt[(task >> taskBits) + 1];
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstTasks[middle] <= task) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Ids of the instances all of whose tasks must be done first; not to be changed. */
  public int[] predecessors(int id) {
    return predecessors[id];
  }

  /** Ids of the instances of which only the task with the same index must be done first. */
  public int[] indexPredecessors(int id) {
    return indexPredecessors[id];
  }

  /** Ids of the instances that wait for this one, in either way; not to be changed. */
  public int[] successors(int id) {
    return successors[id];
  }

  /** Ids of the instances whose tasks wait for the tasks of equal index of this one. */
  public int[] indexSuccessors(int id) {
    return indexSuccessors[id];
  }

  /** All ids, predecessors before successors; not to be changed. */
  public int[] topologicalOrder() {
    return topologicalOrder;
  }

  /** The longest path from a source to the instance, in edges within its own iteration. */
  public int rank(int id) {
    return ranks[id];
  }

  /** Mean TX along the longest chain of sets that starts with this one, in seconds. */
  public double tailSeconds(int id) {
    return tailSeconds[id];
  }

  /** Ids of the instances that nothing waits for. */
  public int[] sinks() {
    return java.util.stream.IntStream.range(0, instances.size())
        .filter(i -> successors[i].length == 0)
        .toArray();
  }

  private void connectBySets(Map<String, Integer> indexOf) {
    int sets = workflow.sets().size();
    for (SetInstance instance : instances) {
      List<Dependency> after = instance.set().after();
      int[] whole = new int[after.size()];
      int[] byIndex = new int[after.size()];
      int wholes = 0;
      int indexed = 0;
      for (Dependency d : after) {
        int iteration = instance.iteration() - (d.previousIteration() ? 1 : 0);
        if (iteration >= 0) {
          int id = iteration * sets + indexOf.getOrDefault(d.set(), 0);
          if (d.match() == Dependency.Match.INDEX) {
            byIndex[indexed++] = id;
          } else {
            whole[wholes++] = id;
          }
        }
      }
      predecessors[instance.id()] = Arrays.copyOf(whole, wholes);
      indexPredecessors[instance.id()] = Arrays.copyOf(byIndex, indexed);
    }
  }

  private void connectByPipelines() {
    Map<String, int[]> lastStage = new HashMap<>();
    for (Pipeline p : workflow.pipelines()) {
      lastStage.put(p.name(), idsOf(p.stages().get(p.stages().size() - 1)));
    }
    Arrays.fill(indexPredecessors, new int[0]);
    for (Pipeline p : workflow.pipelines()) {
      int[] before =
          p.after().stream()
              .flatMapToInt(a -> Arrays.stream(lastStage.getOrDefault(a, new int[0])))
              .distinct()
              .toArray();
      for (List<String> stage : p.stages()) {
        int[] ids = idsOf(stage);
        for (int id : ids) {
          predecessors[id] = before;
        }
        before = ids;
      }
    }
  }

  private int[] idsOf(List<String> stage) {
    return stage.stream()
        .flatMap(reference -> named(reference).stream())
        .mapToInt(SetInstance::id)
        .toArray();
  }

  private static int[][] reversed(int[][] first, int[][] second) {
    int n = first.length;
    int[] counts = new int[n];
    for (int[][] edges : new int[][][] {first, second}) {
      for (int[] row : edges) {
        for (int from : row) {
          counts[from]++;
        }
      }
    }
    int[][] out = new int[n][];
    for (int i = 0; i < n; i++) {
      out[i] = new int[counts[i]];
    }
    int[] filled = new int[n];
    for (int[][] edges : new int[][][] {first, second}) {
      for (int to = 0; to < edges.length; to++) {
        for (int from : edges[to]) {
          out[from][filled[from]++] = to;
        }
      }
    }
    return out;
  }

  private int[] sorted() {
    int n = instances.size();
    int[] waits = new int[n];
    int[] order = new int[n];
    int end = 0;
    for (int i = 0; i < n; i++) {
      waits[i] = predecessors[i].length + indexPredecessors[i].length;
      if (waits[i] == 0) {
        order[end++] = i;
      }
    }
    for (int at = 0; at < end; at++) {
      for (int next : successors[order[at]]) {
        if (--waits[next] == 0) {
          order[end++] = next;
        }
      }
    }
    if (end < n) {
      throw new IllegalStateException("the unrolled workflow has a cycle");
    }
    return order;
  }

  private int[] ranked() {
    int[] rank = new int[instances.size()];
    for (int id : topologicalOrder) {
      for (int next : successors[id]) {
        if (instances.get(next).iteration() == instances.get(id).iteration()) {
          rank[next] = Math.max(rank[next], rank[id] + 1);
        }
      }
    }
    return rank;
  }

  private double[] tails() {
    double[] tail = new double[instances.size()];
    for (int k = topologicalOrder.length - 1; k >= 0; k--) {
      int id = topologicalOrder[k];
      double longest = 0;
      for (int next : successors[id]) {
        longest = Math.max(longest, tail[next]);
      }
      tail[id] = longest + instances.get(id).set().time().meanSeconds();
    }
    return tail;
  }
}
