package org.interleave.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.ReleaseGroup.Gap;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/** How long after the last thing that it waited for each group of a run was released. */
final class Gaps {

  private final Plan plan;
  private final long[] ready;
  private final long[] freed;
  private final int[] left;

  private record Key(String set, int iteration) {}

  private Gaps(Plan plan) {
    int groups = plan.groups().size();
    this.plan = plan;
    this.ready = new long[groups];
    this.freed = new long[groups];
    this.left = new int[groups];
    Arrays.fill(ready, Long.MAX_VALUE);
  }

  /** Adds the gaps of a run, in microseconds, to those of their kinds. */
  static void collect(Observation run, int number, Map<Gap, List<Value>> gaps) {
    Gaps of = new Gaps(run.plan());
    of.read(run.trace());
    of.collect(number, gaps);
  }

  private void read(Trace trace) {
    Map<Key, Integer> groupOf = new HashMap<>();
    List<ReleaseGroup> groups = plan.groups();
    for (int g = 0; g < groups.size(); g++) {
      for (Run run : groups.get(g).runs()) {
        groupOf.put(new Key(run.set().set().name(), run.set().iteration()), g);
        left[g] += run.count();
      }
    }
    for (TaskRecord r : trace.records()) {
      Integer g = groupOf.get(new Key(r.set(), r.iteration()));
      if (g == null) {
        throw new IllegalArgumentException(
            "the trace of '"
                + trace.header().workflow()
                + "' has tasks of "
                + r.label(trace.header().iterations())
                + ", which the workflow '"
                + plan.graph().workflow().name()
                + "' does not; give the workflow that was run");
      }
      ready[g] = Math.min(ready[g], r.readyMicros());
      if (r.end() == TaskEnd.DONE) {
        freed[g] = Math.max(freed[g], r.freedMicros());
        left[g]--;
      }
    }
  }

  private void collect(int number, Map<Gap, List<Value>> gaps) {
    List<ReleaseGroup> groups = plan.groups();
    for (int g = 0; g < groups.size(); g++) {
      ReleaseGroup group = groups.get(g);
      int[] after = group.after();
      List<Value> ofKind = gaps.get(group.gap());
      boolean seen = ready[g] < Long.MAX_VALUE && Arrays.stream(after).allMatch(a -> left[a] <= 0);
      if (ofKind != null && seen && after.length > 0 && !waitsTaskByTask(group)) {
        long done = Arrays.stream(after).mapToLong(a -> freed[a]).max().orElse(0);
        ofKind.add(new Value(Math.max(0, ready[g] - done), number, group.label()));
      }
    }
  }

  /** Whether its tasks may become ready later than the group, each for itself. */
  private boolean waitsTaskByTask(ReleaseGroup group) {
    return plan.matchesIndices()
        && group.runs().stream()
            .anyMatch(r -> plan.graph().indexPredecessors(r.set().id()).length > 0);
  }
}
