package org.interleave.scheduling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.scheduling.ReleaseGroup.Gap;
import org.interleave.scheduling.ReleaseGroup.Run;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * How the sets of a workflow are released in one execution mode: groups, and which of them wait for
 * which. Barriers are edges between groups, so a plan is small even where stages hold many sets.
 */
public final class Plan {

  private final WorkflowGraph graph;
  private final ExecutionMode mode;
  private final String label;
  private final List<ReleaseGroup> groups;
  private final boolean matchesIndices;
  private final int[][] groupsAfter;
  private final int[] groupOf;

  private Plan(
      WorkflowGraph graph,
      ExecutionMode mode,
      String label,
      List<ReleaseGroup> groups,
      boolean matchesIndices) {
    this.graph = graph;
    this.mode = mode;
    this.label = label;
    this.groups = List.copyOf(groups);
    this.matchesIndices = matchesIndices;
    this.groupsAfter = followers(this.groups);
    this.groupOf = checkedGroups();
    checkAcyclic();
  }

  /** One stage after the other, iteration after iteration; a stage is what the baseline says. */
  public static Plan sequential(WorkflowGraph graph, SequentialBaseline baseline) {
    List<ReleaseGroup> groups = new ArrayList<>();
    List<List<SetInstance>> stages = sequentialStages(graph, baseline);
    for (List<SetInstance> stage : stages) {
      int number = groups.size();
      int[] after = number == 0 ? new int[0] : new int[] {number - 1};
      Gap gap = number == 0 ? Gap.NONE : Gap.STAGE;
      groups.add(ReleaseGroup.of("stage " + number, "", stage, after, gap));
    }
    return new Plan(
        graph, ExecutionMode.SEQUENTIAL, "sequential/" + baseline.label(), groups, false);
  }

  /**
   * The stages of a sequential execution.
   *
   * <p>Ranks are those of one iteration; {@link SequentialBaseline#STAGES} falls back to them where
   * the specification lists none.
   */
  public static List<List<SetInstance>> sequentialStages(
      WorkflowGraph graph, SequentialBaseline baseline) {
    int sets = graph.workflow().sets().size();
    List<List<SetInstance>> stages = new ArrayList<>();
    List<List<String>> listed = graph.workflow().stages();
    Map<String, Integer> index = new HashMap<>();
    for (int s = 0; s < sets; s++) {
      index.put(graph.instance(s).set().name(), s);
    }
    for (int i = 0; i < graph.workflow().iterations(); i++) {
      int offset = i * sets;
      if (baseline == SequentialBaseline.SETS) {
        for (int id : byRankThenDeclaration(graph, sets)) {
          stages.add(List.of(graph.instance(offset + id)));
        }
      } else if (baseline == SequentialBaseline.STAGES && !listed.isEmpty()) {
        for (List<String> stage : listed) {
          stages.add(
              stage.stream().map(n -> graph.instance(offset + index.getOrDefault(n, 0))).toList());
        }
      } else {
        List<List<SetInstance>> ranks = new ArrayList<>();
        for (int s = 0; s < sets; s++) {
          int rank = graph.rank(offset + s);
          while (ranks.size() <= rank) {
            ranks.add(new ArrayList<>());
          }
          ranks.get(rank).add(graph.instance(offset + s));
        }
        stages.addAll(ranks);
      }
    }
    return stages;
  }

