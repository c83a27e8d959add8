package org.interleave.execution.local;

import java.util.List;
import org.interleave.cluster.Share;

/**
 * What a function is told of the task that it executes.
 *
 * @param set the name of its set
 * @param iteration from 0
 * @param index its number in its set, from 0
 * @param launch which start of this task it is, from 1
 * @param durationMicros how long it is meant to take
 * @param shares what it occupies
 */
public record TaskContext(
    String set, int iteration, int index, int launch, long durationMicros, List<Share> shares) {

  public TaskContext {
    shares = List.copyOf(shares);
  }
}
