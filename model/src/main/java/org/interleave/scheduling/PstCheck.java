package org.interleave.scheduling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Whether the pipelines of a workflow respect its dependencies. The paper's asynchronous
 * DeepDriveMD run does not: it starts Training together with the Aggregation that it depends on.
 */
public final class PstCheck {

  private static final int MOST_GROUPS = 20_000;

  private PstCheck() {}

  /** A line for every dependency that the pipelines do not keep; none if there are no pipelines. */
  public static List<String> violations(WorkflowGraph graph) {
    if (graph.workflow().pipelines().isEmpty()) {
      return List.of();
    }
    List<ReleaseGroup> groups = Plan.pst(graph).groups();
    if (graph.workflow().dependsByPipelines() || groups.size() > MOST_GROUPS) {
      return List.of(); // kept by definition, or more than can be compared
    }
    int[] groupOf = new int[graph.instances().size()];
    for (int g = 0; g < groups.size(); g++) {
      for (Run run : groups.get(g).runs()) {
        groupOf[run.set().id()] = g;
      }
    }
    BitSet[] before = before(groups);
    List<String> violations = new ArrayList<>();
    for (SetInstance s : graph.instances()) {
      int[] waits =
          java.util.stream.IntStream.concat(
                  Arrays.stream(graph.predecessors(s.id())),
                  Arrays.stream(graph.indexPredecessors(s.id())))
              .toArray();
      for (int p : waits) {
        if (!before[groupOf[s.id()]].get(groupOf[p])) {
          violations.add(
              "the pipelines start '"
                  + s.label()
                  + "' ("
                  + groups.get(groupOf[s.id()]).label()
                  + ") without waiting for '"
                  + graph.instance(p).label()
                  + "' ("
                  + groups.get(groupOf[p]).label()
                  + "), which it depends on");
        }
      }
    }
    return violations;
  }

  /** For every group, the groups that are done before it starts. */
  private static BitSet[] before(List<ReleaseGroup> groups) {
    BitSet[] before = new BitSet[groups.size()];
    List<Integer> open = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      open.add(g);
    }
    while (!open.isEmpty()) {
      open.removeIf(
          g -> {
            for (int a : groups.get(g).after()) {
              if (before[a] == null) {
                return false;
              }
            }
            before[g] = new BitSet();
            for (int a : groups.get(g).after()) {
              before[g].or(before[a]);
              before[g].set(a);
            }
            return true;
          });
    }
    return before;
  }
}
