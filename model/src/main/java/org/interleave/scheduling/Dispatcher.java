package org.interleave.scheduling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Slots;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Decides which tasks start, when and where. It keeps no clock and starts nothing itself: an engine
 * tells it what happened and when, and it calls the engine back with what follows. The simulator
 * drives it in virtual time, the executor in real time; both therefore decide alike.
 *
 * <p>The life of a group of sets: everything it waits for is done ({@link Engine#eligible}); the
 * engine releases it, at once or after an overhead ({@link #release}); its tasks are placed in the
 * policy's order as they fit ({@link #dispatch}, {@link Engine#launch}); they end ({@link #ended}).
 *
 * <p>An engine reports everything that happens at one instant before it calls {@link #dispatch}
 * once, so that decisions do not depend on the order of simultaneous events. Not for use by several
 * threads.
 */
public final class Dispatcher {

  /** What the dispatcher asks of whoever keeps the clock. */
  public interface Engine {

    /** Everything that the group waits for is done: release it now, or after an overhead. */
    void eligible(int group, long nowMicros);

    /**
     * The task has its resources, {@link Dispatcher#node} or {@link Dispatcher#nodes}: start it.
     *
     * @param task its number in the graph
     * @param attempt 1 for the first
     * @param readyMicros when it became ready
     * @param nowMicros the instant of the decision
     */
    void launch(int task, int attempt, long readyMicros, long nowMicros);
  }

  private static final int NOT_RUNNING = -1;
  private static final int[] NO_GROUPS = {};

  private final Plan plan;
  private final WorkflowGraph graph;
  private final List<ReleaseGroup> groups;
  private final FailurePolicy failures;
  private final Engine engine;
  private final Slots free;
  private final PlacementPolicy placement;
  private final boolean choosesWhatFits; // never keeps back a node
  private final boolean strict;

  private final int[][] groupsAfter;
  private final int[] groupWaits;
  private final int[] groupLeft;
  private final boolean[] released;
  private final int[] groupOfInstance;
  private final double[] priorities;
  private final Shape[] shapeOfInstance;
  private final int[] nodeOfTask;
  private final Map<Integer, int[]> nodesOfTask = new HashMap<>();
  private int[] earlierAttempts = {};
  private final int[] indexWaits;
  private final BitSet settled = new BitSet(); // by an earlier part of the run

  private final Shape[] shapes;
  private final Numbers offered = new Numbers(); // shapes not empty, not blocked: each once
  private final Numbers blocked = new Numbers(); // shapes not empty, and known not to fit
  private final Turns turns;
  private final Numbers freed = new Numbers(); // nodes, since the last decision
  private int lastNode;
  private int unreleased;
  private int running;
  private int done;
  private int failed;
  private boolean stopped;

  /**
   * A dispatcher for one run.
   *
   * @throws IllegalArgumentException if a task can never fit the cluster, or a priority is NaN
   */
  public Dispatcher(
      Plan plan, Cluster cluster, SchedulingPolicy policy, FailurePolicy failures, Engine engine) {
    this.plan = plan;
    this.graph = plan.graph();
    this.groups = plan.groups();
    this.failures = failures;
    this.engine = engine;
    this.strict = policy.fit() == Fit.STRICT;
    this.placement = policy.placement();
    this.choosesWhatFits = placement instanceof Placement;
    this.free = placement.pooled() ? Slots.pooled(cluster) : Slots.of(cluster);

    int instances = graph.instances().size();
    this.groupOfInstance = new int[instances];
    this.groupWaits = new int[groups.size()];
    this.groupLeft = new int[groups.size()];
    this.released = new boolean[groups.size()];
    this.groupsAfter = plan.groupsAfter();
    for (int g = 0; g < groups.size(); g++) {
      groupWaits[g] = groups.get(g).after().length;
      for (Run run : groups.get(g).runs()) {
        groupOfInstance[run.set().id()] = g;
        groupLeft[g] += run.count();
      }
    }
    this.priorities = new double[instances];
    this.shapeOfInstance = new Shape[instances];
    Map<Resources, Shape> known = new LinkedHashMap<>();
    for (SetInstance s : graph.instances()) {
      priorities[s.id()] = policy.priority(s, graph);
      if (Double.isNaN(priorities[s.id()])) {
        throw new IllegalArgumentException(
            "policy " + policy.label() + " gives '" + s.label() + "' the priority NaN");
      }
      shapeOfInstance[s.id()] =
          known.computeIfAbsent(s.set().resources(), r -> newShape(known.size(), r, s, cluster));
    }
    this.shapes = known.values().toArray(Shape[]::new);
    this.turns = new Turns(shapes);
    this.nodeOfTask = new int[graph.taskCount()];
    Arrays.fill(nodeOfTask, NOT_RUNNING);
    this.indexWaits = plan.matchesIndices() ? countIndexWaits() : new int[0];
  }

  private Shape newShape(int id, Resources r, SetInstance s, Cluster cluster) {
    String misfit = cluster.misfit(r, placement.pooled());
    if (!misfit.isEmpty()) {
      throw new IllegalArgumentException("task set '" + s.label() + "' " + misfit);
    }
    return new Shape(id, r);
  }

  /**
   * Takes over what an earlier part of the same run has brought about; before {@link #begin}.
   *
   * @param done tasks that are done
   * @param failed tasks that failed for good, and are not tried again
   * @param failures failed attempts at tasks that are neither, by task
   */
  public void resume(BitSet done, BitSet failed, Map<Integer, Integer> failures) {
    this.done = done.cardinality();
    this.failed = failed.cardinality();
    settled.or(done);
    settled.or(failed);
    stopped |= this.failed > 0 && this.failures.onFailure() == FailurePolicy.OnFailure.STOP;
    if (!failures.isEmpty()) {
      earlierAttempts = new int[nodeOfTask.length];
      failures.forEach((task, attempts) -> earlierAttempts[task] = attempts);
    }
    for (int task = done.nextSetBit(0); task >= 0; task = done.nextSetBit(task + 1)) {
      SetInstance set = graph.instanceOf(task);
      int group = groupOfInstance[set.id()];
      if (--groupLeft[group] == 0) {
        for (int next : groupsAfter[group]) {
          groupWaits[next]--;
        }
      }
      if (indexWaits.length > 0) {
        for (int next : graph.indexSuccessors(set.id())) {
          indexWaits[graph.instance(next).firstTask() + task - set.firstTask()]--;
        }
      }
    }
  }

  /** Tells the engine of the groups that wait for nothing. */
  public void begin(long nowMicros) {
    for (int g = 0; g < groupWaits.length; g++) {
      if (groupWaits[g] == 0 && groupLeft[g] > 0) {
        eligible(g, nowMicros);
      }
    }
  }

  private void eligible(int group, long nowMicros) {
    unreleased++;
    engine.eligible(group, nowMicros);
  }

  /** Makes the tasks of an eligible group ready. */
  public void release(int group, long nowMicros) {
    released[group] = true;
    unreleased--;
    boolean singly = indexWaits.length > 0 || !settled.isEmpty();
    List<Run> runs = groups.get(group).runs();
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      int base = run.set().firstTask();
      int end = run.first() + run.count();
      int from = run.first();
      for (int i = from; singly && i < end; i++) {
        if (waits(base + i) || settled.get(base + i)) {
          if (i > from) {
            ready(run.set(), from, i, nowMicros, r);
          }
          from = i + 1;
        }
      }
      if (from < end) {
        ready(run.set(), from, end, nowMicros, r);
      }
    }
  }

  private boolean waits(int task) {
    return indexWaits.length > 0 && indexWaits[task] > 0;
  }

  /**
   * Starts what may start. Under {@link Fit#SKIP} each distinct shape is tried until it does not
   * fit once; it is not tried again before something that it could use has been freed.
   */
  public void dispatch(long nowMicros) {
    if (stopped) {
      return;
    }
    unblock();
    for (int i = 0; i < offered.size; i++) {
      turns.add(offered.values[i]);
    }
    offered.size = 0;
    while (!turns.isEmpty()) {
      Shape shape = shapes[turns.next()];
      Batch batch = shape.first();
      while (batch.next < batch.end && mayFit(shape) && place(batch, shape, nowMicros)) {
        batch.next++;
      }
      if (batch.next == batch.end) {
        shape.removeFirst();
        if (shape.isEmpty()) {
          shape.listed = false;
        } else {
          turns.add(shape.id);
        }
      } else if (strict) {
        offered.add(shape.id);
        while (!turns.isEmpty()) {
          offered.add(turns.next());
        }
      } else {
        shape.onlyFreed = shape.single;
        blocked.add(shape.id);
      }
    }
    freed.size = 0;
  }

  private boolean place(Batch batch, Shape shape, long nowMicros) {
    int task = batch.set.firstTask() + batch.next;
    Resources r = shape.resources;
    int node = onlyNode(shape);
    if (node < 0) {
      node = placement.choose(free, r, lastNode);
      if (node < 0) {
        return false;
      }
      if (!free.fits(node, r)) {
        throw new IllegalStateException(
            "placement " + placement.label() + " chose node " + node + ", which is full");
      }
    }
    if (shape.single) {
      free.take(node, r);
      lastNode = node;
    } else if (!placeSpread(task, r, node)) {
      return false;
    }
    nodeOfTask[task] = node;
    running++;
    int attempt = earlierAttempts.length == 0 ? 1 : earlierAttempts[task] + 1;
    engine.launch(task, attempt, batch.readyMicros, nowMicros);
    return true;
  }

  /** The only node that can fit the shape, where that is known and so no choice is left; or -1. */
  private int onlyNode(Shape shape) {
    return choosesWhatFits && shape.onlyFreed && shape.freedFrom == freed.size - 1
        ? freed.values[shape.freedFrom]
        : -1;
  }

  private boolean placeSpread(int task, Resources r, int first) {
    int[] nodes = new int[r.processes()];
    int before = lastNode;
    int node = first;
    for (int p = 0; p < nodes.length; p++) {
      if (p > 0) {
        node = placement.choose(free, r, lastNode);
      }
      if (node < 0) {
        for (int q = 0; q < p; q++) {
          free.give(nodes[q], r);
        }
        lastNode = before;
        return false;
      }
      free.take(node, r);
      lastNode = node;
      nodes[p] = node;
    }
    nodesOfTask.put(task, nodes);
    return true;
  }

  /**
   * Reports that a running task has ended and freed its resources.
   *
   * @throws IllegalStateException if the task is not running
   */
  public void ended(int task, TaskEnd end, long nowMicros) {
    if (nodeOfTask[task] == NOT_RUNNING) {
      throw new IllegalStateException("task " + task + " has ended but was not running");
    }
    int instance = graph.instanceIdOf(task);
    freeResources(task, shapeOfInstance[instance]);
    running--;
    if (end == TaskEnd.DONE) {
      done(task, instance, nowMicros);
    } else {
      notDone(task, end, graph.instance(instance), nowMicros);
    }
  }

  private void notDone(int task, TaskEnd end, SetInstance set, long nowMicros) {
    switch (end) {
      case LOST -> again(task, set, nowMicros, 0);
      case FAILED -> {
        int attempts = earlierAttempts.length == 0 ? 0 : earlierAttempts[task];
        if (attempts < failures.retries()) {
          again(task, set, nowMicros, 1);
        } else {
          failed++;
          stopped |= failures.onFailure() == FailurePolicy.OnFailure.STOP;
        }
      }
      case DONE, CANCELED -> failed++;
    }
  }

  private void done(int task, int instance, long nowMicros) {
    done++;
    int group = groupOfInstance[instance];
    if (--groupLeft[group] == 0) {
      for (int next : groupsAfter[group]) {
        if (--groupWaits[next] == 0) {
          eligible(next, nowMicros);
        }
      }
    }
    if (indexWaits.length > 0) {
      int index = task - graph.instance(instance).firstTask();
      for (int next : graph.indexSuccessors(instance)) {
        SetInstance follower = graph.instance(next);
        int waiting = follower.firstTask() + index;
        if (--indexWaits[waiting] == 0
            && released[groupOfInstance[next]]
            && !settled.get(waiting)) {
          ready(follower, index, index + 1, nowMicros, 0);
        }
      }
    }
  }

  private void again(int task, SetInstance set, long nowMicros, int counted) {
    if (counted > 0) {
      if (earlierAttempts.length == 0) {
        earlierAttempts = new int[graph.taskCount()];
      }
      earlierAttempts[task] += counted;
    }
    int index = task - set.firstTask();
    ready(set, index, index + 1, nowMicros, 0);
  }

  private void ready(SetInstance set, int first, int end, long nowMicros, int run) {
    long sequence = plan.submissionRank(groupOfInstance[set.id()]);
    Shape shape = shapeOfInstance[set.id()];
    if (!shape.listed) {
      shape.listed = true;
      shape.onlyFreed = false;
      offered.add(shape.id);
    }
    shape.add(new Batch(set, first, end, priorities[set.id()], nowMicros, sequence, run));
  }

  private void freeResources(int task, Shape shape) {
    Resources r = shape.resources;
    if (shape.single) {
      free.give(nodeOfTask[task], r);
      freed(nodeOfTask[task]);
    } else {
      int[] nodes = nodesOfTask.remove(task);
      for (int node : nodes == null ? NO_GROUPS : nodes) {
        free.give(node, r);
        freed(node);
      }
    }
    nodeOfTask[task] = NOT_RUNNING;
  }

  private void freed(int node) {
    if (freed.size == 0 || freed.values[freed.size - 1] != node) {
      freed.add(node);
    }
  }

  /** Offers a shape again if a node that was freed since now fits one of its processes. */
  private void unblock() {
    if (freed.size == 0) {
      return;
    }
    int still = 0;
    for (int b = 0; b < blocked.size; b++) {
      Shape shape = shapes[blocked.values[b]];
      shape.freedFrom = 0;
      if (fitsFreed(shape)) {
        offered.add(shape.id);
      } else {
        blocked.values[still++] = shape.id;
      }
    }
    blocked.size = still;
  }

  /** Whether a search is worthwhile: what fitted nowhere only fits what has been freed since. */
  private boolean mayFit(Shape shape) {
    return !shape.onlyFreed || fitsFreed(shape);
  }

  /** During a decision nodes only become fuller: those that it did not fit, it will not fit. */
  private boolean fitsFreed(Shape shape) {
    while (shape.freedFrom < freed.size) {
      if (free.fits(freed.values[shape.freedFrom], shape.resources)) {
        return true;
      }
      shape.freedFrom++;
    }
    return false;
  }

  /**
   * Takes a node out of service. Its tasks still run as far as the dispatcher knows: the engine
   * reports each of them as {@link TaskEnd#LOST}.
   *
   * @return the tasks that have a process on the node
   */
  public int[] nodeDown(int node) {
    free.down(node);
    return java.util.stream.IntStream.range(0, nodeOfTask.length)
        .filter(t -> nodeOfTask[t] != NOT_RUNNING)
        .filter(t -> Arrays.stream(nodes(t)).anyMatch(n -> n == node))
        .toArray();
  }

  /** Puts a node back into service. */
  public void nodeUp(int node) {
    free.up(node);
    freed(node);
  }

  /** Ends the run early, at the walltime or on a signal: nothing new starts. */
  public void stop() {
    stopped = true;
  }

  /** The node of a running task, of its first process if it has several. */
  public int node(int task) {
    return nodeOfTask[task];
  }

  /** The node of every process of a running task. */
  public int[] nodes(int task) {
    int[] spread = nodesOfTask.get(task);
    return spread == null ? new int[] {nodeOfTask[task]} : spread.clone();
  }

  /** The number of the group that a task was released with. */
  public int group(int task) {
    return groupOfInstance[graph.instanceIdOf(task)];
  }

  /** How many attempts hold resources. */
  public int runningTasks() {
    return running;
  }

  /** How many tasks are done. */
  public int doneTasks() {
    return done;
  }

  /** Tasks that failed for good or were canceled while they ran. */
  public int failedTasks() {
    return failed;
  }

  /** Whether every task is done. */
  public boolean complete() {
    return done == nodeOfTask.length;
  }

  /**
   * Whether nothing will happen any more: all is done, or nothing runs and what is left may not
   * start. Tasks that wait for a node to be repaired are still to happen.
   */
  public boolean finished() {
    return running == 0 && (stopped || unreleased == 0 && offered.size == 0 && blocked.size == 0);
  }

  private int[] countIndexWaits() {
    int[] waits = new int[graph.taskCount()];
    for (SetInstance s : graph.instances()) {
      int waitsEach = graph.indexPredecessors(s.id()).length;
      Arrays.fill(waits, s.firstTask(), s.endTask(), waitsEach);
    }
    return waits;
  }
}
