package org.interleave.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes pipelines consistent with each other and with the sets that they name. */
final class PipelineRules {

  private final int iterations;
  private final Set<String> sets;
  private final List<Pipeline> pipelines;

  PipelineRules(int iterations, Set<String> sets, List<Pipeline> pipelines) {
    this.iterations = iterations;
    this.sets = sets;
    this.pipelines = pipelines;
  }

  void check() {
    Map<String, Pipeline> byName = new LinkedHashMap<>();
    for (Pipeline p : pipelines) {
      if (byName.putIfAbsent(p.name(), p) != null) {
        throw new WorkflowException(
            "pipelines." + p.name(), "pipeline '" + p.name() + "' is declared twice");
      }
    }
    for (Pipeline p : pipelines) {
      for (int a = 0; a < p.after().size(); a++) {
        if (!byName.containsKey(p.after().get(a))) {
          throw new WorkflowException(
              "pipelines." + p.name() + ".after[" + a + "]",
              "pipeline '"
                  + p.name()
                  + "' waits for '"
                  + p.after().get(a)
                  + "', which is not declared"
                  + Suggestion.of(p.after().get(a), byName.keySet()));
        }
      }
    }
    checkCycles(byName);
    checkStages();
  }

  private void checkCycles(Map<String, Pipeline> byName) {
    Set<String> done = new HashSet<>();
    List<Pipeline> open = new ArrayList<>(pipelines);
    boolean progress = true;
    while (progress) {
      progress = open.removeIf(p -> done.containsAll(p.after()) && done.add(p.name()));
    }
    if (!open.isEmpty()) {
      // Every pipeline left waits for another one that is left: following any wait ends in a cycle.
      List<String> path = new ArrayList<>();
      String at = open.get(0).name();
      while (!path.contains(at)) {
        path.add(at);
        Pipeline p = byName.get(at);
        at =
            p == null
                ? at
                : p.after().stream().filter(a -> !done.contains(a)).findFirst().orElse(at);
      }
      List<String> cycle = path.subList(path.indexOf(at), path.size());
      throw new WorkflowException(
          "pipelines." + at + ".after",
          "pipelines wait for each other in a cycle: " + String.join(" -> ", cycle) + " -> " + at);
    }
  }

  private void checkStages() {
    Map<String, String> seen = new LinkedHashMap<>();
    for (Pipeline p : pipelines) {
      for (int s = 0; s < p.stages().size(); s++) {
        for (int i = 0; i < p.stages().get(s).size(); i++) {
          String place = "pipelines." + p.name() + ".stages[" + s + "][" + i + "]";
          for (String instance : instances(p.stages().get(s).get(i), place)) {
            String before = seen.putIfAbsent(instance, place);
            if (before != null) {
              throw new WorkflowException(
                  place, "'" + instance + "' is already in " + before + "; name it once");
            }
          }
        }
      }
    }
    for (String set : sets) {
      for (int i = 0; i < iterations; i++) {
        String instance = SetInstance.label(set, i, iterations);
        if (!seen.containsKey(instance)) {
          throw new WorkflowException(
              "pipelines", "the pipelines leave out '" + instance + "'; add it to a stage");
        }
      }
    }
  }

  private List<String> instances(String reference, String place) {
    if (sets.contains(reference)) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < iterations; i++) {
        all.add(SetInstance.label(reference, i, iterations));
      }
      return all;
    }
    int bracket = reference.lastIndexOf('[');
    if (iterations > 1 && bracket > 0 && reference.endsWith("]")) {
      String set = reference.substring(0, bracket);
      String number = reference.substring(bracket + 1, reference.length() - 1);
      if (sets.contains(set) && number.matches("[0-9]{1,8}")) {
        if (Integer.parseInt(number) < iterations) {
          return List.of(SetInstance.label(set, Integer.parseInt(number), iterations));
        }
        throw new WorkflowException(
            place,
            "the stage names '"
                + reference
                + "', but iterations are numbered from 0 to "
                + (iterations - 1));
      }
    }
    throw new WorkflowException(
        place,
        "the stage names '"
            + reference
            + "', which is not declared"
            + Suggestion.of(reference, sets));
  }
}
