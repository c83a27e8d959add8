package org.interleave.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.interleave.imports.ImportedWorkflow.PlacedTask;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/** The edges between single tasks that a workflow of sets means, by the tasks' names. */
final class Precedence {

  private final WorkflowGraph graph;
  private final Map<Integer, String> idOf = new HashMap<>();

  Precedence(WorkflowGraph graph, List<PlacedTask> tasks) {
    this.graph = graph;
    Map<String, Integer> firstOf = new HashMap<>();
    graph.instances().forEach(i -> firstOf.put(i.set().name(), i.firstTask()));
    for (PlacedTask t : tasks) {
      idOf.put(firstOf.get(t.set()) + t.index(), t.id());
    }
  }

  /** The name of a task in the file. */
  String id(int task) {
    return idOf.get(task);
  }

  /** How many tasks of the workflow have a name: all, if none was lost or put on another. */
  int named() {
    return idOf.size();
  }

  /** All edges, as {@code parent > child}. */
  Set<String> edges() {
    Set<String> edges = new TreeSet<>();
    for (SetInstance to : graph.instances()) {
      for (int before : graph.predecessors(to.id())) {
        SetInstance from = graph.instance(before);
        for (int a = from.firstTask(); a < from.endTask(); a++) {
          for (int b = to.firstTask(); b < to.endTask(); b++) {
            edges.add(id(a) + " > " + id(b));
          }
        }
      }
      for (int before : graph.indexPredecessors(to.id())) {
        SetInstance from = graph.instance(before);
        for (int i = 0; i < to.set().tasks(); i++) {
          edges.add(id(from.firstTask() + i) + " > " + id(to.firstTask() + i));
        }
      }
    }
    return edges;
  }

  /** The same of a plain list of parents, whose tasks are called by their numbers. */
  static Set<String> edges(int[][] parents) {
    Set<String> edges = new TreeSet<>();
    for (int t = 0; t < parents.length; t++) {
      for (int p : parents[t]) {
        edges.add(p + " > " + t);
      }
    }
    return edges;
  }

  /** The edges that groups mean. */
  static Set<String> edges(TaskGroups groups) {
    Set<String> edges = new TreeSet<>();
    List<int[]> members = new ArrayList<>(groups.members());
    for (TaskGroups.Edge e : groups.edges()) {
      int[] from = members.get(e.from());
      int[] to = members.get(e.to());
      for (int b = 0; b < to.length; b++) {
        for (int a = 0; a < from.length; a++) {
          if (!e.byIndex() || a == b) {
            edges.add(from[a] + " > " + to[b]);
          }
        }
      }
    }
    return edges;
  }
}
