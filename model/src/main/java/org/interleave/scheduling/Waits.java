package org.interleave.scheduling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * What still has to happen before a task is ready: the groups before its own are done, the engine
 * releases its group, and where indices are matched, the tasks of its index are done.
 */
final class Waits {

  /** Takes the tasks that wait for nothing but resources. */
  interface Taker {

    /** Consecutive tasks of a set are ready: of the given run of their group. */
    void ready(SetInstance set, int first, int end, long nowMicros, int run);
  }

  private final WorkflowGraph graph;
  private final List<ReleaseGroup> groups;
  private final int[] groupOf; // each set
  private final int[][] groupsAfter; // each group
  private final Dispatcher.Engine engine;
  private final Taker taker;
  private final int[] groupWaits; // for how many that are not done
  private final int[] groupLeft; // how many of its tasks are not done
  private final boolean[] released;
  private final int[] indexWaits; // by task, likewise; empty where indices play no part
  private final BitSet settled = new BitSet(); // by an earlier part of the run
  private int unreleased;

  /**
   * Nothing is done yet.
   *
   * @param engine is told of groups that wait for nothing but their release
   * @param taker takes the tasks that wait for nothing but resources
   */
  Waits(Plan plan, Dispatcher.Engine engine, Taker taker) {
    this.graph = plan.graph();
    this.engine = engine;
    this.taker = taker;
    this.groups = plan.groups();
    this.groupOf = plan.groupOf();
    this.groupsAfter = plan.groupsAfter();
    this.groupWaits = new int[groups.size()];
    this.groupLeft = new int[groups.size()];
    this.released = new boolean[groups.size()];
    for (int g = 0; g < groups.size(); g++) {
      groupWaits[g] = groups.get(g).after().length;
      for (Run run : groups.get(g).runs()) {
        groupLeft[g] += run.count();
      }
    }
    this.indexWaits = plan.matchesIndices() ? countIndexWaits() : new int[0];
  }

  private int[] countIndexWaits() {
    int[] waits = new int[graph.taskCount()];
    for (SetInstance s : graph.instances()) {
      int waitsEach = graph.indexPredecessors(s.id()).length;
      Arrays.fill(waits, s.firstTask(), s.endTask(), waitsEach);
    }
    return waits;
  }

  /** Takes over what an earlier part of the run has settled; nothing becomes ready by it yet. */
  void resume(BitSet done, BitSet failed) {
    settled.or(done);
    settled.or(failed);
    for (int task = done.nextSetBit(0); task >= 0; task = done.nextSetBit(task + 1)) {
      SetInstance set = graph.instanceOf(task);
      int group = groupOf[set.id()];
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

  /** Tells the engine of the groups that wait for nothing from the start. */
  void begin(long nowMicros) {
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

  /** Whether the engine still has to release a group that it has been told of. */
  boolean forRelease() {
    return unreleased > 0;
  }

  void released(int group, long nowMicros) {
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
            taker.ready(run.set(), from, i, nowMicros, r);
          }
          from = i + 1;
        }
      }
      if (from < end) {
        taker.ready(run.set(), from, end, nowMicros, r);
      }
    }
  }

  private boolean waits(int task) {
    return indexWaits.length > 0 && indexWaits[task] > 0;
  }

  void done(int task, int instance, long nowMicros) {
    int group = groupOf[instance];
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
        if (--indexWaits[waiting] == 0 && released[groupOf[next]] && !settled.get(waiting)) {
          taker.ready(follower, index, index + 1, nowMicros, 0);
        }
      }
    }
  }
}
