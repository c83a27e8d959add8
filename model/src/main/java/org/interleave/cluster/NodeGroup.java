package org.interleave.cluster;

/**
 * Equal nodes.
 *
 * @param count how many, 1 or more
 * @param cores physical cores a node, 1 or more
 * @param threads hardware threads a core, 1 or more
 * @param gpus GPUs a node, 0 or more
 * @param reserved slots a node on which no task is placed, though they count as capacity in
 *     utilization; 0 or more
 * @param memoryMiB memory a node in MiB; 0 stands for "not modelled": any task fits
 */
public record NodeGroup(int count, int cores, int threads, int gpus, int reserved, long memoryMiB) {

  public NodeGroup {
    require(count >= 1, "count", count, "1 or more");
    require(cores >= 1, "cores", cores, "1 or more");
    require(threads >= 1, "threads", threads, "1 or more");
    require(gpus >= 0, "gpus", gpus, "0 or more");
    require(reserved >= 0, "reserved", reserved, "0 or more");
    require(memoryMiB >= 0, "memory", memoryMiB, "0 or more");
    require((long) cores * threads <= Cluster.MAX_SLOTS, "cores", cores, "less, with its threads");
  }

  private static void require(boolean holds, String what, long value, String bar) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a node group's " + what + " must be " + bar + ", but is " + value);
    }
  }

  /** Slots a node, the reserved ones included. */
  public int slots(SlotKind kind) {
    return kind == SlotKind.THREAD ? cores * threads : cores;
  }

  /** Slots a node on which tasks may be placed. */
  public int usableSlots(SlotKind kind) {
    return slots(kind) - reserved;
  }
}
