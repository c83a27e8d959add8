package org.interleave.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowException;

/** Refuses workflows whose unrolled graph, which a short text may stand for, fits no memory. */
final class GraphSize {

  private static final long MOST_INSTANCES = 1_000_000;
  private static final long MOST_EDGES = 10_000_000;

  private GraphSize() {}

  static void check(Workflow workflow) {
    atMost(MOST_INSTANCES, workflow, workflow.sets().size(), "task sets");
    long edges = 0;
    for (TaskSet set : workflow.sets()) {
      edges += set.after().size();
    }
    atMost(MOST_EDGES, workflow, edges, "dependencies");
    if (workflow.dependsByPipelines()) {
      checkBarriers(workflow.pipelines());
    }
  }

  private static void atMost(long most, Workflow workflow, long each, String what) {
    if (each * workflow.iterations() > most) {
      throw new WorkflowException(
          workflow.iterations() > 1 ? "iterations" : "sets",
          "the workflow has "
              + each
              + " "
              + what
              + " in each of "
              + workflow.iterations()
              + " iteration(s), at most "
              + most
              + " are allowed in all; lower one of the two");
    }
  }

  /** Between two stages all wait for all; such pipelines have one iteration only. */
  private static void checkBarriers(List<Pipeline> pipelines) {
    Map<String, Integer> last = new HashMap<>();
    for (Pipeline p : pipelines) {
      last.put(p.name(), p.stages().get(p.stages().size() - 1).size());
    }
    long edges = 0;
    for (Pipeline p : pipelines) {
      long before = p.after().stream().mapToLong(a -> last.getOrDefault(a, 0)).sum();
      for (List<String> stage : p.stages()) {
        edges += before * stage.size();
        before = stage.size();
        if (edges > MOST_EDGES) {
          throw new WorkflowException(
              "pipelines." + p.name() + ".stages",
              "the stages of the pipelines make more than "
                  + MOST_EDGES
                  + " waits of sets for sets; put a small set between two large stages");
        }
      }
    }
  }
}
