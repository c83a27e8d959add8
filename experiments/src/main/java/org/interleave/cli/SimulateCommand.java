package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.UtilizationFigure;
import org.interleave.report.Format;
import org.interleave.report.MetricsReport;
import org.interleave.report.PredictionReport;
import org.interleave.scheduling.ExecutionMode;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.PstCheck;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.trace.TraceChecker;
import org.interleave.trace.Violation;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code interleave simulate}. */
@Command(
    name = "simulate",
    description = {
      "Simulate a workflow on its cluster in virtual time: sequentially, as its pipelines (PST), and",
      "asynchronously, all from the same drawn durations."
    },
    footer = {
      "",
      "Example: interleave simulate cdag2-as-run --cluster summit-16-as-run --overheads summit-entk"
    })
final class SimulateCommand implements Callable<Integer> {

  /** Which executions are simulated. */
  enum Modes {
    ALL,
    SEQUENTIAL,
    PST,
    ASYNCHRONOUS
  }

  /** Which sequential executions are simulated. */
  enum Baselines {
    RANKS,
    STAGES,
    SETS,
    ALL
  }

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SpecOptions specOptions;
  @Mixin private OutputOptions output;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "ALL",
      description = "sequential, pst (the pipelines as given), asynchronous, or all: the default.")
  private Modes mode = Modes.ALL;

  @Option(
      names = "--baseline",
      paramLabel = "BASELINE",
      defaultValue = "RANKS",
      description = {
        "What runs at once in sequence: the sets of a rank (ranks, the default), of a listed stage",
        "(stages), one set (sets), or all three one after the other."
      })
  private Baselines baseline = Baselines.RANKS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the drawn durations; ${DEFAULT-VALUE} if left out.")
  private long seed = 1;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = {
        "Write the trace, as JSON if the name ends in .json, else as CSV; with several modes, a file",
        "each with the mode in its name."
      })
  private @Nullable Path trace;

  @Override
  public Integer call() throws IOException {
    Spec spec = specOptions.read();
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Workload workload = Workload.draw(graph, seed, 0);
    Map<String, Outcome> runs = new LinkedHashMap<>();
    PrintWriter err = command.commandLine().getErr();
    boolean sound = true;
    for (Plan plan : plans(graph)) {
      Scenario scenario =
          new Scenario(
              workload, plan, spec.cluster(), spec.policy(), spec.overheads(), spec.failures());
      Outcome outcome = Simulator.trace(scenario);
      runs.put(nameOf(plan), outcome);
      sound &= checked(plan, outcome, err);
    }
    Json json = json(spec, runs);
    write(json, runs, err);
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? json.text() : text(spec, runs));
    out.flush();
    return sound ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Plan> plans(WorkflowGraph graph) {
    List<Plan> plans = new ArrayList<>();
    boolean hasPipelines = !graph.workflow().pipelines().isEmpty();
    if (mode == Modes.ALL || mode == Modes.SEQUENTIAL) {
      for (SequentialBaseline b : SequentialBaseline.values()) {
        if (baseline == Baselines.ALL || baseline.name().equals(b.name())) {
          plans.add(Plan.sequential(graph, b));
        }
      }
    }
    if (mode == Modes.PST && !hasPipelines) {
      throw new UsageException(
          "workflow '"
              + graph.workflow().name()
              + "' has no pipelines; add them, or choose another --mode");
    }
    if (mode == Modes.PST || mode == Modes.ALL && hasPipelines) {
      plans.add(Plan.pst(graph));
    }
    if (mode == Modes.ALL || mode == Modes.ASYNCHRONOUS) {
      plans.add(Plan.asynchronous(graph));
    }
    return plans;
  }

  /** The key of a run in the results: baselines other than the chosen one bear their name. */
  private String nameOf(Plan plan) {
    boolean single = baseline != Baselines.ALL;
    return plan.mode() == ExecutionMode.SEQUENTIAL
            && (single || plan.label().endsWith(SequentialBaseline.RANKS.label()))
        ? ExecutionMode.SEQUENTIAL.label()
        : plan.label();
  }

  /** Every trace passes the checker; only pipelines may break dependencies, and are told of. */
  private static boolean checked(Plan plan, Outcome outcome, PrintWriter err) {
    List<String> broken =
        plan.mode() == ExecutionMode.PST ? PstCheck.violations(plan.graph()) : List.of();
    broken.forEach(v -> err.println("note: " + v));
    List<Violation> violations =
        broken.isEmpty()
            ? TraceChecker.check(outcome.requireTrace(), plan.graph().workflow())
            : TraceChecker.checkAlone(outcome.requireTrace());
    violations.forEach(v -> err.println("the trace is not sound: " + v.message()));
    return violations.isEmpty() && outcome.complete();
  }

  private Json json(Spec spec, Map<String, Outcome> runs) {
    Json json =
        Json.object()
            .put("workflow", spec.workflow().name())
            .put("cluster", spec.cluster().name())
            .put("overheads", spec.overheads().name())
            .put("policy", spec.policy().label())
            .put("baseline", baselineLabel())
            .put("seed", seed);
    runs.forEach((name, outcome) -> json.put(name, MetricsReport.json(outcome.metrics())));
    Outcome sequential = runs.get(ExecutionMode.SEQUENTIAL.label());
    if (sequential != null) {
      runs.forEach(
          (name, outcome) -> {
            if (name.equals(ExecutionMode.ASYNCHRONOUS.label())) {
              improvement(json, "", outcome.metrics(), sequential.metrics());
            } else if (name.equals(ExecutionMode.PST.label())) {
              improvement(json, "pst", outcome.metrics(), sequential.metrics());
            }
          });
    }
    return json.put("provenance", PredictionReport.provenance(spec));
  }

  private static void improvement(Json json, String prefix, Metrics run, Metrics sequential) {
    String key = prefix.isEmpty() ? "improvement" : prefix + "Improvement";
    String spanKey = prefix.isEmpty() ? "spanImprovement" : prefix + "SpanImprovement";
    json.put(key, run.improvementOver(sequential));
    json.put(spanKey, run.spanImprovementOver(sequential));
  }

  private String baselineLabel() {
    return baseline == Baselines.ALL
        ? SequentialBaseline.RANKS.label()
        : SequentialBaseline.valueOf(baseline.name()).label();
  }

  private String text(Spec spec, Map<String, Outcome> runs) {
    StringBuilder out = new StringBuilder();
    out.append(spec.workflow().name())
        .append(" on ")
        .append(spec.cluster().name())
        .append(", policy ")
        .append(spec.policy().label())
        .append(", overheads ")
        .append(spec.overheads().name())
        .append(", seed ")
        .append(seed)
        .append("\n\n")
        .append(
            MetricsReport.table(
                    List.copyOf(runs.keySet()),
                    runs.values().stream().map(Outcome::metrics).toList())
                .text());
    Outcome sequential = runs.get(ExecutionMode.SEQUENTIAL.label());
    if (sequential != null) {
      out.append('\n');
      runs.forEach(
          (name, outcome) -> {
            if (!name.startsWith(ExecutionMode.SEQUENTIAL.label())) {
              out.append("I of ")
                  .append(name)
                  .append(" over sequential/")
                  .append(baselineLabel())
                  .append(": ")
                  .append(Format.ratio(outcome.metrics().improvementOver(sequential.metrics())))
                  .append(" on TTX, ")
                  .append(Format.ratio(outcome.metrics().spanImprovementOver(sequential.metrics())))
                  .append(" on span\n");
            }
          });
    }
    return out.toString();
  }

  private void write(Json json, Map<String, Outcome> runs, PrintWriter err) throws IOException {
    if (trace != null) {
      for (Map.Entry<String, Outcome> run : runs.entrySet()) {
        Path file = runs.size() == 1 ? trace : withMode(trace, run.getKey());
        TraceFile.write(file, run.getValue().requireTrace());
        err.println("wrote " + file);
      }
    }
    if (output.out != null) {
      OutputFile.write(output.out.resolve("simulation.json"), json.text());
      List<UtilizationFigure.Column> columns = new ArrayList<>();
      for (Map.Entry<String, Outcome> run : runs.entrySet()) {
        TraceFile.write(
            output.out.resolve("trace-" + run.getKey().replace('/', '-') + ".csv"),
            run.getValue().requireTrace());
        columns.add(new UtilizationFigure.Column(run.getKey(), run.getValue().requireTrace()));
      }
      FigureWriter.write(
          UtilizationFigure.of(columns),
          output.out.resolve("utilization"),
          Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG));
      err.println("wrote simulation.json, traces and utilization figures into " + output.out);
    }
  }

  private static Path withMode(Path file, String mode) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String suffix = "-" + mode.replace('/', '-');
    return file.resolveSibling(
        dot < 1 ? name + suffix : name.substring(0, dot) + suffix + name.substring(dot));
  }
}
