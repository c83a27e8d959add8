package org.interleave.analysis;

import org.interleave.cluster.Cluster;
import org.interleave.workflow.TaskSet;

/**
 * Resources in pooled totals.
 *
 * @param slots CPU slots
 * @param gpus GPUs
 * @param memoryMiB memory
 */
record Demand(long slots, long gpus, long memoryMiB) {

  static final Demand NOTHING = new Demand(0, 0, 0);

  /** What tasks can use of a cluster; unmodelled memory is without limit. */
  static Demand of(Cluster cluster) {
    long memory = cluster.totalMemoryMiB();
    return new Demand(
        cluster.usableSlots(), cluster.totalGpus(), memory == 0 ? Long.MAX_VALUE / 4 : memory);
  }

  /** What some tasks of a set occupy together. */
  static Demand of(TaskSet set, long tasks) {
    return new Demand(
        tasks * set.resources().totalSlots(),
        tasks * set.resources().totalGpus(),
        tasks * set.resources().totalMemoryMiB());
  }

  /** What all tasks of a set occupy together. */
  static Demand of(TaskSet set) {
    return of(set, set.tasks());
  }

  Demand plus(Demand other) {
    return new Demand(slots + other.slots, gpus + other.gpus, memoryMiB + other.memoryMiB);
  }

  Demand minus(Demand other) {
    return new Demand(slots - other.slots, gpus - other.gpus, memoryMiB - other.memoryMiB);
  }

  boolean fits(Demand capacity) {
    return slots <= capacity.slots && gpus <= capacity.gpus && memoryMiB <= capacity.memoryMiB;
  }

  /** The resource of which this is too much, the scarcest first; empty if it fits. */
  String exceeding(Demand capacity) {
    if (fits(capacity)) {
      return "";
    }
    double cpu = (double) slots / Math.max(1, capacity.slots);
    double gpu = (double) gpus / Math.max(1, capacity.gpus);
    double ram = (double) memoryMiB / Math.max(1, capacity.memoryMiB);
    if (gpu >= cpu && gpu >= ram) {
      return "GPUs";
    }
    return cpu >= ram ? "CPU slots" : "memory";
  }
}
