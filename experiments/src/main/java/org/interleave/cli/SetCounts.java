package org.interleave.cli;

import org.interleave.Progress;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/** How many tasks of a set are where. */
record SetCounts(SetInstance set, int waiting, int running, int done, int failed) {

  /** The counts of every set, in the order of the graph. */
  static SetCounts[] of(WorkflowGraph graph, Progress progress) {
    int[] running = new int[graph.instances().size()];
    progress.runningSince().keySet().forEach(task -> running[graph.instanceOf(task).id()]++);
    SetCounts[] counts = new SetCounts[running.length];
    for (SetInstance s : graph.instances()) {
      int done = progress.done().get(s.firstTask(), s.endTask()).cardinality();
      int failed = progress.failed().get(s.firstTask(), s.endTask()).cardinality();
      int busy = running[s.id()];
      int waiting = s.endTask() - s.firstTask() - done - failed - busy;
      counts[s.id()] = new SetCounts(s, waiting, busy, done, failed);
    }
    return counts;
  }

  boolean begun() {
    return running + done + failed > 0;
  }

  boolean over() {
    return waiting + running == 0;
  }

  int tasks() {
    return waiting + running + done + failed;
  }
}
