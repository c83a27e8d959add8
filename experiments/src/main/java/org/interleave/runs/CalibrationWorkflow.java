package org.interleave.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.Faults;
import org.interleave.Overheads;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Constant;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.spec.Spec;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/**
 * A small workflow that shows what a system costs beyond its tasks: bursts of tasks of several
 * sizes, lone tasks, stages and sets that wait for each other. It resembles no workflow that is
 * judged by what is learned from it. It takes about a quarter of a minute.
 */
final class CalibrationWorkflow {

  private static final int WIDEST = 96;

  private CalibrationWorkflow() {}

  /**
   * The workflow for a cluster.
   *
   * @param payload what its tasks execute
   */
  static Spec on(Cluster cluster, Command payload) {
    int widest = Math.max(1, Math.min(WIDEST, cluster.usableSlots()));
    int narrow = Math.max(1, widest / 6);
    List<TaskSet> sets = new ArrayList<>();
    sets.add(set("Burst", widest, 1.0, payload));
    sets.add(set("Lone", 1, 0.3, payload, "Burst"));
    sets.add(set("Few", narrow, 0.5, payload, "Lone"));
    sets.add(set("Beside", Math.max(1, widest / 2), 1.3, payload, "Lone"));
    sets.add(set("Again", widest, 0.7, payload, "Few", "Beside"));
    sets.add(set("Pause", 1, 0.2, payload, "Again"));
    sets.add(set("Last", Math.max(1, widest - narrow), 1.1, payload, "Pause"));
    return spec("calibration", cluster, sets);
  }

  /** One burst of short tasks, after which the program runs at its usual pace. */
  static Spec warmUp(Cluster cluster, Command payload) {
    int widest = Math.max(1, Math.min(WIDEST, cluster.usableSlots()));
    return spec("warm-up", cluster, List.of(set("Burst", 2 * widest, 0.05, payload)));
  }

  private static Spec spec(String name, Cluster cluster, List<TaskSet> sets) {
    return new Spec(
        name,
        "",
        new Workflow(name, 1, sets, List.of(), List.of()),
        cluster,
        Overheads.NONE,
        StandardPolicy.RECORDED,
        FailurePolicy.STRICT,
        Faults.NONE,
        Map.of());
  }

  private static TaskSet set(
      String name, int tasks, double seconds, Command payload, String... after) {
    List<Dependency> waits = new ArrayList<>();
    for (String set : after) {
      waits.add(Dependency.on(set));
    }
    return new TaskSet(name, tasks, Resources.of(1, 0), new Constant(seconds), waits, payload);
  }
}
