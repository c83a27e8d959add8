package org.interleave.imports;

import java.util.List;
import org.interleave.workflow.Resources;

/**
 * A task as another system's file tells of it.
 *
 * @param id its name in the file, unique
 * @param kind what equal tasks have in common: a category, a program, a process
 * @param resources what it occupied
 * @param runtimeMicros how long it executed, 1 or more
 * @param submittedMicros when it was handed in, or -1
 * @param startedMicros when it began to execute, since the begin of the run, or -1
 * @param nodes the node of each of its processes, from 0; empty if not known
 * @param done whether it ended as it should
 */
record ForeignTask(
    String id,
    String kind,
    Resources resources,
    long runtimeMicros,
    long submittedMicros,
    long startedMicros,
    List<Integer> nodes,
    boolean done) {

  ForeignTask {
    nodes = List.copyOf(nodes);
  }

  /** When it stopped; only of a task whose start is known. */
  long endedMicros() {
    return startedMicros + runtimeMicros;
  }

  ForeignTask startedAt(long submitted, long started) {
    return new ForeignTask(id, kind, resources, runtimeMicros, submitted, started, nodes, done);
  }
}
