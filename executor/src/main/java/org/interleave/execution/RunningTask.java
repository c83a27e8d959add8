package org.interleave.execution;

import java.util.List;
import org.interleave.cluster.Share;

/** An attempt at a task that is under way. */
final class RunningTask {

  static final long NOT_YET = -1;

  final int task;
  final int number;
  final int launch;
  final long readyMicros;
  final long dispatchedMicros;
  final List<Share> shares;
  long startedMicros = NOT_YET;

  RunningTask(
      int task,
      int number,
      int launch,
      long readyMicros,
      long dispatchedMicros,
      List<Share> shares) {
    this.task = task;
    this.number = number;
    this.launch = launch;
    this.readyMicros = readyMicros;
    this.dispatchedMicros = dispatchedMicros;
    this.shares = shares;
  }
}
