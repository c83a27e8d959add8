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
import org.interleave.page.ReplicationFile;
import org.interleave.page.SpecFiles;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.UtilizationFigure;
import org.interleave.report.MetricsReport;
import org.interleave.report.ReplicationReport;
import org.interleave.report.RunsReport;
import org.interleave.scheduling.Plan;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.validation.Soundness;
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
      "Simulate a workflow on its cluster in virtual time.",
      "Sequentially, as its pipelines (PST) where it has some, and asynchronously, all from the same",
      "drawn durations."
    },
    footer = {
      "",
      "Example: interleave simulate cdag2-as-run --cluster summit-16-as-run --overheads summit-entk"
    })
final class SimulateCommand implements Callable<Integer> {

  /** Runs of up to so many tasks are held in memory, to be checked and drawn. */
  private static final int MOST_HELD = 200_000;

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SpecOptions specOptions;
  @Mixin private OutputOptions output;
  @Mixin private SeedOption drawn;
  @Mixin private ModeOptions modes;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write the trace, as JSON if the name ends in .json, else as CSV; with several modes, a file "
              + "each with the mode in its name.")
  private @Nullable Path trace;

  @Option(
      names = "--replications",
      paramLabel = "N",
      description = "Repeat with newly drawn durations, and give means with 95%% intervals.")
  private @Nullable Integer replications;

  @Option(
      names = "--until-half-width",
      paramLabel = "W",
      description =
          "Repeat until the 95%% interval of I is narrower than plus or minus W; --replications is then "
              + "the least number (10 if left out).")
  private @Nullable Double halfWidth;

  @Option(
      names = "--antithetic",
      description = "Draw replications in pairs, the second from 1 - u for each u of the first.")
  private boolean antithetic;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many replications run at once: all cores if left out.")
  private @Nullable Integer threads;

  private final List<String> notes = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Spec spec = specOptions.read();
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    if (replications != null || halfWidth != null) {
      return replicate(spec, graph);
    }
    Workload workload = Workload.draw(graph, drawn.seed, 0);
    Map<String, Outcome> runs = new LinkedHashMap<>();
    PrintWriter err = command.commandLine().getErr();
    boolean sound = true;
    for (Plan plan : modes.plans(graph)) {
      Scenario scenario = spec.scenario(workload, plan);
      Outcome outcome = isHeld(graph) ? held(scenario, spec) : streamed(scenario, spec, err);
      runs.put(modes.nameOf(plan), outcome);
      sound &= checked(plan, outcome);
    }
    RunsReport report =
        new RunsReport(
            spec, MetricsReport.heading(spec, drawn.seed), modes.baselineLabel(), drawn.seed, runs);
    if (report.asynchronousIsSlower()) {
      note(
          "asynchronous execution is slower than sequential here; another --order or --fit may"
              + " change that: see 'interleave explain'");
    }
    Json json = report.json(notes);
    write(spec, json, runs, err);
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? json.text() : report.text());
    out.flush();
    return sound ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean isHeld(WorkflowGraph graph) {
    return graph.taskCount() <= MOST_HELD;
  }

  private static Outcome held(Scenario scenario, Spec spec) {
    Outcome outcome = Simulator.trace(scenario);
    Trace trace = outcome.requireTrace();
    return new Outcome(
        outcome.metrics(),
        outcome.complete(),
        new Trace(trace.header().withProvenance(provenance(spec)), trace.records()));
  }

  private static Map<String, String> provenance(Spec spec) {
    return Map.of(TraceHeader.SPEC_SHA256, spec.sha256());
  }

  /** Of a large run nothing is kept: its trace, if one is asked for, is written as it comes. */
  private Outcome streamed(Scenario scenario, Spec spec, PrintWriter err) {
    Path file = trace == null ? null : traceFile(trace, modes.nameOf(scenario.plan()));
    if (file == null) {
      return Simulator.run(scenario);
    }
    Outcome[] outcome = new Outcome[1];
    TraceFile.stream(
        file,
        Simulator.header(scenario).withProvenance(provenance(spec)),
        sink -> {
          outcome[0] = Simulator.run(scenario, sink);
          return Math.round(outcome[0].metrics().ttxSeconds() * 1e6);
        });
    err.println("wrote " + file);
    return outcome[0];
  }

  private Path traceFile(Path file, String name) {
    return modes.single() ? file : withMode(file, name);
  }

  private Integer replicate(Spec spec, WorkflowGraph graph) {
    if (trace != null) {
      throw new UsageException("--trace is of a single run; leave --replications out");
    }
    Replications.Effort effort = effort();
    Workload workload = Workload.ofMeans(graph);
    List<String> names = new ArrayList<>();
    List<Scenario> scenarios = new ArrayList<>();
    for (Plan plan : modes.plans(graph)) {
      names.add(modes.nameOf(plan));
      scenarios.add(spec.scenario(workload, plan));
    }
    Replications made;
    try (Steps steps = Steps.of("replications", effort.halfWidth() > 0 ? -1 : effort.least())) {
      made = Replications.run(scenarios, drawn.seed, effort, steps::count);
    }
    ReplicationReport report =
        new ReplicationReport(spec, names, modes.baselineLabel(), made, drawn.seed, antithetic);
    if (output.out != null) {
      OutputFile.write(output.out.resolve("replications.json"), report.json().text());
      ReplicationFile.write(output.out, names, made);
      writeSpec(spec, output.out);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? report.json().text() : report.text());
    out.flush();
    return ExitCode.DONE;
  }

  private Replications.Effort effort() {
    int least = replications == null ? 10 : replications;
    double width = halfWidth == null ? 0 : halfWidth;
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (halfWidth != null && !(halfWidth > 0 && halfWidth < 1)) {
      throw new UsageException("--until-half-width must be more than 0 and less than 1");
    }
    if (least < 1 || least > Replications.MOST) {
      throw new UsageException("--replications must be from 1 to " + Replications.MOST);
    }
    if (cores < 1 || cores > 4096) {
      throw new UsageException("--threads must be from 1 to 4096");
    }
    return new Replications.Effort(
        least, width, width > 0 ? Replications.MOST : least, antithetic, cores);
  }

  /** Every trace passes the checker; only pipelines may break dependencies, and are told of. */
  private boolean checked(Plan plan, Outcome outcome) {
    PrintWriter err = command.commandLine().getErr();
    if (outcome.trace() == null) {
      note("a run of more than " + MOST_HELD + " tasks is not held, and not checked");
      return outcome.complete();
    }
    Soundness sound = Soundness.of(plan, outcome);
    sound.allowed().forEach(this::note);
    sound
        .violations()
        .forEach(
            v ->
                err.println(
                    "the trace of " + modes.nameOf(plan) + " is not sound: " + v.message()));
    if (!outcome.complete()) {
      note(
          "the "
              + modes.nameOf(plan)
              + " run did not finish: "
              + outcome.metrics().tasks()
              + " of "
              + plan.graph().taskCount()
              + " tasks were done");
    }
    return sound.violations().isEmpty() && outcome.complete();
  }

  private void note(String note) {
    notes.add(note);
    command.commandLine().getErr().println("note: " + note);
  }

  /** What waits for what, traces do not tell: the specification lies beside them. */
  private void writeSpec(Spec spec, Path folder) {
    if (!SpecFiles.write(folder, spec)) {
      command
          .commandLine()
          .getErr()
          .println("note: " + folder + " holds real runs; their specification is left as it is");
    }
  }

  private void write(Spec spec, Json json, Map<String, Outcome> runs, PrintWriter err)
      throws IOException {
    boolean held = runs.values().stream().allMatch(r -> r.trace() != null);
    if (trace != null && held) {
      for (Map.Entry<String, Outcome> run : runs.entrySet()) {
        Path file = traceFile(trace, run.getKey());
        TraceFile.write(file, run.getValue().requireTrace());
        err.println("wrote " + file);
      }
    }
    if (output.out != null) {
      OutputFile.write(output.out.resolve("simulation.json"), json.text());
      if (!held) {
        err.println("wrote simulation.json into " + output.out);
        return;
      }
      writeSpec(spec, output.out);
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
