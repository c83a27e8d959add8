package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/**
 * How many CPU slots of a node tasks could use, as far as runs show it: as many as were in use at
 * once, and fewer than a task would have needed that went by a node with free GPUs.
 *
 * @param least the most that were in use on a node at once
 * @param most the most that the runs allow; {@link Integer#MAX_VALUE} if they don't tell
 */
public record NodeSlots(int least, int most) {

  private record Change(long at, boolean taken, int node, TaskRecord task) {}

  /**
   * Looks at runs on nodes that are all alike.
   *
   * @param nextFit whether tasks went on to another node only where they did not fit; else nothing
   *     is concluded from their going on
   */
  static NodeSlots of(List<Trace> runs, boolean nextFit) {
    int least = 0;
    int most = Integer.MAX_VALUE;
    for (Trace trace : runs) {
      int nodes = trace.header().cluster().nodeCount();
      int[] slots = new int[nodes];
      int[] gpus = new int[nodes];
      int gpusOfNode = trace.header().cluster().groups().get(0).gpus();
      List<Change> changes = new ArrayList<>();
      for (TaskRecord r : trace.records()) {
        for (int node : r.nodes()) {
          changes.add(new Change(r.dispatchedMicros(), true, node, r));
          changes.add(new Change(r.freedMicros(), false, node, r));
        }
      }
      changes.sort(
          Comparator.comparingLong(Change::at)
              .thenComparing(Change::taken)
              .thenComparingLong(c -> c.task().startedMicros()));
      int last = -1;
      for (Change c : changes) {
        int sign = c.taken() ? 1 : -1;
        TaskRecord r = c.task();
        boolean passed = c.taken() && last >= 0 && c.node() != last && r.nodes().size() == 1;
        if (nextFit && passed && gpus[last] + r.gpus() <= gpusOfNode) {
          most = Math.min(most, slots[last] + r.slots() - 1);
        }
        slots[c.node()] += sign * r.slots();
        gpus[c.node()] += sign * r.gpus();
        least = Math.max(least, slots[c.node()]);
        last = c.taken() ? c.node() : last;
      }
    }
    // What contradicts itself tells nothing.
    return new NodeSlots(least, most < least ? Integer.MAX_VALUE : most);
  }
}
