package org.interleave.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes a workflow consistent; each rule names the place that breaks it. */
final class WorkflowRules {

  private static final int NAMES_IN_A_MESSAGE = 8;

  /** What all iterations together may have: the graph of them is held in memory. */
  private static final long MOST_INSTANCES = 1_000_000;

  private static final long MOST_EDGES = 10_000_000;

  private final int iterations;
  private final List<TaskSet> sets;
  private final List<List<String>> stages;
  private final List<Pipeline> pipelines;
  private final Map<String, Integer> indexOf = new LinkedHashMap<>();

  WorkflowRules(
      String name,
      int iterations,
      List<TaskSet> sets,
      List<List<String>> stages,
      List<Pipeline> pipelines) {
    this.iterations = iterations;
    this.sets = sets;
    this.stages = stages;
    this.pipelines = pipelines;
    if (name.isBlank()) {
      throw new WorkflowException("name", "the workflow needs a name");
    }
  }

  void check() {
    checkSize();
    for (int i = 0; i < sets.size(); i++) {
      if (indexOf.putIfAbsent(sets.get(i).name(), i) != null) {
        String set = sets.get(i).name();
        throw new WorkflowException(
            "sets." + set, "task set '" + set + "' is declared twice; rename one of the two");
      }
    }
    checkDependencies();
    List<Integer> cycle = cycle();
    if (!cycle.isEmpty()) {
      List<String> names = cycle.stream().map(i -> sets.get(i).name()).toList();
      throw new WorkflowException(
          "sets." + names.get(0) + ".after",
          "dependencies form a cycle: "
              + written(names)
              + "; remove one of these edges, or let it wait for the previous iteration");
    }
    if (!stages.isEmpty()) {
      checkStages();
    }
    if (!pipelines.isEmpty()) {
      boolean barriers = sets.stream().allMatch(s -> s.after().isEmpty());
      PipelineRules rules = new PipelineRules(iterations, indexOf.keySet(), pipelines);
      rules.check();
      if (barriers) {
        rules.checkBarriers(MOST_EDGES);
      }
      if (iterations > 1 && barriers) {
        throw new WorkflowException(
            "iterations",
            "pipelines in place of 'after' describe one iteration, but iterations is "
                + iterations
                + "; give the sets 'after', or write the iterations out as sets");
      }
      if (!stages.isEmpty() && sets.stream().allMatch(s -> s.after().isEmpty())) {
        checkOrderOfPipelines();
      }
    }
  }

  private void checkSize() {
    if (sets.isEmpty()) {
      throw new WorkflowException("sets", "the workflow has no task sets; add one under 'sets'");
    }
    if (sets.size() > Workflow.MAX_SETS) {
      throw new WorkflowException(
          "sets", "the workflow has " + sets.size() + " task sets, at most " + Workflow.MAX_SETS);
    }
    if (iterations < 1) {
      throw new WorkflowException(
          "iterations", "iterations must be 1 or more, but is " + iterations);
    }
    long tasks = 0;
    long edges = 0;
    for (TaskSet set : sets) {
      tasks += set.tasks();
      edges += set.after().size();
    }
    atMost(MOST_INSTANCES, sets.size(), "task sets");
    atMost(MOST_EDGES, edges, "dependencies");
    if (tasks * iterations > Workflow.MAX_TASKS) {
      throw new WorkflowException(
          iterations > 1 && tasks <= Workflow.MAX_TASKS ? "iterations" : "sets",
          "the workflow has "
              + tasks
              + " tasks in each of "
              + iterations
              + " iteration(s), at most "
              + Workflow.MAX_TASKS
              + " are allowed in all; lower the number of tasks or iterations");
    }
  }

  private void atMost(long most, long each, String what) {
    if (each * iterations > most) {
      throw new WorkflowException(
          iterations > 1 ? "iterations" : "sets",
          "the workflow has "
              + each
              + " "
              + what
              + " in each of "
              + iterations
              + " iteration(s), at most "
              + most
              + " are allowed in all; lower one of the two");
    }
  }

  private void checkDependencies() {
    for (TaskSet set : sets) {
      // Of texts, which a hash set keeps in order where many have the same hash code.
      Set<String> seen = new HashSet<>();
      for (int d = 0; d < set.after().size(); d++) {
        Dependency dependency = set.after().get(d);
        String place = "sets." + set.name() + ".after[" + d + "]";
        Integer other = indexOf.get(dependency.set());
        if (other == null) {
          throw new WorkflowException(
              place,
              "task set '"
                  + set.name()
                  + "' waits for '"
                  + dependency.set()
                  + "', which is not declared"
                  + Suggestion.of(dependency.set(), indexOf.keySet()));
        }
        if (!seen.add(
            dependency.match() + " " + dependency.previousIteration() + " " + dependency.set())) {
          throw new WorkflowException(
              place,
              "task set '"
                  + set.name()
                  + "' waits for '"
                  + dependency.set()
                  + "' twice; remove one");
        }
        if (dependency.set().equals(set.name()) && !dependency.previousIteration()) {
          throw new WorkflowException(
              place,
              "task set '"
                  + set.name()
                  + "' waits for itself; to wait for its previous iteration write {set: "
                  + set.name()
                  + ", iteration: previous}");
        }
        if (dependency.match() == Dependency.Match.INDEX
            && sets.get(other).tasks() != set.tasks()) {
          throw new WorkflowException(
              place,
              "match: index needs equally many tasks, but '"
                  + set.name()
                  + "' has "
                  + set.tasks()
                  + " and '"
                  + dependency.set()
                  + "' has "
                  + sets.get(other).tasks());
        }
      }
    }
  }

