package org.interleave.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.interchange.Json;
import org.interleave.report.Format;
import org.interleave.report.Table;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.workflow.Command;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;

/** What a run would do, without doing it. */
public final class DryRun {

  private static final int MOST_GROUPS = 200;

  private final Spec spec;
  private final List<Plan> plans;
  private final double timeScale;
  private final Map<Plan, Metrics> forecasts = new LinkedHashMap<>();

  private DryRun(Spec spec, List<Plan> plans, double timeScale) {
    this.spec = spec;
    this.plans = List.copyOf(plans);
    this.timeScale = timeScale;
  }

  /** Works out what the given plans would do. */
  public static DryRun of(Spec spec, List<Plan> plans, long seed, double timeScale) {
    DryRun dry = new DryRun(spec, plans, timeScale);
    Spec ideal = spec.withOverheads(Overheads.NONE);
    for (Plan plan : plans) {
      WorkflowGraph graph = plan.graph();
      Workload workload = Workload.draw(graph, seed, 0).scaled(timeScale);
      dry.forecasts.put(plan, Simulator.measure(ideal.scenario(workload, plan)));
    }
    return dry;
  }

  /** What would be done, for people. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(spec.workflow().name())
        .append(" on ")
        .append(spec.cluster().name())
        .append(spec.cluster().virtual() ? " (virtual slots)" : "")
        .append(", time scale ")
        .append(Format.plain(timeScale))
        .append(": nothing is started\n");
    Table sets = Table.of("set", "tasks", "slots", "GPUs", "mean TX [s]", "executes");
    for (TaskSet s : spec.workflow().sets()) {
      sets.row(
          s.name(),
          Integer.toString(s.tasks()),
          Integer.toString(s.resources().totalSlots()),
          Integer.toString(s.resources().totalGpus()),
          Format.seconds(s.time().meanSeconds() * timeScale),
          command(s.run()));
    }
    out.append('\n').append(sets.text());
    for (Plan plan : plans) {
      out.append('\n')
          .append(plan.label())
          .append(": about ")
          .append(Format.seconds(forecast(plan)))
          .append(" s without overheads\n");
      List<ReleaseGroup> groups = plan.groups();
      for (int g = 0; g < Math.min(groups.size(), MOST_GROUPS); g++) {
        out.append("  ").append(g + 1).append(". ").append(names(groups.get(g)));
        out.append(after(groups.get(g))).append(matched(plan, groups.get(g))).append('\n');
      }
      if (groups.size() > MOST_GROUPS) {
        out.append("  and ").append(groups.size() - MOST_GROUPS).append(" more\n");
      }
    }
    return out.toString();
  }

  private double forecast(Plan plan) {
    Metrics forecast = forecasts.get(plan);
    return forecast == null ? Double.NaN : forecast.ttxSeconds();
  }

  private static String command(Command command) {
    if (command instanceof Command.Argv a) {
      return String.join(" ", a.argv());
    }
    return command instanceof Command.Stress ? "stress" : "sleep";
  }

  private static String names(ReleaseGroup group) {
    return String.join(", ", group.runs().stream().map(r -> r.set().label()).distinct().toList());
  }

  private static String after(ReleaseGroup group) {
    if (group.after().length == 0) {
      return "";
    }
    List<String> waits = new ArrayList<>();
    for (int before : group.after()) {
      waits.add(Integer.toString(before + 1));
    }
    return "  after " + String.join(", ", waits);
  }

  /** Sets that the tasks of a group wait for one by one, in modes without barriers. */
  private static String matched(Plan plan, ReleaseGroup group) {
    if (!plan.matchesIndices()) {
      return "";
    }
    List<String> sets = new ArrayList<>();
    for (ReleaseGroup.Run run : group.runs()) {
      for (int before : plan.graph().indexPredecessors(run.set().id())) {
        sets.add(plan.graph().instance(before).label());
      }
    }
    return sets.isEmpty() ? "" : "  task by task after " + String.join(", ", sets);
  }

  /** What would be done, for machines. */
  public Json json() {
    List<Json> runs = new ArrayList<>();
    for (Plan plan : plans) {
      runs.add(
          Json.object()
              .put("plan", plan.label())
              .put("seconds", forecast(plan))
              .put("groups", plan.groups().stream().map(DryRun::json).toList()));
    }
    return Json.object()
        .put("workflow", spec.workflow().name())
        .put("cluster", spec.cluster().name())
        .put("virtual", spec.cluster().virtual())
        .put("timeScale", timeScale)
        .put("runs", runs);
  }

  private static Json json(ReleaseGroup group) {
    List<Integer> after = new ArrayList<>();
    for (int before : group.after()) {
      after.add(before + 1);
    }
    return Json.object()
        .put(
            "sets",
            group.runs().stream().map(r -> r.set()).map(SetInstance::label).distinct().toList())
        .put("after", after);
  }
}
