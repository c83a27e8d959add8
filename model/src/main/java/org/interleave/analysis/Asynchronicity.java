package org.interleave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * The degrees of asynchronicity of a workflow on a cluster (section IV of the paper).
 *
 * <p>Two task sets are divergent when the sinks that they lead to are disjoint: their paths never
 * rejoin. {@code DOA_dep} is the largest number of divergent sets less one, which is the number of
 * sinks less one. {@code DOA_res} counts those of pairwise different types whose full demands, all
 * tasks of each set, fit the allocation together; copies of one set in several iterations share a
 * type. Erratum: by these readings, which give every value that the paper prints, DOA_res never
 * exceeds DOA_dep, so the minimum of Eqn 1 never bites, although the text allows 5 beside 4 for its
 * Fig 1c.
 *
 * @param doaDep the degree that dependencies permit
 * @param doaRes the degree that resources permit, in pooled totals
 * @param doaResExact false if the search was cut short, and {@code doaRes} is a lower bound
 * @param witness sets that reach {@code doaRes} together
 * @param binding the resource that keeps one more set out, or {@code dependencies} or {@code types}
 * @param wla the workflow-level asynchronicity: the smaller of both, Eqn 1
 * @param width the largest number of sets of which none waits for another, of any type: the true
 *     limit of how many can overlap
 * @param fittingWidth the same of sets whose full demands fit together
 * @param fittingExact false if that search was cut short, and the figure is a lower bound
 * @param packs whether the witness also fits node by node, not only in totals
 */
public record Asynchronicity(
    int doaDep,
    int doaRes,
    boolean doaResExact,
    List<String> witness,
    String binding,
    int wla,
    Width width,
    int fittingWidth,
    boolean fittingExact,
    boolean packs) {

  public Asynchronicity {
    witness = List.copyOf(witness);
  }

  /** Works the degrees out. */
  public static Asynchronicity of(WorkflowGraph graph, Cluster cluster) {
    Reachability reachability = new Reachability(graph);
    int doaDep = graph.sinks().length - 1;
    Width width = Width.of(graph);
    if (!reachability.feasible()) {
      int sets = Math.min(1, graph.instances().size());
      return new Asynchronicity(
          doaDep, 0, false, List.of(), "not searched", 0, width, sets, false, true);
    }
    BitSet[] sinks = reachability.sinks();
    FittingSets divergent =
        FittingSets.search(
            graph,
            cluster,
            (a, b) -> a.set() != b.set() && !sinks[a.id()].intersects(sinks[b.id()]));
    BitSet[] below = reachability.descendants();
    FittingSets antichain =
        FittingSets.search(
            graph, cluster, (a, b) -> !below[a.id()].get(b.id()) && !below[b.id()].get(a.id()));
    int doaRes = divergent.sets().size() - 1;
    return new Asynchronicity(
        doaDep,
        doaRes,
        divergent.exact(),
        divergent.sets().stream().map(SetInstance::label).toList(),
        binding(graph, cluster, divergent.sets(), sinks, doaDep),
        Math.min(doaDep, doaRes),
        width,
        antichain.sets().size(),
        antichain.exact(),
        packs(cluster, divergent.sets()));
  }

  /** What keeps the set that comes closest to fitting beside the witness out. */
  private static String binding(
      WorkflowGraph graph, Cluster cluster, List<SetInstance> witness, BitSet[] sinks, int doaDep) {
    if (witness.size() - 1 >= doaDep) {
      return "dependencies";
    }
    Demand capacity = Demand.of(cluster);
    Demand used = Demand.NOTHING;
    for (SetInstance s : witness) {
      used = used.plus(Demand.of(s.set()));
    }
    List<String> kept = new ArrayList<>();
    for (SetInstance s : graph.instances()) {
      boolean free =
          witness.stream()
              .noneMatch(w -> w.set() == s.set() || sinks[w.id()].intersects(sinks[s.id()]));
      if (free) {
        kept.add(used.plus(Demand.of(s.set())).exceeding(capacity));
      }
    }
    if (kept.isEmpty()) {
      return graph.instances().stream()
          .map(s -> Demand.of(s.set()).plus(smallestOther(graph, s)).exceeding(capacity))
          .filter(r -> !r.isEmpty())
          .findFirst()
          .orElse("types");
    }
    return kept.get(0);
  }

  private static Demand smallestOther(WorkflowGraph graph, SetInstance one) {
    return graph.instances().stream()
        .filter(s -> s.set() != one.set())
        .map(s -> Demand.of(s.set()))
        .min(java.util.Comparator.comparingLong(Demand::gpus).thenComparingLong(Demand::slots))
        .orElse(Demand.NOTHING);
  }

  /** Whether all tasks of the sets can be placed on the nodes at once, set by set. */
  private static boolean packs(Cluster cluster, List<SetInstance> sets) {
    var free = org.interleave.cluster.Slots.of(cluster);
    List<SetInstance> largestFirst = new ArrayList<>(sets);
    largestFirst.sort(
        java.util.Comparator.comparingInt((SetInstance s) -> -s.set().resources().slots()));
    for (SetInstance s : largestFirst) {
      var r = s.set().resources();
      for (long p = (long) s.set().tasks() * r.processes(); p > 0; p--) {
        int node = free.firstFit(0, r);
        if (node < 0) {
          return false;
        }
        free.take(node, r);
      }
    }
    return true;
  }
}
