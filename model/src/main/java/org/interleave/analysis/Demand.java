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

  private static final long PLENTY = Long.MAX_VALUE / 4;

  static final Demand NOTHING = new Demand(0, 0, 0);

  /** What tasks can use of a cluster; unmodelled memory is without limit. */
  static Demand of(Cluster cluster) {
    long memory = cluster.totalMemoryMiB();
    return new Demand(cluster.usableSlots(), cluster.totalGpus(), memory == 0 ? PLENTY : memory);
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

  Demand withPlentyOfSlots() {
    return new Demand(PLENTY, gpus, memoryMiB);
  }

  Demand withPlentyOfGpus() {
    return new Demand(slots, PLENTY, memoryMiB);
  }

  Demand withPlentyOfMemory() {
    return new Demand(slots, gpus, PLENTY);
  }
}
