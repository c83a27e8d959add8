package org.interleave.report;

import java.util.List;
import org.interleave.interchange.Json;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;

/** The figures of runs, for machines and side by side for people. */
public final class MetricsReport {

  private MetricsReport() {}

  /** What was simulated, for the first line of a text. */
  public static String heading(Spec spec, long seed) {
    return spec.workflow().name()
        + " on "
        + spec.cluster().name()
        + ", policy "
        + spec.policy().label()
        + ", overheads "
        + spec.overheads().name()
        + ", seed "
        + seed;
  }

  /** The figures of one run as an object. */
  public static Json json(Metrics m) {
    return Json.object()
        .put("ttxSeconds", m.ttxSeconds())
        .put("spanSeconds", m.spanSeconds())
        .put("cpuUtilization", m.cpuUtilization())
        .put("gpuUtilization", m.gpuUtilization())
        .put("tasksPerSecond", m.tasksPerSecond())
        .put("tasks", m.tasks())
        .put("attempts", m.attempts())
        .put("sets", m.sets().stream().map(MetricsReport::set).toList());
  }

  private static Json set(Metrics.SetFigures s) {
    return Json.object()
        .put("set", s.label())
        .put("tasks", s.tasks())
        .put("startSeconds", s.startSeconds())
        .put("endSeconds", s.endSeconds())
        .put("nodes", s.nodes());
  }

  /**
   * A table with a row a run.
   *
   * @param names of the runs
   * @param runs their figures
   */
  public static Table table(List<String> names, List<Metrics> runs) {
    Table t = Table.of("run", "TTX [s]", "span [s]", "CPU", "GPU", "tasks/s", "tasks", "attempts");
    for (int i = 0; i < runs.size(); i++) {
      Metrics m = runs.get(i);
      t.row(
          names.get(i),
          Format.seconds(m.ttxSeconds()),
          Format.seconds(m.spanSeconds()),
          Format.percent(m.cpuUtilization()),
          Format.percent(m.gpuUtilization()),
          Format.ratio(m.tasksPerSecond()),
          Integer.toString(m.tasks()),
          Integer.toString(m.attempts()));
    }
    return t;
  }
}
