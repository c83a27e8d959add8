package org.interleave;

import java.util.Map;

/**
 * What goes wrong in a run: tasks that fail, nodes that fail and are repaired, and a walltime that
 * ends it.
 *
 * @param taskProbability that an attempt at a task fails, from 0 to 1; it does so at a time that is
 *     uniform in its duration
 * @param probabilityOfSet the same for single task sets, by name
 * @param nodeMtbfMicros mean time between failures of a node, exponential; 0 for nodes that never
 *     fail
 * @param nodeRepairMicros how long a node is down
 * @param walltimeMicros when the run is ended, from the start of the bootstrap; 0 for never
 */
public record Faults(
    double taskProbability,
    Map<String, Double> probabilityOfSet,
    long nodeMtbfMicros,
    long nodeRepairMicros,
    long walltimeMicros) {

  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(0, Map.of(), 0, 0, 0);

  public Faults {
    probabilityOfSet = Map.copyOf(probabilityOfSet);
    if (!(taskProbability >= 0 && taskProbability <= 1)
        || probabilityOfSet.values().stream().anyMatch(p -> !(p >= 0 && p <= 1))) {
      throw new IllegalArgumentException("a probability of failure must be from 0 to 1");
    }
    if (nodeMtbfMicros < 0 || nodeRepairMicros < 0 || walltimeMicros < 0) {
      throw new IllegalArgumentException("times of failures and walltime must be 0 or more");
    }
  }

  /** The probability that an attempt at a task of the set fails. */
  public double probability(String set) {
    return probabilityOfSet.getOrDefault(set, taskProbability);
  }
}
