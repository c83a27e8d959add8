package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.calibration.CalibrationStudy;
import org.interleave.calibration.Observation;
import org.interleave.calibration.OverheadFit;
import org.interleave.calibration.Recording;
import org.interleave.execution.slurm.jobs.Tick;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.OverlayFigure;
import org.interleave.report.ValidationReport;
import org.interleave.runs.Calibration;
import org.interleave.runs.LearnedDurations;
import org.interleave.runs.RealBackends;
import org.interleave.runs.RealRun;
import org.interleave.runs.RunFolder;
import org.interleave.runs.RunSettings;
import org.interleave.runs.Walltime;
import org.interleave.scheduling.ExecutionMode;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.Trace;
import org.interleave.validation.Validation;
import org.interleave.validation.Validation.Pair;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave validate}. */
@Command(
    name = "validate",
    description = {
      "Predict, simulate and really execute a workflow, sequentially and asynchronously, and compare.",
      "All from the same drawn durations. What was interrupted goes on when the same command is given",
      "again with the same --out."
    },
    footer = {
      "",
      "Example: interleave validate cdag2-as-run --virtual --time-scale 0.01 --calibrate --out val-1"
    })
final class ValidateCommand implements Callable<Integer> {

  /** What calibration takes, starts and ends included. */
  private static final double CALIBRATION_SECONDS = 60;

