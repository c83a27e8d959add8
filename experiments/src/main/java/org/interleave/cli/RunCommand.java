package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.Outcome;
import org.interleave.calibration.Observation;
import org.interleave.calibration.OverheadFit;
import org.interleave.calibration.Part;
import org.interleave.cluster.Cluster;
import org.interleave.execution.local.LocalBackend;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.UtilizationFigure;
import org.interleave.report.RunsReport;
import org.interleave.report.ValidationReport;
import org.interleave.runs.DryRun;
import org.interleave.runs.RealBackends;
import org.interleave.runs.RealRun;
import org.interleave.runs.RunFolder;
import org.interleave.runs.RunSettings;
import org.interleave.runs.Walltime;
import org.interleave.scheduling.Plan;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecWriter;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave run}. */
@Command(
    name = "run",
    description = {
      "Execute a workflow for real, as processes of this machine.",
      "The dispatcher is the simulator's. Everything that happens is recorded in the run's folder before",
      "it is acted upon: what was interrupted goes on by --resume, and no task that is done runs again.",
      "Ctrl-C ends what runs and keeps what is recorded; a second Ctrl-C ends at once."
    },
    footer = {
      "",
      "Example: interleave run cdag2-as-run --virtual --time-scale 0.01 --mode both --out run-1"
    })
final class RunCommand implements Callable<Integer> {

  /** The options that make sense for a run that has begun. */
  private static final Set<String> WITH_RESUME =
      Stream.concat(
              Stream.of("--resume", "--retry-failed", "--json"), BackendOptions.names().stream())
          .collect(Collectors.toUnmodifiableSet());

