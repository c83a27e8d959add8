package org.interleave.trace;

import java.util.List;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one task. Instants are whole microseconds since the run began.
 *
 * @param set the name of its task set
 * @param iteration of the set, from 0
 * @param index of the task in its set, from 0
 * @param attempt from 1
 * @param stage the group that it was released with: {@code pipeline/stage}, {@code stage n}, or the
 *     set
 * @param slots CPU slots of a process
 * @param gpus GPUs of a process
 * @param memoryMiB memory of a process
 * @param nodes the node of every process, from 0
 * @param readyMicros everything that it waited for was done, and it was released
 * @param dispatchedMicros it got its resources
 * @param startedMicros it began to execute
 * @param endedMicros it stopped
 * @param freedMicros its resources could be used again
 * @param requestedMicros how long it was meant to execute; 0 where that is not known before, as of
 *     a command
 * @param end how it ended
 * @param execution what only a real execution has, or null
 */
public record TaskRecord(
    String set,
    int iteration,
    int index,
    int attempt,
    String stage,
    int slots,
    int gpus,
    long memoryMiB,
    List<Integer> nodes,
    long readyMicros,
    long dispatchedMicros,
    long startedMicros,
    long endedMicros,
    long freedMicros,
    long requestedMicros,
    TaskEnd end,
    @Nullable Execution execution) {

  /**
   * What only a real execution has.
   *
   * @param exitCode of its process, or -1 if it never had one
   * @param shares what each of its processes had for itself
   */
  public record Execution(int exitCode, List<Share> shares) {
    public Execution {
      shares = List.copyOf(shares);
    }
  }

  /** An attempt that was not really executed. */
  public TaskRecord(
      String set,
      int iteration,
      int index,
      int attempt,
      String stage,
      int slots,
      int gpus,
      long memoryMiB,
      List<Integer> nodes,
      long readyMicros,
      long dispatchedMicros,
      long startedMicros,
      long endedMicros,
      long freedMicros,
      long requestedMicros,
      TaskEnd end) {
    this(
        set,
        iteration,
        index,
        attempt,
        stage,
        slots,
        gpus,
        memoryMiB,
        nodes,
        readyMicros,
        dispatchedMicros,
        startedMicros,
        endedMicros,
        freedMicros,
        requestedMicros,
        end,
        null);
  }

  public TaskRecord {
    nodes = List.copyOf(nodes);
  }

  /** CPU slots of all its processes. */
  public int totalSlots() {
    return slots * nodes.size();
  }

  /** GPUs of all its processes. */
  public int totalGpus() {
    return gpus * nodes.size();
  }

  /** Its set, with the iteration in a workflow of several. */
  public String label(int iterations) {
    return iterations == 1 ? set : set + "[" + iteration + "]";
  }
}
