package org.interleave.execution.slurm.pilot;

import java.util.BitSet;
import org.interleave.cluster.Share;
import org.interleave.execution.TaskLaunch;
import org.interleave.scheduling.TaskEnd;
import org.jspecify.annotations.Nullable;

/** A start of a task, whose processes may be on several nodes, until all of them have ended. */
final class SpreadTask {

  private final TaskLaunch launch;
  private final BitSet left = new BitSet();
  private TaskEnd end = TaskEnd.DONE;
  private int exitCode;
  private @Nullable String failure;
  private long endedMicros;
  private boolean lost;

  SpreadTask(TaskLaunch launch) {
    this.launch = launch;
    for (Share share : launch.processes()) {
      left.set(share.node());
    }
  }

  TaskLaunch launch() {
    return launch;
  }

  /** The nodes on which something of it has not ended. */
  int[] left() {
    return left.stream().toArray();
  }

  boolean isLeft(int node) {
    return left.get(node);
  }

  /** The node of its first process, which is the one to begin. */
  boolean beginsOn(int node) {
    return launch.processes().get(0).node() == node;
  }

  /**
   * What was on a node has ended.
   *
   * @return whether what is left has to be ended, for it was the first to fail
   */
  boolean ended(int node, TaskEnd how, int code, String why, long micros) {
    left.clear(node);
    endedMicros = Math.max(endedMicros, micros);
    if (how == TaskEnd.FAILED && failure == null) {
      failure = why;
      exitCode = code;
      end = TaskEnd.FAILED;
      return !left.isEmpty();
    }
    if (how == TaskEnd.CANCELED && failure == null) {
      end = TaskEnd.CANCELED;
    }
    if (failure == null && (beginsOn(node) || code != 0)) {
      exitCode = code;
    }
    return false;
  }

  /** Its node is gone, and with it the task. */
  void lost(int node) {
    left.clear(node);
    lost = true;
  }

  /** Whether somebody else says what became of it. */
  boolean isLost() {
    return lost;
  }

  boolean isOver() {
    return left.isEmpty();
  }

  TaskEnd end() {
    return end;
  }

  int exitCode() {
    return exitCode;
  }

  String why() {
    return failure == null ? "" : failure;
  }

  long endedMicros() {
    return endedMicros;
  }
}
