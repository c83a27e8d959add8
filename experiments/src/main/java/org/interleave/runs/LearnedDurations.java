package org.interleave.runs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.duration.Empirical;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Spec;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.Command;
import org.interleave.workflow.Workflow;

/** Durations of commands, taken from an execution. */
public final class LearnedDurations {

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
   * @param timeScale of the observed run
   */
  public static Spec of(Spec spec, Trace observed, double timeScale) {
    Map<String, List<Double>> times = new HashMap<>();
    for (TaskRecord r : observed.records()) {
      if (r.end() == TaskEnd.DONE) {
        times
            .computeIfAbsent(r.set(), s -> new ArrayList<>())
            .add(Math.max(1, r.endedMicros() - r.startedMicros()) / 1e6 / timeScale);
      }
    }
    return spec.withWorkflow(
        spec.workflow()
            .mapSets(
                set -> {
                  List<Double> own = times.get(set.name());
                  return own == null || !(set.run() instanceof Command.Argv)
                      ? set
                      : set.withTime(new Empirical(own));
                }));
  }
}
