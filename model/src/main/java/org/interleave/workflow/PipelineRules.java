package org.interleave.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    Map<String, List<Pipeline>> waiting = new HashMap<>();
    Map<String, Integer> waits = new HashMap<>();
    Deque<Pipeline> ready = new ArrayDeque<>();
    for (Pipeline p : pipelines) {
      p.after().forEach(a -> waiting.computeIfAbsent(a, k -> new ArrayList<>()).add(p));
      waits.put(p.name(), p.after().size());
      if (p.after().isEmpty()) {
        ready.add(p);
      }
    }
    while (!ready.isEmpty()) {
      String done = ready.remove().name();
      waits.remove(done);
      for (Pipeline next : waiting.getOrDefault(done, List.of())) {
        if (waits.merge(next.name(), -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    for (Pipeline p : pipelines) {
      if (waits.containsKey(p.name())) {
        throw cycleFrom(p, byName, waits.keySet());
      }
    }
  }

  /** Every pipeline left waits for another one that is left: following any wait ends in a cycle. */
  private static WorkflowException cycleFrom(
      Pipeline first, Map<String, Pipeline> byName, Set<String> left) {
    Set<String> path = new LinkedHashSet<>();
    String at = first.name();
    while (path.add(at)) {
      Pipeline p = byName.get(at);
      at = p == null ? at : p.after().stream().filter(left::contains).findFirst().orElse(at);
    }
    List<String> names = new ArrayList<>(path);
    List<String> cycle = names.subList(names.indexOf(at), names.size());
    return new WorkflowException(
        "pipelines." + at + ".after",
        "pipelines wait for each other in a cycle: " + WorkflowRules.written(cycle));
  }

  /** Between two stages all wait for all; refuses more waits than a graph can hold. */
  void checkBarriers(long most) {
    Map<String, Long> last = new HashMap<>();
    for (Pipeline p : pipelines) {
      last.put(p.name(), size(p.stages().get(p.stages().size() - 1)));
    }
    long edges = 0;
    for (Pipeline p : pipelines) {
      long before = p.after().stream().mapToLong(a -> last.getOrDefault(a, 0L)).sum();
      for (List<String> stage : p.stages()) {
        edges += before * size(stage);
        before = size(stage);
        if (edges > most) {
          throw new WorkflowException(
              "pipelines." + p.name() + ".stages",
              "the stages of the pipelines make more than "
                  + most
                  + " waits of sets for sets; put a small set between two large stages");
        }
      }
    }
  }

  private long size(List<String> stage) {
    return stage.stream().mapToLong(r -> sets.contains(r) ? iterations : 1).sum();
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