  private static int[] byRankThenDeclaration(WorkflowGraph graph, int sets) {
    return java.util.stream.IntStream.range(0, sets)
        .boxed()
        .sorted(
            java.util.Comparator.comparingInt((Integer id) -> graph.rank(id))
                .thenComparingInt(id -> id))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Every set by itself, as soon as the sets that it waits for are done. */
  public static Plan asynchronous(WorkflowGraph graph) {
    List<ReleaseGroup> groups = new ArrayList<>(graph.instances().size());
    boolean matches = false;
    for (SetInstance s : graph.instances()) {
      int[] after = graph.predecessors(s.id());
      matches |= graph.indexPredecessors(s.id()).length > 0;
      groups.add(
          ReleaseGroup.of(
              s.label(), "", List.of(s), after, after.length == 0 ? Gap.NONE : Gap.SET));
    }
    return new Plan(graph, ExecutionMode.ASYNCHRONOUS, "asynchronous", groups, matches);
  }

  /**
   * The pipelines of the specification, with a barrier between the stages of each. The dependencies
   * of the sets play no part: a pipeline may respect them or not.
   *
   * @throws IllegalArgumentException if the workflow has no pipelines
   */
  public static Plan pst(WorkflowGraph graph) {
    if (graph.workflow().pipelines().isEmpty()) {
      throw new IllegalArgumentException(
          "workflow '" + graph.workflow().name() + "' has no pipelines");
    }
    List<ReleaseGroup> groups = new ArrayList<>();
    Map<String, Integer> lastGroup = new HashMap<>();
    int number = 0;
    for (Pipeline p : graph.workflow().pipelines()) {
      number += p.stages().size();
      lastGroup.put(p.name(), number - 1);
    }
    for (Pipeline p : graph.workflow().pipelines()) {
      int[] after = p.after().stream().mapToInt(a -> lastGroup.getOrDefault(a, 0)).toArray();
      Gap gap = after.length == 0 ? Gap.NONE : Gap.PIPELINE;
      for (int s = 0; s < p.stages().size(); s++) {
        List<SetInstance> sets =
            p.stages().get(s).stream().flatMap(r -> graph.named(r).stream()).toList();
        groups.add(ReleaseGroup.of(p.name() + "/" + s, p.name(), sets, after, gap));
        after = new int[] {groups.size() - 1};
        gap = Gap.STAGE;
      }
    }
    return new Plan(graph, ExecutionMode.PST, "pst", groups, false);
  }

  /**
   * A structure of one's own, such as one read from a recorded run.
   *
   * @throws IllegalArgumentException if the groups do not hold every task exactly once, or wait for
   *     each other in a cycle
   */
  public static Plan of(WorkflowGraph graph, String label, List<ReleaseGroup> groups) {
    return new Plan(graph, ExecutionMode.RECORDED, label, groups, false);
  }

  /** The workflow that is executed. */
  public WorkflowGraph graph() {
    return graph;
  }

  /** How the workflow is executed. */
  public ExecutionMode mode() {
    return mode;
  }

  /** The mode with its baseline, for tables and traces. */
  public String label() {
    return label;
  }

  /** What is released together, in the order of submission. */
  public List<ReleaseGroup> groups() {
    return groups;
  }

  /** The number of the group that each set is released with; not to be changed. */
  int[] groupOf() {
    return groupOf;
  }

  /**
   * The place of a set's group among others that became ready at the same instant: asynchronous
   * sets by declaration, then iteration; stages as they are listed.
   */
  long submissionRank(SetInstance set) {
    return mode == ExecutionMode.ASYNCHRONOUS
        ? (long) set.setIndex() * graph.workflow().iterations() + set.iteration()
        : groupOf[set.id()];
  }

  /** The groups that wait for each group; not to be changed. */
  int[][] groupsAfter() {
    return groupsAfter;
  }

  /** Whether dependencies between tasks of equal index are kept: only without barriers. */
  public boolean matchesIndices() {
    return matchesIndices;
  }

  private static int[][] followers(List<ReleaseGroup> groups) {
    int[] counts = new int[groups.size()];
    for (ReleaseGroup g : groups) {
      for (int before : g.after()) {
        counts[before]++;
      }
    }
    int[][] followers = new int[groups.size()][];
    for (int g = 0; g < followers.length; g++) {
      followers[g] = counts[g] == 0 ? new int[0] : new int[counts[g]];
    }
    for (int g = followers.length - 1; g >= 0; g--) {
      for (int before : groups.get(g).after()) {
        followers[before][--counts[before]] = g;
      }
    }
    return followers;
  }

  /** The group of each set, if the groups hold every task exactly once. */
  private int[] checkedGroups() {
    java.util.BitSet seen = new java.util.BitSet(graph.taskCount());
    int[] groupOf = new int[graph.instances().size()];
    java.util.Arrays.fill(groupOf, -1);
    for (int g = 0; g < groups.size(); g++) {
      if (groups.get(g).runs().isEmpty()) {
        throw new IllegalArgumentException(
            "group '" + groups.get(g).label() + "' of the plan holds no tasks");
      }
      for (Run run : groups.get(g).runs()) {
        SetInstance set = run.set();
        int from = set.firstTask() + run.first();
        int to = from + run.count();
        if (run.first() < 0 || run.count() < 1 || to > set.endTask()) {
          throw new IllegalArgumentException("'" + set.label() + "' has no such tasks: " + run);
        }
        int taken = seen.nextSetBit(from);
        if (taken >= 0 && taken < to) {
          throw new IllegalArgumentException(
              "the plan holds task " + (taken - set.firstTask()) + " of " + set.label() + " twice");
        }
        seen.set(from, to);
        if (groupOf[set.id()] >= 0 && groupOf[set.id()] != g) {
          throw new IllegalArgumentException("'" + set.label() + "' is in two groups of the plan");
        }
        groupOf[set.id()] = g;
      }
    }
    int missing = seen.nextClearBit(0);
    if (missing < graph.taskCount()) {
      throw new IllegalArgumentException(
          "the plan leaves out tasks of " + graph.instanceOf(missing).label());
    }
    return groupOf;
  }

  private void checkAcyclic() {
    int[] waits = new int[groups.size()];
    List<List<Integer>> next = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      next.add(new ArrayList<>());
    }
    java.util.ArrayDeque<Integer> free = new java.util.ArrayDeque<>();
    for (int g = 0; g < groups.size(); g++) {
      waits[g] = groups.get(g).after().length;
      for (int before : groups.get(g).after()) {
        next.get(before).add(g);
      }
      if (waits[g] == 0) {
        free.add(g);
      }
    }
    int done = 0;
    for (; !free.isEmpty(); done++) {
      for (int g : next.get(free.remove())) {
        if (--waits[g] == 0) {
          free.add(g);
        }
      }
    }
    if (done < groups.size()) {
      throw new IllegalArgumentException("the groups of the plan wait for each other in a cycle");
    }
  }
}
