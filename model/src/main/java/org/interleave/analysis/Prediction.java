package org.interleave.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;

/**
 * Everything that the analytical model says of a workflow on a cluster. Times in seconds; the
 * sequential and the corrected asynchronous one include the overheads, and are TTX.
 *
 * @param asynchronicity the degrees of asynchronicity
 * @param sequential the three baselines
 * @param correctedSeconds the corrected closed form of t_async: whole sets on pooled capacity
 * @param eqn3Seconds Eqn 3 with infinite resources and no overheads; NaN if it was not searched for
 * @param eqn6Seconds Eqn 6, for specifications that give the masked copies
 * @param improvement Eqn 4 on the corrected time and the baseline of ranks
 * @param masking the critical chain, and what is hidden behind it
 * @param bounds what no execution is faster than
 * @param coarse whether whole sets are so much in each other's way, or single tasks wait for single
 *     ones, that the closed form may be noticeably too long
 * @param verdict one line for people
 * @param warnings what the verdict does not say
 */
public record Prediction(
    Asynchronicity asynchronicity,
    Sequential sequential,
    double correctedSeconds,
    double eqn3Seconds,
    OptionalDouble eqn6Seconds,
    double improvement,
    Masking masking,
    Bounds bounds,
    boolean coarse,
    String verdict,
    List<String> warnings) {

  public Prediction {
    warnings = List.copyOf(warnings);
  }

  /**
   * Eqn 2 by three readings of what its sum runs over. What a stage holds may need several waves.
   *
   * @param ranksSeconds over the ranks of the DAG: the default, and that of the worked example
   * @param stagesSeconds over the stages that the specification lists, else over the ranks
   * @param setsSeconds over single sets
   * @param unrolledRanksSeconds over the ranks of all iterations' DAG taken together, which is no
   *     sequential execution: it lets iterations overlap
   */
  public record Sequential(
      double ranksSeconds, double stagesSeconds, double setsSeconds, double unrolledRanksSeconds) {}

  /**
   * Works out everything.
   *
   * @throws IllegalArgumentException if a task asks for more than the whole cluster has
   */
  public static Prediction of(
      WorkflowGraph graph, Cluster cluster, Overheads overheads, Map<String, Integer> masked) {
    return of(graph, cluster, false, overheads, masked);
  }

  /**
   * Works out everything, for a placement that may take the cluster for one large node.
   *
   * @throws IllegalArgumentException if a task asks for more than the whole cluster has
   */
  public static Prediction of(
      WorkflowGraph graph,
      Cluster cluster,
      boolean pooled,
      Overheads overheads,
      Map<String, Integer> masked) {
    return of(graph, cluster, pooled, overheads, masked, Asynchronicity::of);
  }

  /** How the degrees of asynchronicity are worked out: {@link Asynchronicity} knows two ways. */
  public interface Degrees {
    Asynchronicity of(WorkflowGraph graph, Cluster cluster);
  }

  /**
   * Works out everything, the degrees as told.
   *
   * @throws IllegalArgumentException if a task asks for more than the whole cluster has
   */
  public static Prediction of(
      WorkflowGraph graph,
      Cluster cluster,
      boolean pooled,
      Overheads overheads,
      Map<String, Integer> masked,
      Degrees how) {
    for (TaskSet set : graph.workflow().sets()) {
      String misfit = cluster.misfit(set.resources(), true);
      if (!misfit.isEmpty()) {
        throw new IllegalArgumentException("task set '" + set.name() + "' " + misfit);
      }
    }
    SetTimes times = new SetTimes(overheads);
    double ends = (overheads.bootstrap().meanMicros() + overheads.tail().meanMicros()) / 1e6;
    double gap = overheads.stageGap().meanMicros() / 1e6;
    Sequential sequential =
        new Sequential(
            ends + baseline(graph, SequentialBaseline.RANKS, cluster, times, gap),
            ends + baseline(graph, SequentialBaseline.STAGES, cluster, times, gap),
            ends + baseline(graph, SequentialBaseline.SETS, cluster, times, gap),
            ends + stages(unrolledRanks(graph), cluster, times, gap));
    WholeSetSchedule schedule = WholeSetSchedule.of(graph, cluster, times, overheads);
    double corrected = ends + schedule.makespanSeconds();
    double improvement = PaperEquations.eqn4(corrected, sequential.ranksSeconds());
    Asynchronicity degrees = how.of(graph, cluster);
    Bounds bounds = Bounds.ofMeans(graph, cluster, pooled);
    Verdict verdict =
        new Verdict(
            cluster,
            degrees,
            bounds,
            sequential.ranksSeconds(),
            corrected,
            schedule.makespanSeconds());
    return new Prediction(
        degrees,
        sequential,
        corrected,
        PaperEquations.eqn3Seconds(graph),
        PaperEquations.eqn6Seconds(graph.workflow(), masked),
        improvement,
        Masking.of(schedule),
        bounds,
        verdict.isCoarse(graph),
        verdict.line(),
        verdict.warnings(graph));
  }

  private static double baseline(
      WorkflowGraph graph, SequentialBaseline b, Cluster cluster, SetTimes times, double gap) {
    return stages(Plan.sequentialStages(graph, b), cluster, times, gap);
  }

  private static double stages(
      List<List<SetInstance>> stages, Cluster cluster, SetTimes times, double gap) {
    double sum = gap * (stages.size() - 1);
    for (List<SetInstance> stage : stages) {
      sum += WholeSetSchedule.stageSeconds(stage, cluster, times);
    }
    return sum;
  }

  private static List<List<SetInstance>> unrolledRanks(WorkflowGraph graph) {
    List<List<SetInstance>> ranks = new ArrayList<>();
    int[] depth = new int[graph.instances().size()];
    for (int id : graph.topologicalOrder()) {
      while (ranks.size() <= depth[id]) {
        ranks.add(new ArrayList<>());
      }
      ranks.get(depth[id]).add(graph.instance(id));
      for (int next : graph.successors(id)) {
        depth[next] = Math.max(depth[next], depth[id] + 1);
      }
    }
    return ranks;
  }
}