  @picocli.CommandLine.Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SPEC",
      completionCandidates = Candidates.Workflows.class,
      arity = "0..1",
      description = "A specification file, or the name of a shipped one; left out with --resume.")
  private @Nullable String reference;

  @Mixin private SpecSettings settings;
  @Mixin private OutputOptions output;
  @Mixin private SeedOption drawn;
  @Mixin private ModeOptions modes;
  @Mixin private RealOptions real;

  @Option(names = "--dry-run", description = "Only say what would be run.")
  private boolean dryRun;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the runs in this folder.")
  private @Nullable Path resume;

  @Option(
      names = "--retry-failed",
      description = "With --resume: try tasks again that had failed for good.")
  private boolean retryFailed;

  @Override
  public Integer call() throws IOException {
    if (dryRun && resume == null) {
      return dryRun();
    }
    PrintWriter err = command.commandLine().getErr();
    if (real.backend.needsJob()) {
      return asJob(err);
    }
    try (RunFolder folder = folder();
        RealBackends backends = real.backend.open(folder.path(), err)) {
      err.println("run folder: " + folder.path());
      if (folder.spec().cluster().virtual()) {
        err.println("note: slots and GPUs are virtual: they are counted, and not this machine's");
      }
      RealRunner runner =
          new RealRunner(folder.spec().workflow().name(), folder, backends, err, retryFailed);
      runner.run();
      report(folder, runner, err);
      if (!runner.allDone()) {
        err.println(
            "to go on: interleave run --resume "
                + folder.path()
                + (real.backend.slurm() ? " --backend slurm" : "")
                + (real.backend.asJobs() ? " --slurm-mode jobs" : "")
                + (runner.failedForGood() ? " --retry-failed" : ""));
      }
      return runner.signalCode() != 0
          ? runner.signalCode()
          : runner.allDone() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** The runs in a job: a new one, or the one that they were given to before. */
  private Integer asJob(PrintWriter err) throws IOException {
    SlurmJob.requireSlurm();
    if (resume != null) {
      SlurmJob begun = job(resume.toAbsolutePath().normalize(), err);
      OptionalLong running = begun.running();
      if (running.isPresent()) {
        err.println("job " + running.getAsLong() + " has not ended: watching it");
        return begun.watch(running.getAsLong());
      }
    }
    Path path;
    Cluster cluster;
    long walltimeMicros;
    try (RunFolder folder = folder()) {
      path = folder.path();
      err.println("run folder: " + path);
      if (resume != null && folder.isDone()) {
        err.println("all runs are done already; run-results.json holds what came of them");
        return ExitCode.DONE;
      }
      cluster = folder.spec().cluster();
      RunSettings s = folder.settings();
      List<Plan> plans = folder.runs().stream().map(RealRun::plan).toList();
      walltimeMicros =
          real.backend.walltimeMicros(
              () -> Walltime.of(folder.spec(), plans, s.seed(), s.timeScale(), 1, 0), err);
    }
    List<String> arguments =
        new ArrayList<>(List.of("run", "--resume", path.toString(), "--backend", "slurm"));
    if (retryFailed) {
      arguments.add("--retry-failed");
    }
    if (output.json) {
      arguments.add("--json");
    }
    SlurmJob job = job(path, err);
    return job.watch(job.submit(arguments, path, cluster, walltimeMicros, real.backend));
  }

  private SlurmJob job(Path path, PrintWriter err) {
    return new SlurmJob(path, command.commandLine().getOut(), err);
  }

  private RunFolder folder() {
    if (resume != null) {
      for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
        if (!WITH_RESUME.contains(option.longestName())) {
          throw new UsageException(
              "a run that is resumed goes on as it began; leave " + option.longestName() + " out");
        }
      }
      if (reference != null) {
        throw new UsageException(
            "a run that is resumed goes on with the specification in its folder; leave SPEC out");
      }
      RunFolder folder = RunFolder.open(resume);
      try {
        real.requireRunnable(folder.spec(), folder.settings().base());
      } catch (RuntimeException e) {
        folder.close();
        throw e;
      }
      return folder;
    }
    if (retryFailed) {
      throw new UsageException("--retry-failed is for --resume DIR");
    }
    Spec spec = spec();
    Path folder = output.out == null ? FolderName.of(spec.workflow().name(), "run") : output.out;
    Map<String, String> plans = new LinkedHashMap<>();
    plans(spec).forEach(plan -> plans.put(modes.nameOf(plan), plan.label()));
    return RunFolder.create(
        folder,
        spec,
        RealOptions.settings(
            spec,
            SpecSettings.base(reference()),
            plans,
            modes.baselineLabel(),
            drawn.seed,
            real.timeScale(),
            1));
  }

  private List<Plan> plans(Spec spec) {
    return modes.plans(WorkflowGraph.of(spec.workflow()), ModeOptions.Modes.ASYNCHRONOUS);
  }

  private String reference() {
    if (reference == null) {
      throw new UsageException(
          "say which SPEC to run, or --resume DIR; see 'interleave run --help'");
    }
    return reference;
  }

  private Spec spec() {
    Spec spec = real.runnable(settings.read(reference()), SpecSettings.base(reference()));
    PrintWriter err = command.commandLine().getErr();
    LocalBackend.doubts(spec.workflow()).forEach(doubt -> err.println("note: " + doubt));
    return spec;
  }

  private Integer dryRun() {
    Spec spec = spec();
    DryRun dry = DryRun.of(spec, plans(spec), drawn.seed, real.timeScale());
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? dry.json().text() : dry.text());
    out.flush();
    return ExitCode.DONE;
  }

  private void report(RunFolder folder, RealRunner runner, PrintWriter err) throws IOException {
    Map<String, Outcome> runs = new LinkedHashMap<>();
    runner.outcomes().forEach((run, outcome) -> runs.put(run.name(), outcome));
    Spec spec = folder.spec();
    RunSettings s = folder.settings();
    RunsReport report =
        new RunsReport(spec, RealOptions.heading(spec, s), s.baseline(), s.seed(), runs);
    List<Part> parts = overheads(folder, runner);
    List<String> notes = runner.notes();
    notes.forEach(n -> err.println("note: " + n));
    Json json = real.describe(report.json(notes), spec, s, folder);
    json.put("measuredOverheads", ValidationReport.overheadsJson(parts));
    OutputFile.write(folder.path().resolve("run-results.json"), json.text());
    List<UtilizationFigure.Column> columns = new ArrayList<>();
    runs.forEach((name, o) -> columns.add(new UtilizationFigure.Column(name, o.requireTrace())));
    FigureWriter.write(
        UtilizationFigure.of(columns),
        folder.path().resolve("utilization"),
        Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG));
    PrintWriter out = command.commandLine().getOut();
    String costs = parts.isEmpty() ? "" : "\n" + ValidationReport.overheads(parts).text();
    out.print(output.json ? json.text() : report.text() + costs);
    out.flush();
    err.println(
        "wrote run-results.json, "
            + (parts.isEmpty() ? "" : "overheads.yaml, ")
            + "traces and utilization figures into "
            + folder.path());
  }

  /** What the runs cost beyond their tasks, written so that a simulation can use it. */
  private static List<Part> overheads(RunFolder folder, RealRunner runner) {
    List<Observation> observed = new ArrayList<>();
    runner
        .outcomes()
        .forEach(
            (run, o) -> {
              // What an interruption cost would pass for the cost of every run.
              if (RealRunner.wasted(o) == 0) {
                observed.add(new Observation(o.requireTrace(), run.plan()));
              }
            });
    if (observed.isEmpty()) {
      return List.of();
    }
    OverheadFit fit = OverheadFit.of("measured", observed);
    OutputFile.write(
        folder.path().resolve("overheads.yaml"), SpecWriter.overheads(fit.overheads()));
    return fit.parts();
  }
}
