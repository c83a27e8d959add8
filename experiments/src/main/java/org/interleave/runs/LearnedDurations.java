package org.interleave.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.interleave.Outcome;
import org.interleave.RandomKey;
import org.interleave.Workload;
import org.interleave.duration.Empirical;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Spec;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.validation.Validation;
import org.interleave.workflow.Command;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/** Durations of commands, taken from an execution. */
public final class LearnedDurations {

  private static final double NOTICEABLE = 0.03;

  private LearnedDurations() {}

  /** The specification of one iteration only. */
  public static Spec oneIteration(Spec spec) {
    Workflow w = spec.workflow();
    return spec.withWorkflow(new Workflow(w.name(), 1, w.sets(), w.stages(), List.of()));
  }

  /**
   * The specification with the durations of commands as they were observed; those of built-in
   * payloads stay.
   *
   * @param timeScale of the observed runs
   */
  public static Spec of(Spec spec, List<Trace> observed, double timeScale) {
    Map<String, List<Double>> times = new HashMap<>();
    for (Trace trace : observed) {
      for (TaskRecord r : trace.records()) {
        if (r.end() == TaskEnd.DONE) {
          times
              .computeIfAbsent(r.set(), s -> new ArrayList<>())
              .add(Math.max(1, r.endedMicros() - r.startedMicros()) / 1e6 / timeScale);
        }
      }
    }
    return spec.withWorkflow(
        spec.workflow()
            .mapSets(
                set -> {
                  List<Double> own = times.get(set.name());
                  return own == null || !isLearned(set) ? set : set.withTime(new Empirical(own));
                }));
  }

  /** Whether a specification has commands, the durations of which have to be learned. */
  public static boolean areNeeded(Spec spec) {
    return spec.workflow().sets().stream().anyMatch(LearnedDurations::isLearned);
  }

  private static boolean isLearned(TaskSet set) {
    return set.run() instanceof Command.Argv;
  }

  /**
   * A workload in which commands take what was observed, each time as often as any other: with the
   * few tasks that such workflows have, times drawn one by one would miss their own mean.
   *
   * @param learned the specification with the observed durations
   * @param graph of this workflow, whatever its durations
   * @param seed of the durations of built-in payloads, and of the order of the observed ones
   */
  public static Workload workload(Spec learned, WorkflowGraph graph, long seed) {
    Workload drawn = Workload.draw(graph, seed, 0);
    long[] durations = new long[graph.taskCount()];
    Arrays.setAll(durations, drawn::durationMicros);
    for (TaskSet set : learned.workflow().sets()) {
      if (isLearned(set)) {
        List<Integer> tasks = new ArrayList<>();
        for (SetInstance i : graph.named(set.name())) {
          IntStream.range(i.firstTask(), i.endTask()).forEach(tasks::add);
        }
        RandomKey order = RandomKey.of(seed, 0, "order of " + set.name(), 0);
        tasks.sort(Comparator.comparingDouble(t -> order.uniform(t)));
        for (int k = 0; k < tasks.size(); k++) {
          double seconds = set.time().quantileSeconds((k + 0.5) / tasks.size());
          durations[tasks.get(k)] = Workload.micros(seconds);
        }
      }
    }
    return Workload.of(graph, durations);
  }

  /**
   * Sets of commands that took noticeably more or less time in the measured runs than was learned.
   *
   * @param spec with the learned durations
   * @param timeScale of the measured runs
   */
  public static List<String> changes(Spec spec, double timeScale, Validation validation) {
    Map<String, DoubleSummaryStatistics> times = new TreeMap<>();
    for (Validation.Pair<Outcome> pair : validation.measured()) {
      for (Outcome run : List.of(pair.sequential(), pair.asynchronous())) {
        for (TaskRecord r : run.requireTrace().records()) {
          if (r.end() == TaskEnd.DONE) {
            times
                .computeIfAbsent(r.set(), s -> new DoubleSummaryStatistics())
                .accept((r.endedMicros() - r.startedMicros()) / 1e6 / timeScale);
          }
        }
      }
    }
    List<String> changes = new ArrayList<>();
    for (TaskSet set : spec.workflow().sets()) {
      DoubleSummaryStatistics measured = times.get(set.name());
      if (isLearned(set) && measured != null) {
        double share = measured.getAverage() / set.time().meanSeconds() - 1;
        if (Math.abs(share) > NOTICEABLE) {
          changes.add(
              "tasks of '"
                  + set.name()
                  + "' took "
                  + Math.round(100 * Math.abs(share))
                  + (share > 0 ? " % more" : " % less")
                  + " time than was learned: the simulation can't know that");
        }
      }
    }
    return changes;
  }
}
