package org.interleave;

import java.util.BitSet;
import java.util.Map;

/**
 * How far a run has come at one instant.
 *
 * @param nowMicros the instant, since the run began
 * @param done tasks that are done, by number
 * @param failed tasks that failed for good, by number
 * @param runningSince when each running task started, in microseconds since the run began
 */
public record Progress(
    long nowMicros, BitSet done, BitSet failed, Map<Integer, Long> runningSince) {

  public Progress {
    done = (BitSet) done.clone();
    failed = (BitSet) failed.clone();
    runningSince = Map.copyOf(runningSince);
  }
}
