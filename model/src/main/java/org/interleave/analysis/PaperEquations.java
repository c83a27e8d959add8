package org.interleave.analysis;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * The paper's equations as they are printed, with the readings that make them computable. A set
 * counts with its mean TX; resources play no part in them.
 */
public final class PaperEquations {

  private PaperEquations() {}

  /**
   * Eqn 2: {@code sum over i of t_i}, with t_i the longest set of a stage. Erratum: the text does
   * not say what i runs over; the worked example's 7500 s are those of the ranks, 500 + 1000 + 4000
   * + 2000, and a sum over its six sets would be 10500.
   *
   * @param stages what i runs over
   * @return seconds
   */
  public static double eqn2Seconds(List<List<SetInstance>> stages) {
    return stages.stream()
        .mapToDouble(
            stage -> stage.stream().mapToDouble(s -> s.set().time().meanSeconds()).max().orElse(0))
        .sum();
  }

  /**
   * Eqn 3: {@code sum over i < j of t_i + max over chains of t_H}. The sum is over the ranks before
   * the first fork that never rejoins, each with its longest set; then the longest chain counts.
   * For one fork this is the critical path.
   *
   * <p>Erratum: the text says that it equals t_seq only if all chains are equal. Its own example
   * has equal chains and 5500 &lt; 7500 s; true is: only if one chain attains the maximum in every
   * forked rank.
   *
   * @return seconds; NaN if the graph is too large to look for the fork
   */
  public static double eqn3Seconds(WorkflowGraph graph) {
    Reachability reachability = new Reachability(graph);
    if (!reachability.feasible()) {
      return Double.NaN;
    }
    int n = graph.instances().size();
    int[] depth = new int[n];
    int deepest = 0;
    for (int id : graph.topologicalOrder()) {
      deepest = Math.max(deepest, depth[id]);
      for (int next : graph.successors(id)) {
        depth[next] = Math.max(depth[next], depth[id] + 1);
      }
    }
    int fork = firstFork(graph, depth, reachability.sinks(), deepest + 1);
    double[] longestOfRank = new double[deepest + 1];
    double[] chain = new double[n];
    double longestChain = 0;
    for (int id : graph.topologicalOrder()) {
      double time = graph.instance(id).set().time().meanSeconds();
      longestOfRank[depth[id]] = Math.max(longestOfRank[depth[id]], time);
      if (depth[id] >= fork) {
        chain[id] += time;
        longestChain = Math.max(longestChain, chain[id]);
        for (int next : graph.successors(id)) {
          chain[next] = Math.max(chain[next], chain[id]);
        }
      }
    }
    double before = 0;
    for (int rank = 0; rank < Math.min(fork, deepest + 1); rank++) {
      before += longestOfRank[rank];
    }
    return before + longestChain;
  }

  /** The rank in which the paths of a fork that never rejoins begin, or {@code none}. */
  private static int firstFork(WorkflowGraph graph, int[] depth, BitSet[] sinks, int none) {
    if (graph.sinks().length < 2) {
      return none; // every path ends alike
    }
    int[] sources =
        graph.instances().stream().mapToInt(SetInstance::id).filter(id -> depth[id] == 0).toArray();
    if (diverge(sources, sinks)) {
      return 0;
    }
    int first = none;
    for (int id : graph.topologicalOrder()) {
      if (depth[id] + 1 < first && diverge(graph.successors(id), sinks)) {
        first = depth[id] + 1;
      }
    }
    return first;
  }

  private static boolean diverge(int[] ids, BitSet[] sinks) {
    for (int a = 0; a < ids.length; a++) {
      for (int b = 0; b < a; b++) {
        if (!sinks[ids[a]].intersects(sinks[ids[b]])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Eqn 4: the relative improvement, {@code 1 - t_async / t_seq}. */
  public static double eqn4(double asynchronousSeconds, double sequentialSeconds) {
    return 1 - asynchronousSeconds / sequentialSeconds;
  }

  /**
   * Eqn 5: {@code n t_seq - (n-1) t_Aggr - (n-2) t_Train}, the asynchronous time of DeepDriveMD.
   *
   * @param iterations n
   * @param sequentialSeconds of one iteration
   */
  public static double eqn5Seconds(
      int iterations, double sequentialSeconds, double aggregationSeconds, double trainingSeconds) {
    return iterations * sequentialSeconds
        - (iterations - 1) * aggregationSeconds
        - (iterations - 2) * trainingSeconds;
  }

  /**
   * Eqn 6 in its general form, {@code sum over i of (n - m_i) t_i} with m_i the masked copies of
   * set i. Erratum: the printed {@code sum over k of t_k (n - k)} equals Eqn 5 only if t_k is the
   * total TX of all sets that are masked k times.
   *
   * @param masked m_i by the name of the set; a set without one is never masked
   * @return seconds, or nothing if no m_i is given
   */
  public static OptionalDouble eqn6Seconds(Workflow workflow, Map<String, Integer> masked) {
    if (masked.isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (TaskSet set : workflow.sets()) {
      int copies = workflow.iterations() - masked.getOrDefault(set.name(), 0);
      sum += copies * set.time().meanSeconds();
    }
    return OptionalDouble.of(sum);
  }
}
