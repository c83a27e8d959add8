package org.interleave.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.Version;
import org.interleave.Workload;
import org.interleave.execution.Backend;
import org.interleave.execution.Executor;
import org.interleave.execution.RunListener;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.execution.journal.RunDirectory;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.local.Warden;
import org.interleave.execution.slurm.jobs.JobsRun;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.TraceFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Position;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.WorkflowGraph;

/**
 * A folder of real runs: the specification as it was understood, the settings, and a folder for
 * each run with its journal, outputs and trace. Locked while it is open. What was interrupted goes
 * on where its journal ends.
 */
public final class RunFolder implements AutoCloseable {

  private static final String SPEC = "spec.yaml";
  private static final String SETTINGS = "run.json";

  private final RunDirectory directory;
  private final Spec spec;
  private final RunSettings settings;
  private final Workload workload;

  private RunFolder(RunDirectory directory, Spec spec, RunSettings settings) {
    this.directory = directory;
    this.spec = spec;
    this.settings = settings;
    this.workload =
        Workload.draw(WorkflowGraph.of(spec.workflow()), settings.seed(), 0)
            .scaled(settings.timeScale());
  }

  /**
   * Makes a folder for runs.
   *
   * @throws SpecException if there are runs in it already
   */
  public static RunFolder create(Path folder, Spec spec, RunSettings settings) {
    String text = SpecWriter.text(spec);
    String digest = new SpecReader(new ShippedPresets()).read(SPEC, text, List.of()).sha256();
    Path path = folder.toAbsolutePath().normalize();
    RunDirectory directory = RunDirectory.open(path);
    try {
      if (Files.exists(path.resolve(SETTINGS))) {
        throw new SpecException(
            new Position(folder.toString(), 1, 1),
            "there are runs in this folder already; go on with them by --resume "
                + folder
                + ", or choose another --out");
      }
      RunFolder made = new RunFolder(directory, spec, settings);
      OutputFile.write(path.resolve(SPEC), text);
      OutputFile.write(path.resolve(SETTINGS), settings.text(digest));
      return made;
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Opens the folder of runs that were begun.
   *
   * @throws SpecException if there are none in it
   */
  public static RunFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path.resolve(SETTINGS))) {
      throw new SpecException(
          new Position(folder.toString(), 1, 1),
          "there are no runs in this folder: it has no " + SETTINGS);
    }
    RunDirectory directory = RunDirectory.open(path);
    try {
      Path file = path.resolve(SETTINGS);
      RunSettings settings = RunSettings.of(file, text(file));
      Path specFile = path.resolve(SPEC);
      Spec spec = new SpecReader(new ShippedPresets()).read(specFile);
      if (!spec.sha256().equals(RunSettings.digest(file, text(file)))) {
        throw new SpecException(
            new Position(specFile.toString(), 1, 1),
            "this was changed since the runs began, and what is done might be taken for something"
                + " else; put it back as it was, or start anew in another folder");
      }
      RunFolder opened = new RunFolder(directory, spec, settings);
      opened.settings().modes().values().forEach(label -> opened.plan(label, file));
      return opened;
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException("can't read " + path + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** What is not well-formed is read all the same, and found damaged by its reader. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /**
   * Opens the folder of runs that were begun by the same command.
   *
   * @throws SpecException if it is of other runs
   */
  public static RunFolder resume(Path path, RunSettings wanted) {
    RunFolder folder = open(path);
    if (!folder.settings().sameRuns(wanted)) {
      folder.close();
      throw new SpecException(
          new Position(path.toString(), 1, 1),
          "the runs in this folder are of another specification, seed, time scale, mode or"
              + " number of repetitions; choose another --out");
    }
    return folder;
  }

  /** Whether runs have been begun in a folder. */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(SETTINGS));
  }

  /** Where it is. */
  public Path path() {
    return directory.path();
  }

  /** What its runs execute. */
  public Spec spec() {
    return spec;
  }

  /** How its runs were asked for. */
  public RunSettings settings() {
    return settings;
  }

  /** The workload that all runs share, scaled. */
  public Workload workload() {
    return workload;
  }

  /** All runs, in the order in which they are executed. */
  public List<RealRun> runs() {
    List<RealRun> runs = new ArrayList<>();
    for (int r = 1; r <= settings.repetitions(); r++) {
      for (Map.Entry<String, String> mode : settings.modes().entrySet()) {
        String name = settings.repetitions() == 1 ? mode.getKey() : mode.getKey() + " #" + r;
        Path folder = path().resolve(name.replace('/', '-').replace(" #", "-"));
        runs.add(
            new RealRun(
                name, mode.getKey(), r, plan(mode.getValue(), path().resolve(SETTINGS)), folder));
      }
    }
    return runs;
  }

  /** Whether every run has been executed to its end, and its trace written. */
  public boolean isDone() {
    return runs().stream().allMatch(run -> Files.exists(run.trace()) && isDone(run));
  }

