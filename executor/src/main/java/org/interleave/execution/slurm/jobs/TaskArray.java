package org.interleave.execution.slurm.jobs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.workflow.SetInstance;

/** A job array: some tasks of one set, submitted at once. */
final class TaskArray {

  /** Its number is not known (yet). */
  static final long UNKNOWN = 0;

  /** One task of it. */
  static final class Part {
    /** How often Slurm had started it anew when it was last looked at. */
    int restarts;

    /** Nothing more will come of it. */
    boolean closed;

    /** When Slurm was first seen to take it for ended, on the clock of waits; negative if not. */
    long endedNanos = -1;

    /** When it was last seen running, in microseconds since 1970. */
    long aliveMicros;
  }

  final String name;
  final int number;
  final SetInstance set;

  /** The index in the set of task 0 of the array. */
  final int first;

  /** The instant 0 of the run when it was submitted, in microseconds since 1970. */
  final long originMicros;

  /** Names of the arrays that must end well before. */
  final List<String> after;

  /** Names of the arrays whose tasks of the same index must. */
  final List<String> afterSameIndex;

  /** By index in the set. */
  final Map<Integer, Part> parts = new TreeMap<>();

  long job = UNKNOWN;

  TaskArray(
      String name,
      int number,
      SetInstance set,
      int first,
      List<Integer> indices,
      long originMicros,
      List<String> after,
      List<String> afterSameIndex) {
    this.name = name;
    this.number = number;
    this.set = set;
    this.first = first;
    this.originMicros = originMicros;
    this.after = List.copyOf(after);
    this.afterSameIndex = List.copyOf(afterSameIndex);
    indices.forEach(i -> parts.put(i, new Part()));
  }

  /** Whether something may still come of it. */
  boolean live() {
    for (Part part : parts.values()) {
      if (!part.closed) {
        return true;
      }
    }
    return false;
  }

  int task(int index) {
    return set.firstTask() + index;
  }
}