  @picocli.CommandLine.Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SPEC",
      completionCandidates = Candidates.Workflows.class,
      description = "A specification file, or the name of a shipped one ('interleave examples').")
  private String reference = "";

  @Mixin private SpecSettings settings;
  @Mixin private OutputOptions output;
  @Mixin private SeedOption drawn;
  @Mixin private RealOptions real;

  @Option(
      names = "--baseline",
      paramLabel = "BASELINE",
      completionCandidates = Candidates.Baselines.class,
      defaultValue = "ranks",
      description = "What runs at once in sequence: ranks (the default), stages or sets.")
  private SequentialBaseline baseline = SequentialBaseline.RANKS;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often both modes are executed.")
  private int repetitions = 1;

  @Option(
      names = "--calibrate",
      description =
          "First execute another small workflow, and simulate with the overheads that it shows.")
  private boolean calibrate;

  @Option(
      names = "--learn",
      description =
          "Execute one iteration before each repetition, and take those durations for the ones of "
              + "commands, which only reality knows.")
  private boolean learn;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description =
          "Exit with 1 if a simulated TTX or span is further off the mean measured one than this "
              + "share, such as 0.02.")
  private @Nullable Double tolerance;

  @Option(
      names = "--improvement-tolerance",
      paramLabel = "X",
      description = "Exit with 1 if a simulated I is further off the measured one than this.")
  private @Nullable Double improvementTolerance;

  @Option(
      names = "--retry-failed",
      description = "When going on: try tasks again that had failed for good.")
  private boolean retryFailed;

  private final List<String> notes = new ArrayList<>();
  private RealBackends backends = RealBackends.local();

  @Override
  public Integer call() throws IOException {
    Path base = SpecSettings.base(reference);
    Spec spec = real.runnable(settings.read(reference), base);
    check();
    PrintWriter err = command.commandLine().getErr();
    if (learn && !LearnedDurations.areNeeded(spec)) {
      learn = false;
      notes.add("nothing was learned: no task set runs a command, so all durations are known");
    }
    Path out =
        output.out == null ? FolderName.of(spec.workflow().name(), "validation") : output.out;
    if (real.backend.needsJob()) {
      return asJob(spec, out.toAbsolutePath().normalize(), err);
    }
    err.println("folder: " + out.toAbsolutePath().normalize());
    if (spec.cluster().virtual()) {
      notes.add("slots and GPUs are virtual: they are counted, and not this machine's");
    }
    Spec judged = spec;
    if (real.backend.asJobs() && !calibrate && spec.overheads().equals(Overheads.NONE)) {
      judged = spec.withOverheads(Tick.overheads());
      notes.add("simulated with Slurm's tick: what waits for others begins up to 1 s later");
    }
    try (RealBackends opened = real.backend.open(out.toAbsolutePath().normalize(), err)) {
      backends = opened;
      if (calibrate) {
        judged = judged.withOverheads(calibrated(spec, out, base, err));
      }
      return measure(judged, out, base, err);
    } catch (Unfinished e) {
      err.println(
          "not all runs finished; the same command with --out "
              + out
              + (e.failedForGood ? " --retry-failed" : "")
              + " goes on with them");
      return e.exitCode;
    }
  }

  /** All of this in a job: a new one, or the one that this folder was given to before. */
  private Integer asJob(Spec spec, Path out, PrintWriter err) throws IOException {
    SlurmJob.requireSlurm();
    Files.createDirectories(out);
    err.println("folder: " + out);
    SlurmJob job = new SlurmJob(out, command.commandLine().getOut(), err);
    OptionalLong running = job.running();
    if (running.isPresent()) {
      err.println("job " + running.getAsLong() + " has not ended: watching it");
      return job.watch(running.getAsLong());
    }
    List<Plan> plans = plans(WorkflowGraph.of(spec.workflow()));
    int iterations = spec.workflow().iterations();
    double besides = calibrate ? CALIBRATION_SECONDS : 0;
    long walltimeMicros =
        real.backend.walltimeMicros(
            () ->
                Walltime.of(
                    spec,
                    plans,
                    drawn.seed,
                    real.timeScale(),
                    repetitions + (learn ? (repetitions + iterations - 1) / iterations : 0),
                    besides),
            err);
    List<String> arguments = new ArrayList<>(command.commandLine().getParseResult().originalArgs());
    if (output.out == null) {
      arguments.addAll(List.of("--out", out.toString()));
    }
    Path here = Path.of("").toAbsolutePath();
    return job.watch(job.submit(arguments, here, spec.cluster(), walltimeMicros, real.backend));
  }

  private List<Plan> plans(WorkflowGraph graph) {
    return List.of(Plan.sequential(graph, baseline), Plan.asynchronous(graph));
  }

  /** Runs were interrupted, or failed. */
  private static final class Unfinished extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final boolean failedForGood;

    Unfinished(RealRunner runner) {
      super("not all runs finished");
      this.exitCode = runner.signalCode() != 0 ? runner.signalCode() : ExitCode.FAILED;
      this.failedForGood = runner.failedForGood();
    }
  }

  private void check() {
    if (repetitions < 1 || repetitions > 1_000) {
      throw new UsageException("--repeat must be from 1 to 1000");
    }
    for (Double bar : new Double[] {tolerance, improvementTolerance}) {
      if (bar != null && !(bar >= 0 && bar <= 100)) {
        throw new UsageException("a tolerance must be from 0 to 100, as in 0.02 for 2 percent");
      }
    }
  }

  /** The overheads of this system as another workflow shows them. */
  private Overheads calibrated(Spec spec, Path out, Path base, PrintWriter err) throws Unfinished {
    Spec first = Calibration.warmUp(spec);
    List<Plan> once = List.of(Plan.asynchronous(WorkflowGraph.of(first.workflow())));
    executed(first, out.resolve("warm-up"), base, err, 1, 1, once);
    Spec other = Calibration.workflow(spec);
    Map<Plan, Outcome> runs =
        executed(other, out.resolve("calibration"), base, err, 1, 1, Calibration.plans(other));
    List<Observation> observed = new ArrayList<>();
    List<Recording> recorded = new ArrayList<>();
    runs.forEach(
        (plan, o) -> {
          observed.add(new Observation(o.requireTrace(), plan));
          recorded.add(Recording.of(plan.label(), o.requireTrace(), plan));
        });
    OverheadFit fit = OverheadFit.of("calibrated", observed);
    Overheads found =
        fit.overheads()
            .but()
            .calibration(CalibrationStudy.trust("calibrated", recorded, other.policy()))
            .build();
    OutputFile.write(out.resolve("overheads.yaml"), SpecWriter.overheads(found));
    err.print(ValidationReport.overheads(fit.parts()).text());
    err.println("wrote " + out.resolve("overheads.yaml"));
    return found;
  }

  /** Learning goes right before each repetition: what the machine does changes with time. */
  private Integer measure(Spec spec, Path out, Path base, PrintWriter err)
      throws IOException, Unfinished {
    List<Plan> plans = plans(WorkflowGraph.of(spec.workflow()));
    Spec one = LearnedDurations.oneIteration(spec);
    List<Plan> once =
        learn
            ? List.of(Plan.sequential(WorkflowGraph.of(one.workflow()), baseline))
            : List.<Plan>of();
    Spec judged = spec;
    Validation validation;
    RunSettings made;
    List<String> attempted;
    try (RunFolder folder =
            folder(spec, out.resolve("measured"), base, real.timeScale(), repetitions, plans);
        RunFolder learning =
            learn
                ? folder(one, out.resolve("learning"), base, real.timeScale(), repetitions, once)
                : null) {
      made = folder.settings();
      RealRunner before =
          learning == null ? null : runner(spec.workflow().name() + ", learning", learning, err);
      RealRunner runner = runner(spec.workflow().name(), folder, err);
      for (int repetition = 1; repetition <= repetitions; repetition++) {
        if (before != null) {
          execute(before, repetition);
        }
        execute(runner, repetition);
      }
      attempted = runner.notes();
      Workload workload = folder.workload();
      List<Workload> learned = new ArrayList<>();
      if (before != null) {
        List<Trace> observed = traces(before);
        judged = LearnedDurations.of(spec, observed, made.timeScale());
        OutputFile.write(out.resolve("learned.yaml"), SpecWriter.text(judged));
        WorkflowGraph graph = WorkflowGraph.of(judged.workflow());
        workload = workload(judged, graph, made);
        for (Trace each : observed) {
          Spec alone = LearnedDurations.of(spec, List.of(each), made.timeScale());
          learned.add(workload(alone, graph, made));
        }
      }
      validation =
          Validation.of(
              judged,
              workload,
              learned,
              made.timeScale(),
              Plan.sequential(workload.graph(), baseline),
              pairs(runner.outcomes()));
    }
    notes.addAll(attempted);
    if (learn) {
      notes.add(
          "durations of commands were learned from one iteration executed before each repetition");
      notes.addAll(LearnedDurations.changes(judged, made.timeScale(), validation));
    }
    ValidationReport report =
        new ValidationReport(
            judged, made.timeScale(), RealOptions.heading(judged, made), validation, notes);
    return report(report, validation, out, err);
  }

  private RealRunner runner(String title, RunFolder folder, PrintWriter err) {
    return new RealRunner(title, folder, backends, err, retryFailed);
  }

  private static void execute(RealRunner runner, int repetition) throws Unfinished {
    runner.run(repetition);
    if (!runner.isDone(repetition) || runner.signalCode() != 0) {
      throw new Unfinished(runner);
    }
  }

  private static Workload workload(Spec learned, WorkflowGraph graph, RunSettings made) {
    return LearnedDurations.workload(learned, graph, made.seed()).scaled(made.timeScale());
  }

  private static List<Trace> traces(RealRunner runner) {
    return runner.outcomes().values().stream().map(Outcome::requireTrace).toList();
  }

  private static List<Pair<Outcome>> pairs(Map<RealRun, Outcome> runs) {
    Map<Integer, Outcome> sequential = new LinkedHashMap<>();
    List<Pair<Outcome>> pairs = new ArrayList<>();
    runs.forEach(
        (run, outcome) -> {
          Outcome before = sequential.put(run.repetition(), outcome);
          if (before != null) {
            pairs.add(new Pair<>(before, outcome));
          }
        });
    return pairs;
  }

  private Integer report(ValidationReport report, Validation v, Path out, PrintWriter err)
      throws IOException {
    double times = tolerance == null ? Double.POSITIVE_INFINITY : tolerance;
    double improvement =
        improvementTolerance == null ? Double.POSITIVE_INFINITY : improvementTolerance;
    List<String> exceeded = v.exceeded(times, improvement);
    Json json =
        report
            .json()
            .put("timeScale", real.timeScale())
            .put("exceeded", exceeded)
            .put("folder", out.toAbsolutePath().normalize().toString());
    OutputFile.write(out.resolve("validation.json"), json.text());
    OutputFile.write(out.resolve("validation.txt"), report.text());
    Pair<Outcome> first = v.measured().get(0);
    Pair<Outcome> simulated = v.simulatedWithOverheads().get(0);
    figure(out, "sequential", first.sequential(), simulated.sequential());
    figure(out, "asynchronous", first.asynchronous(), simulated.asynchronous());
    PrintWriter printed = command.commandLine().getOut();
    printed.print(output.json ? json.text() : report.text());
    printed.flush();
    err.println("wrote validation.json, simulated traces and overlay figures into " + out);
    exceeded.forEach(e -> err.println("interleave: " + e));
    return exceeded.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void figure(Path out, String mode, Outcome measured, Outcome simulated)
      throws IOException {
    TraceFile.write(out.resolve("simulated-" + mode + ".csv"), simulated.requireTrace());
    FigureWriter.write(
        OverlayFigure.of(mode, measured.requireTrace(), simulated.requireTrace()),
        out.resolve("overlay-" + mode),
        Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG));
  }

  private Map<Plan, Outcome> executed(
      Spec spec,
      Path path,
      Path base,
      PrintWriter err,
      double timeScale,
      int times,
      List<Plan> plans)
      throws Unfinished {
    Map<Plan, Outcome> outcomes = new LinkedHashMap<>();
    try (RunFolder folder = folder(spec, path, base, timeScale, times, plans)) {
      RealRunner runner = runner(spec.workflow().name(), folder, err);
      runner.run();
      runner.outcomes().forEach((run, outcome) -> outcomes.put(run.plan(), outcome));
      if (!runner.allDone()) {
        throw new Unfinished(runner);
      }
    }
    return outcomes;
  }

  /** The folder of these runs: a new one, or the one in which they were begun. */
  private RunFolder folder(
      Spec spec, Path path, Path base, double timeScale, int times, List<Plan> plans) {
    Map<String, String> modes = new LinkedHashMap<>();
    for (Plan plan : plans) {
      boolean sequential = plan.mode() == ExecutionMode.SEQUENTIAL;
      modes.put(sequential ? plan.mode().label() : plan.label(), plan.label());
    }
    RunSettings wanted =
        RealOptions.settings(spec, base, modes, baseline.label(), drawn.seed, timeScale, times);
    return RunFolder.exists(path)
        ? RunFolder.resume(path, wanted)
        : RunFolder.create(path, spec, wanted);
  }
}