  private static boolean isDone(RealRun run) {
    return Journal.hasBegun(run.journal())
        && Journal.read(run.journal()).stream()
            .anyMatch(f -> f instanceof Fact.Finished end && end.complete());
  }

  private Plan plan(String label, Path file) {
    WorkflowGraph graph = workload.graph();
    for (SequentialBaseline baseline : SequentialBaseline.values()) {
      Plan plan = Plan.sequential(graph, baseline);
      if (plan.label().equals(label)) {
        return plan;
      }
    }
    Plan asynchronous = Plan.asynchronous(graph);
    if (asynchronous.label().equals(label)) {
      return asynchronous;
    }
    Plan pst = spec.workflow().pipelines().isEmpty() ? null : Plan.pst(graph);
    if (pst == null || !pst.label().equals(label)) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "the settings of this run are damaged: the workflow has no plan '"
              + label
              + "'; start it anew in another folder");
    }
    return pst;
  }

  /** What is run: the scenario of one of the runs. */
  public Scenario scenario(RealRun run) {
    return spec.scenario(workload, run.plan());
  }

  /**
   * Executes a run, or the rest of it, and writes its trace. A run that is done already is only
   * looked up.
   *
   * @param backends where it takes place
   * @param retryFailed whether tasks that had failed for good are tried again
   * @param started is given what asks the run to stop
   */
  public Outcome execute(
      RealRun run,
      RealBackends backends,
      boolean retryFailed,
      RunListener listener,
      Consumer<Runnable> started) {
    Scenario scenario = scenario(run);
    LocalBackend.Setting setting =
        new LocalBackend.Setting(
            settings.id(),
            run.folder(),
            settings.base(),
            spec.workflow(),
            spec.cluster(),
            spec.failures().graceMicros());
    String now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Outcome outcome;
    if (backends.asJobs()) {
      JobsRun jobs = backends.jobs(scenario, setting, listener);
      started.accept(jobs::stop);
      try (Journal journal = journal(run, now)) {
        noteProgress(journal, listener);
        outcome =
            jobs.run(
                journal,
                retryFailed,
                now,
                provenance(JobsRun.LABEL, Map.of(), begun(journal, now)));
      }
    } else {
      refuseJobs(run);
      Backend backend = backends.of(setting);
      clearLeftovers();
      Executor executor = new Executor(scenario, backend, listener);
      started.accept(executor::stop);
      try (Journal journal = journal(run, now)) {
        noteProgress(journal, listener);
        outcome =
            executor.run(
                journal,
                retryFailed,
                now,
                provenance(backend.label(), backend.provenance(), begun(journal, now)));
      }
    }
    TraceFile.write(run.trace(), outcome.requireTrace());
    return outcome;
  }

  /** Jobs may be under way that only who submitted them knows of. */
  private static void refuseJobs(RealRun run) {
    if (JobsRun.begun(run.folder())) {
      throw new SpecException(
          new Position(run.folder().toString(), 1, 1),
          "this run was begun as job arrays; go on with --backend slurm --slurm-mode jobs");
    }
  }

  private void noteProgress(Journal journal, RunListener listener) {
    if (journal.cutBytes() > 0) {
      listener.note(
          "note: the last "
              + journal.cutBytes()
              + " bytes of the journal were not written to their end, and are left out");
    }
    long done =
        journal.recovered().stream()
            .filter(f -> f instanceof Fact.Ended e && e.end() == TaskEnd.DONE)
            .count();
    if (done > 0) {
      int tasks = workload.graph().taskCount();
      listener.note(
          done == tasks
              ? "all " + tasks + " tasks are done already"
              : "going on: " + done + " of " + tasks + " tasks are done already");
    }
  }

  /** Ends what an executor that was killed may have left behind. */
  private void clearLeftovers() {
    try {
      Warden.clear(settings.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Journal journal(RealRun run, String now) {
    if (Journal.hasBegun(run.journal())) {
      return Journal.open(run.journal());
    }
    try {
      Files.createDirectories(run.folder());
      Files.deleteIfExists(run.journal());
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + run.journal() + ": " + e.getMessage(), e);
    }
    return Journal.create(
        run.journal(),
        new Fact.Begun(
            settings.id(),
            settings.version(),
            settings.specSha256(),
            run.plan().label(),
            workload.graph().taskCount(),
            now));
  }

  /** The date and time to which the zero of the trace belongs. */
  private static String begun(Journal journal, String now) {
    return journal.recovered().stream()
        .filter(f -> f instanceof Fact.Begun)
        .map(f -> ((Fact.Begun) f).wallClock())
        .findFirst()
        .orElse(now);
  }

  private Map<String, String> provenance(String label, Map<String, String> more, String begun) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("backend", label);
    provenance.putAll(more);
    provenance.put("run", settings.id());
    provenance.put(TraceHeader.SPEC_SHA256, settings.specSha256());
    provenance.put(TraceHeader.TIME_SCALE, Double.toString(settings.timeScale()));
    provenance.put("version", Version.current().toString());
    provenance.put("wall-clock", begun);
    return provenance;
  }

  @Override
  public void close() {
    directory.close();
  }
}
