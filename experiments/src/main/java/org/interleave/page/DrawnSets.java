package org.interleave.page;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * The set instances of a workflow that a picture shows: all, or of a large workflow as many as can
 * be told apart.
 *
 * @param instances in the order of their ids
 * @param note what is left out; empty if nothing is
 */
record DrawnSets(List<SetInstance> instances, String note) {

  /** More boxes nobody looks at one by one. */
  static final int MOST = 60;

  private static final int ITERATIONS = 2;
  private static final int RANKS = 12;

  DrawnSets {
    instances = List.copyOf(instances);
  }

  /**
   * Chooses them: the first iterations where there are many, and of a large iteration the critical
   * sets first, then others as they are declared.
   *
   * @param critical the labels of the critical chain, in the order of time
   */
  static DrawnSets of(WorkflowGraph graph, List<String> critical) {
    List<SetInstance> all = graph.instances();
    int sets = graph.workflow().sets().size();
    int iterations = graph.workflow().iterations();
    if (all.size() <= MOST) {
      return new DrawnSets(all, "");
    }
    if (sets <= MOST) {
      int drawn = Math.max(1, Math.min(ITERATIONS, MOST / sets));
      return new DrawnSets(
          all.subList(0, drawn * sets),
          "The first "
              + (drawn == 1 ? "" : drawn + " ")
              + "of "
              + iterations
              + " iterations; the others are alike, and in the table.");
    }
    List<SetInstance> first =
        all.subList(0, sets).stream().filter(i -> graph.rank(i.id()) < RANKS).toList();
    Set<String> labels = new HashSet<>();
    first.forEach(i -> labels.add(i.label()));
    Set<String> chosen = new HashSet<>();
    critical.stream().filter(labels::contains).distinct().limit(MOST).forEach(chosen::add);
    for (int i = 0; i < first.size() && chosen.size() < MOST; i++) {
      chosen.add(first.get(i).label());
    }
    List<SetInstance> instances = first.stream().filter(i -> chosen.contains(i.label())).toList();
    return new DrawnSets(
        instances,
        instances.size()
            + " of "
            + sets
            + " sets, from the first "
            + RANKS
            + " ranks"
            + (iterations > 1 ? " of the first of " + iterations + " iterations" : "")
            + ": those on the critical chain first, then as they are declared; all are in the table.");
  }
}
