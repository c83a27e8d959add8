package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.interleave.Overheads;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/**
 * Which order, fit and placement explain recorded runs best: each run is simulated with every
 * combination of the offered ones, and its tasks' starts and nodes are held against the record.
 *
 * @param best the policy with the smallest error
 * @param candidates all of them, the best first
 * @param orderKnown whether the record tells in which order tasks were submitted
 * @param nodesKnown whether it tells on which nodes they ran
 */
public record PolicyFit(
    StandardPolicy best, List<Candidate> candidates, boolean orderKnown, boolean nodesKnown) {

  private static final int RESAMPLES = 999;
  private static final long SEED = 20_260_101;

  /** More tasks than this are simulated in the order of submission alone. */
  private static final int MANY_TASKS = 1_000;

  public PolicyFit {
    candidates = List.copyOf(candidates);
  }

  /**
   * How well a policy explains the runs.
   *
   * @param policy the policy
   * @param startError mean distance of a task's simulated start from the recorded one, as a share
   *     of the span
   * @param sameNodes the share of tasks on the recorded nodes; NaN where nodes are not known
   * @param spanError the largest error of a span, with its sign
   * @param asGood whether it can't be told from the best: sets drawn anew, the same error or a
   *     smaller one lies within 95% of the cases
   */
  public record Candidate(
      StandardPolicy policy,
      double startError,
      double sameNodes,
      double spanError,
      boolean asGood) {}

  private record Scored(
      StandardPolicy policy,
      Map<String, double[]> sets,
      double startError,
      double sameNodes,
      double spanError) {

    /** Tasks on other nodes count as if they had started a tenth of the span away. */
    double score() {
      return startError + (Double.isNaN(sameNodes) ? 0 : (1 - sameNodes) / 10);
    }
  }

  static PolicyFit of(List<Recording> runs, Overheads overheads) {
    boolean order = runs.stream().allMatch(Recording::orderKnown);
    boolean nodes = runs.stream().allMatch(Recording::nodesKnown);
    boolean many = runs.stream().anyMatch(r -> r.plan().graph().taskCount() > MANY_TASKS);
    List<Scored> scored = new ArrayList<>();
    for (Placement placement :
        nodes
            ? List.of(Placement.NEXT_FIT, Placement.FIRST_FIT, Placement.BEST_FIT)
            : List.of(Placement.NEXT_FIT)) {
      for (Fit fit : Fit.values()) {
        for (Order o : many ? List.of(Order.SUBMISSION) : List.of(Order.values())) {
          scored.add(score(runs, overheads, new StandardPolicy(o, fit, placement)));
        }
      }
    }
    scored.sort(Comparator.comparingDouble(Scored::score)); // stable: the usual ones come first
    Scored best = scored.get(0);
    List<Candidate> candidates = new ArrayList<>();
    for (Scored s : scored) {
      candidates.add(
          new Candidate(s.policy, s.startError, s.sameNodes, s.spanError, asGood(best, s)));
    }
    return new PolicyFit(best.policy, candidates, order, nodes);
  }

  private static Scored score(List<Recording> runs, Overheads overheads, StandardPolicy policy) {
    Map<String, double[]> sets = new TreeMap<>();
    double errors = 0;
    double same = 0;
    long tasks = 0;
    double span = 0;
    boolean nodes = runs.stream().allMatch(Recording::nodesKnown);
    for (int run = 0; run < runs.size(); run++) {
      Recording recording = runs.get(run);
      Trace simulated = Forecast.trace(recording, overheads, policy);
      double spanSeconds = recording.spanSeconds();
      double error = org.interleave.trace.Metrics.of(simulated).spanSeconds() / spanSeconds - 1;
      span = Math.abs(error) > Math.abs(span) ? error : span;
      Map<String, TaskRecord> twins = new HashMap<>();
      simulated.records().forEach(r -> twins.put(key(r), r));
      for (TaskRecord r : recording.trace().records()) {
        TaskRecord twin = twins.get(key(r));
        if (twin == null) {
          continue;
        }
        double off = Math.abs(r.startedMicros() - twin.startedMicros()) / 1e6 / spanSeconds;
        double on = r.nodes().equals(twin.nodes()) ? 1 : 0;
        errors += off;
        same += on;
        tasks++;
        double[] of = sets.computeIfAbsent(run + " " + r.set(), k -> new double[2]);
        of[0] += off + (nodes ? (1 - on) / 10 : 0);
        of[1]++;
      }
    }
    return new Scored(
        policy,
        sets,
        errors / Math.max(1, tasks),
        nodes ? same / Math.max(1, tasks) : Double.NaN,
        span);
  }

  private static String key(TaskRecord r) {
    return r.set() + "#" + r.iteration() + "." + r.index();
  }

  /** By sets that are drawn anew, with the seed that is always the same. */
  private static boolean asGood(Scored best, Scored other) {
    List<double[]> differences = new ArrayList<>();
    best.sets.forEach(
        (set, b) -> {
          double[] o = other.sets.getOrDefault(set, b);
          differences.add(new double[] {o[0] - b[0], b[1]});
        });
    SplittableRandom random = new SplittableRandom(SEED);
    int notWorse = 0;
    for (int b = 0; b < RESAMPLES; b++) {
      double sum = 0;
      for (int i = 0; i < differences.size(); i++) {
        sum += differences.get(random.nextInt(differences.size()))[0];
      }
      notWorse += sum <= 1e-12 ? 1 : 0;
    }
    return notWorse > 0.05 * RESAMPLES;
  }
}
