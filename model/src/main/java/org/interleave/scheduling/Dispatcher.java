package org.interleave.scheduling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Slots;
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

  private final Plan plan;
  private final WorkflowGraph graph;
  private final Engine engine;
  private final Waits waits;
  private final Attempts attempts;
  private final boolean stopsOnFailure;
  private final Slots free;
  private final PlacementPolicy placement;
  private final boolean choosesWhatFits; // never keeps back a node
  private final boolean strict;

  private final double[] priorities;
  private final Shape[] shapeOfInstance;
  private final int[] nodeOfTask;
  private final SpreadTasks spread;

  private final Shape[] shapes;
  private final Numbers offered = new Numbers(); // shapes not empty, not blocked: each once
  private final Numbers blocked = new Numbers(); // shapes not empty, and known not to fit
  private final Turns turns;
  private final Numbers freed = new Numbers(); // nodes, since the last decision
  private int lastNode;
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
    this.engine = engine;
    this.waits = new Waits(plan, engine, this::ready);
    this.attempts = new Attempts(failures.retries(), graph.taskCount());
    this.stopsOnFailure = failures.onFailure() == FailurePolicy.OnFailure.STOP;
    this.strict = policy.fit() == Fit.STRICT;
    this.placement = policy.placement();
    this.choosesWhatFits = placement instanceof Placement;
    this.free = placement.pooled() ? Slots.pooled(cluster) : Slots.of(cluster);
    this.spread = new SpreadTasks(free, placement);
    Shapes distinct = Shapes.of(graph, cluster, policy);
    this.shapes = distinct.all();
    this.shapeOfInstance = distinct.ofInstance();
    this.priorities = distinct.priorities();
    this.turns = new Turns(shapes);
    this.nodeOfTask = new int[graph.taskCount()];
    Arrays.fill(nodeOfTask, NOT_RUNNING);
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
    stopped |= this.failed > 0 && stopsOnFailure;
    attempts.resume(failures);
    waits.resume(done, failed);
  }

  /** Tells the engine of the groups that wait for nothing. */
  public void begin(long nowMicros) {
    waits.begin(nowMicros);
  }

  /** Makes the tasks of an eligible group ready. */
  public void release(int group, long nowMicros) {
    waits.released(group, nowMicros);
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
    } else {
      int last = spread.take(task, r, node);
      if (last < 0) {
        return false;
      }
      lastNode = last;
    }
    nodeOfTask[task] = node;
    running++;
    engine.launch(task, attempts.next(task), batch.readyMicros, nowMicros);
    return true;
  }

  /** The only node that can fit the shape, where that is known and so no choice is left; or -1. */
  private int onlyNode(Shape shape) {
    return choosesWhatFits && shape.onlyFreed && shape.freedFrom == freed.size - 1
        ? freed.values[shape.freedFrom]
        : -1;
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
      done++;
      waits.done(task, instance, nowMicros);
    } else if (end == TaskEnd.LOST || end == TaskEnd.FAILED && attempts.again(task)) {
      SetInstance set = graph.instance(instance);
      int index = task - set.firstTask();
      ready(set, index, index + 1, nowMicros, 0);
    } else {
      failed++;
      stopped |= end == TaskEnd.FAILED && stopsOnFailure;
    }
  }

  private void ready(SetInstance set, int first, int end, long nowMicros, int run) {
    long sequence = plan.submissionRank(set);
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
      for (int node : spread.give(task, r)) {
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
    return IntStream.range(0, nodeOfTask.length)
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
    int[] nodes = spread.nodes(task);
    return nodes == null ? new int[] {nodeOfTask[task]} : nodes.clone();
  }

  /** The number of the group that a task was released with. */
  public int group(int task) {
    return plan.groupOf()[graph.instanceIdOf(task)];
  }

  /** How many attempts hold resources. */
  int runningTasks() {
    return running;
  }

  /** How many tasks are done. */
  int doneTasks() {
    return done;
  }

  /** Tasks that failed for good or were canceled while they ran. */
  int failedTasks() {
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
    return running == 0
        && (stopped || !waits.forRelease() && offered.size == 0 && blocked.size == 0);
  }
}
