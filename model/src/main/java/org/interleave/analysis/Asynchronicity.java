package org.interleave.analysis;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Slots;
import org.interleave.workflow.Resources;
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
 * @param binding the resource that keeps one more set out, or {@code dependencies}, or {@code
 *     types} where the sets that diverge are copies of each other
 * @param wla the workflow-level asynchronicity: the smaller of both, Eqn 1
 * @param width the largest number of sets of which none waits for another, of any type: the true
 *     limit of how many can overlap
 * @param fittingWidth the same of sets whose full demands fit together
 * @param fittingExact false if that search was cut short, and the figure is a lower bound
 * @param packs whether a placement of the whole witness on the nodes was found, so that it fits not
 *     only in totals
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

  /**
   * Works out the degrees and the width alone, for whoever does so again and again: {@code binding}
   * is not searched for, nor what of the width fits, and {@code packs} is not tried.
   */
  public static Asynchronicity degreesOf(WorkflowGraph graph, Cluster cluster) {
    Reachability reachability = new Reachability(graph);
    if (!reachability.feasible()) {
      return of(graph, cluster);
    }
    BitSet[] sinks = reachability.sinks();
    FittingSets divergent =
        FittingSets.search(
            graph,
            Demand.of(cluster),
            (a, b) -> a.setIndex() != b.setIndex() && !sinks[a.id()].intersects(sinks[b.id()]));
    int doaDep = graph.sinks().length - 1;
    int doaRes = divergent.sets().size() - 1;
    return new Asynchronicity(
        doaDep,
        doaRes,
        divergent.exact(),
        divergent.sets().stream().map(SetInstance::label).toList(),
        "not searched",
        Math.min(doaDep, doaRes),
        Width.of(graph),
        doaRes + 1,
        false,
        true);
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
    Demand capacity = Demand.of(cluster);
    FittingSets.Compatibility divergence =
        (a, b) -> a.setIndex() != b.setIndex() && !sinks[a.id()].intersects(sinks[b.id()]);
    FittingSets divergent = FittingSets.search(graph, capacity, divergence);
    BitSet[] below = reachability.descendants();
    FittingSets antichain =
        FittingSets.search(
            graph, capacity, (a, b) -> !below[a.id()].get(b.id()) && !below[b.id()].get(a.id()));
    int doaRes = divergent.sets().size() - 1;
    return new Asynchronicity(
        doaDep,
        doaRes,
        divergent.exact(),
        divergent.sets().stream().map(SetInstance::label).toList(),
        divergent.exact() ? binding(graph, capacity, divergence, doaRes, doaDep) : "not searched",
        Math.min(doaDep, doaRes),
        width,
        Math.max(antichain.sets().size(), doaRes + 1), // divergent sets are an antichain too
        antichain.exact(),
        packs(cluster, divergent.sets()));
  }

  /** The resource of which there must be more for one more set to fit, if any is. */
  private static String binding(
      WorkflowGraph graph,
      Demand capacity,
      FittingSets.Compatibility divergence,
      int doaRes,
      int doaDep) {
    if (doaRes >= doaDep) {
      return "dependencies";
    }
    Map<String, Demand> relaxed = new LinkedHashMap<>();
    relaxed.put("GPUs", capacity.withPlentyOfGpus());
    relaxed.put("CPU slots", capacity.withPlentyOfSlots());
    relaxed.put("memory", capacity.withPlentyOfMemory());
    relaxed.put("CPU slots and GPUs", capacity.withPlentyOfGpus().withPlentyOfSlots());
    relaxed.put("GPUs and memory", capacity.withPlentyOfGpus().withPlentyOfMemory());
    relaxed.put("CPU slots and memory", capacity.withPlentyOfSlots().withPlentyOfMemory());
    relaxed.put(
        "all resources", capacity.withPlentyOfGpus().withPlentyOfSlots().withPlentyOfMemory());
    for (Map.Entry<String, Demand> more : relaxed.entrySet()) {
      if (FittingSets.search(graph, more.getValue(), divergence).sets().size() > doaRes + 1) {
        return more.getKey();
      }
    }
    return "types";
  }

  /** Whether a placement of all tasks on the nodes at once is found by one of several orders. */
  private static boolean packs(Cluster cluster, List<SetInstance> sets) {
    if (sets.size() < 2) {
      return true; // a lone set may need waves, but nothing is kept from it
    }
    Comparator<SetInstance> slots = Comparator.comparingInt(s -> -s.set().resources().slots());
    Comparator<SetInstance> gpus = Comparator.comparingInt(s -> -s.set().resources().gpus());
    return Stream.of(slots, gpus, slots.reversed(), Comparator.comparingInt(SetInstance::id))
        .anyMatch(order -> packs(sets.stream().sorted(order).toList(), Slots.of(cluster)));
  }

  private static boolean packs(List<SetInstance> sets, Slots free) {
    for (SetInstance s : sets) {
      Resources r = s.set().resources();
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
