package org.interleave.scheduling;

import java.util.Map;

/** How often each task has failed, and whether it is tried again. */
final class Attempts {

  private final int retries;
  private final int taskCount;
  private int[] failed = {}; // by task; empty before the first failure

  Attempts(int retries, int taskCount) {
    this.retries = retries;
    this.taskCount = taskCount;
  }

  /** Takes over the failed attempts of an earlier part of the run, by task. */
  void resume(Map<Integer, Integer> failures) {
    failures.forEach((task, attempts) -> counted()[task] = attempts);
  }

  /** The number of the attempt that comes next, from 1 on. */
  int next(int task) {
    return failed.length == 0 ? 1 : failed[task] + 1;
  }

  /** Counts a failure if the task may be tried again after it; if not, says so. */
  boolean again(int task) {
    if (next(task) > retries) {
      return false;
    }
    counted()[task]++;
    return true;
  }

  private int[] counted() {
    if (failed.length == 0) {
      failed = new int[taskCount];
    }
    return failed;
  }
}
