package org.interleave.scheduling;

import java.util.LinkedHashMap;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Which shape and which priority each set has.
 *
 * @param all every shape, by its number
 * @param ofInstance the shape of each set; sets that ask for the same have the same
 * @param priorities of each set, by the policy
 */
record Shapes(Shape[] all, Shape[] ofInstance, double[] priorities) {

  /**
   * The shapes of a workflow, none of which has a ready task yet.
   *
   * @throws IllegalArgumentException if a task can never fit the cluster, or a priority is NaN
   */
  static Shapes of(WorkflowGraph graph, Cluster cluster, SchedulingPolicy policy) {
    int instances = graph.instances().size();
    double[] priorities = new double[instances];
    Shape[] ofInstance = new Shape[instances];
    Map<Resources, Shape> known = new LinkedHashMap<>();
    for (SetInstance s : graph.instances()) {
      priorities[s.id()] = policy.priority(s, graph);
      if (Double.isNaN(priorities[s.id()])) {
        throw new IllegalArgumentException(
            "policy " + policy.label() + " gives '" + s.label() + "' the priority NaN");
      }
      Resources asked = s.set().resources();
      Shape shape = known.get(asked);
      if (shape == null) {
        String misfit = cluster.misfit(asked, policy.placement().pooled());
        if (!misfit.isEmpty()) {
          throw new IllegalArgumentException("task set '" + s.label() + "' " + misfit);
        }
        shape = new Shape(known.size(), asked);
        known.put(asked, shape);
      }
      ofInstance[s.id()] = shape;
    }
    return new Shapes(known.values().toArray(Shape[]::new), ofInstance, priorities);
  }
}
