package org.interleave.workflow;

/**
 * What one task occupies while it runs: a number of processes, each of which needs CPU slots, GPUs
 * and memory on one node. A task of one process lies on one node; the processes of a task may lie
 * on several.
 *
 * @param processes 1 or more
 * @param slots CPU slots a process, 0 or more; whether a slot is a core or a hardware thread, the
 *     cluster says
 * @param gpus GPUs a process, 0 or more
 * @param memoryMiB memory a process in MiB, 0 or more
 */
public record Resources(int processes, int slots, int gpus, long memoryMiB) {

  /** The most of one resource that a task may ask for in all its processes together. */
  public static final int MAX = 10_000_000;

  public Resources {
    if (processes < 1 || slots < 0 || gpus < 0 || memoryMiB < 0) {
      throw new IllegalArgumentException(
          "a task needs 1 process or more, and 0 or more slots, gpus and memory, but asks for "
              + processes
              + " x ("
              + slots
              + " slots, "
              + gpus
              + " gpus, "
              + memoryMiB
              + " MiB)");
    }
    if (slots == 0 && gpus == 0) {
      throw new IllegalArgumentException("a task needs at least one slot or one GPU");
    }
    if ((long) processes * slots > MAX || (long) processes * gpus > MAX) {
      throw new IllegalArgumentException(
          "a task may ask for at most " + MAX + " slots and as many gpus in all");
    }
  }

  /** One process with the given slots and GPUs, and no claim on memory. */
  public static Resources of(int slots, int gpus) {
    return new Resources(1, slots, gpus, 0);
  }

  /** CPU slots of all processes. */
  public int totalSlots() {
    return processes * slots;
  }

  /** GPUs of all processes. */
  public int totalGpus() {
    return processes * gpus;
  }

  /** Memory of all processes in MiB. */
  public long totalMemoryMiB() {
    return processes * memoryMiB;
  }
}