  private void checkStages() {
    Map<String, String> seen = new HashMap<>();
    for (int s = 0; s < stages.size(); s++) {
      if (stages.get(s).isEmpty()) {
        throw new WorkflowException("stages[" + s + "]", "a stage needs one set or more");
      }
      for (int i = 0; i < stages.get(s).size(); i++) {
        String name = stages.get(s).get(i);
        String place = "stages[" + s + "][" + i + "]";
        Integer index = indexOf.get(name);
        if (index == null) {
          throw new WorkflowException(
              place,
              "the stage names '"
                  + name
                  + "', which is not declared"
                  + Suggestion.of(name, indexOf.keySet()));
        }
        if (seen.putIfAbsent(name, place) != null) {
          throw new WorkflowException(
              place, "task set '" + name + "' is already in " + seen.get(name));
        }
      }
      for (String name : stages.get(s)) {
        checkOrder(name, seen, s);
      }
    }
    for (String name : indexOf.keySet()) {
      if (!seen.containsKey(name)) {
        throw new WorkflowException(
            "stages", "the stages leave out task set '" + name + "'; add it to one of them");
      }
    }
  }

  private void checkOrder(String name, Map<String, String> seen, int stage) {
    for (Dependency d : sets.get(indexOf.getOrDefault(name, 0)).after()) {
      String place = seen.get(d.set());
      if (!d.previousIteration() && (place == null || place.startsWith("stages[" + stage + "]"))) {
        throw new WorkflowException(
            "stages[" + stage + "]",
            "task set '"
                + name
                + "' waits for '"
                + d.set()
                + "', which must be in an earlier stage");
      }
    }
  }

  /** Where pipelines stand in for dependencies, the listed stages have to keep their order. */
  private void checkOrderOfPipelines() {
    Map<String, Integer> stageOf = new HashMap<>();
    for (int s = 0; s < stages.size(); s++) {
      for (String name : stages.get(s)) {
        stageOf.put(name, s);
      }
    }
    Map<String, List<String>> last = new HashMap<>();
    pipelines.forEach(p -> last.put(p.name(), p.stages().get(p.stages().size() - 1)));
    for (Pipeline p : pipelines) {
      List<String> before =
          p.after().stream().flatMap(a -> last.getOrDefault(a, List.of()).stream()).toList();
      for (List<String> stage : p.stages()) {
        for (String name : stage) {
          for (String earlier : before) {
            int at = stageOf.getOrDefault(name, 0);
            if (stageOf.getOrDefault(earlier, 0) >= at) {
              throw new WorkflowException(
                  "stages[" + at + "]",
                  "task set '"
                      + name
                      + "' comes after '"
                      + earlier
                      + "' in the pipelines, which must be in an earlier stage");
            }
          }
        }
        before = stage;
      }
    }
  }

  /** The sets of one cycle in the order of the waits, or nothing. */
  private List<Integer> cycle() {
    int n = sets.size();
    byte[] state = new byte[n]; // 0 new, 1 on the path, 2 done
    for (int root = 0; root < n; root++) {
      if (state[root] != 0) {
        continue;
      }
      Deque<Integer> path = new ArrayDeque<>();
      Deque<Integer> next = new ArrayDeque<>();
      path.push(root);
      next.push(0);
      state[root] = 1;
      while (!path.isEmpty()) {
        int at = path.getFirst();
        int edge = next.pop();
        List<Dependency> after = sets.get(at).after();
        if (edge == after.size()) {
          state[path.pop()] = 2;
          continue;
        }
        next.push(edge + 1);
        if (after.get(edge).previousIteration()) {
          continue;
        }
        int other = indexOf.getOrDefault(after.get(edge).set(), at);
        if (state[other] == 1) {
          List<Integer> cycle = new ArrayList<>();
          for (int on : path) {
            cycle.add(on);
            if (on == other) {
              break;
            }
          }
          return cycle;
        }
        if (state[other] == 0) {
          state[other] = 1;
          path.push(other);
          next.push(0);
        }
      }
    }
    return Collections.emptyList();
  }

  /** A cycle as arrows in the direction of the waits' opposite: who comes first, first. */
  static String written(List<String> names) {
    if (names.size() <= NAMES_IN_A_MESSAGE) {
      return String.join(" -> ", names) + " -> " + names.get(0);
    }
    return String.join(" -> ", names.subList(0, NAMES_IN_A_MESSAGE - 1))
        + " -> ... -> "
        + names.get(names.size() - 1)
        + " -> "
        + names.get(0)
        + " ("
        + names.size()
        + " in all)";
  }
}
