package org.interleave.simulation;

import org.interleave.Faults;
import org.interleave.RandomKey;
import org.interleave.Workload;

/** When nodes fail: each by its own numbers, so that more nodes change nothing for the others. */
final class NodeFaults {

  private final Faults faults;
  private final RandomKey[] numbers;
  private final long[] failures;

  NodeFaults(Faults faults, Workload workload, int nodes) {
    this.faults = faults;
    this.numbers = new RandomKey[nodes];
    this.failures = new long[nodes];
    for (int n = 0; n < nodes; n++) {
      numbers[n] = RandomKey.of(workload.seed(), workload.replication(), "times up of node", n);
    }
  }

  int nodes() {
    return numbers.length;
  }

  /** How long the node is up until it next fails: exponential, and at least a microsecond. */
  long upMicros(int node) {
    double u = numbers[node].uniform(failures[node]++);
    return Math.max(1, (long) Math.rint(-faults.nodeMtbfMicros() * Math.log(u)));
  }
}
