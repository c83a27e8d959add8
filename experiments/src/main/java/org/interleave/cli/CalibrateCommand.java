package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.interleave.calibration.CalibrationStudy;
import org.interleave.calibration.DurationFit;
import org.interleave.calibration.Lump;
import org.interleave.calibration.MakespanRun;
import org.interleave.calibration.MakespanStudy;
import org.interleave.calibration.Recording;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.page.TellingPath;
import org.interleave.page.TraceFiles;
import org.interleave.report.CalibrationReport;
import org.interleave.report.CalibrationResult;
import org.interleave.report.DurationsReport;
import org.interleave.report.MakespanReport;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.Suggestion;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Find the overheads and the policy of a system from recorded runs on it.",
      "Runs are traces of Interleave, folders of them, and what 'import' reads where it tells of starts.",
      "Of runs that tell their makespans and no starts, finds one constant.",
      "Says how well each run is foretold from the others; what the runs don't show is left at none."
    },
    footer = {
      "",
      "Example: interleave calibrate cdag2-seq.csv ddmd-seq.csv --cluster summit-16-as-run --out my.yaml"
    })
final class CalibrateCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Parameters(paramLabel = "TRACE", arity = "1..*", description = "Recorded runs of one system.")
  private List<Path> given = List.of();

  @Option(
      names = "--spec",
      paramLabel = "SPEC",
      description = "What was run, for traces of Interleave: tells what waited for what.")
  private @Nullable String specification;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description =
          "Where other systems' runs were made: a shipped cluster, or a file; what the runs used of it"
              + " if left out.")
  private @Nullable String cluster;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "calibrated",
      description = "Of the overheads; ${DEFAULT-VALUE} if left out.")
  private String name = "calibrated";

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE",
      description =
          "Write the overheads: into a file that ends in .yaml, or into a folder with the results.")
  private @Nullable Path out;

  @Option(
      names = "--durations",
      paramLabel = "FILE",
      description =
          "Also fit the times of each task set, and write them into this specification: what is given"
              + " with --spec, or else what the first run tells of itself.")
  private @Nullable Path durations;

  @Option(
      names = "--constant",
      paramLabel = "PART",
      completionCandidates = Candidates.Lumps.class,
      description =
          "Of runs that tell no starts: what the constant stands for, bootstrap (the default), set-gap"
              + " or launch.")
  private @Nullable String constant;

  private final Map<String, DurationFit> fitted = new LinkedHashMap<>();

  @Override
  public Integer call() {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new UsageException("--name '" + name + "' must be letters, digits, '.', '_' and '-'");
    }
    List<Path> files = files();
    RunReader reader = new RunReader(specification, cluster);
    CalibrationResult result = onMakespans(reader, files);
    if (result == null) {
      result = onStarts(reader, files);
    }
    write(result);
    PrintWriter printed = command.commandLine().getOut();
    if (json) {
      Json all = result.json();
      printed.print((fitted.isEmpty() ? all : DurationsReport.put(all, fitted)).text());
    } else {
      printed.print(result.text());
      printed.print(fitted.isEmpty() ? "" : "\n" + DurationsReport.text(fitted));
    }
    printed.flush();
    return ExitCode.DONE;
  }

  private CalibrationResult onStarts(RunReader reader, List<Path> files) {
    List<Recording> runs = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    for (Path file : files) {
      Recording run = reader.recording(file, TellingPath.among(file, files));
      runs.add(run);
      run.notes().forEach(n -> notes.add(run.name() + ": " + n));
    }
    CalibrationStudy study;
    try {
      study = CalibrationStudy.of(name, runs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("these runs can't be calibrated on: " + e.getMessage());
    }
    if (durations != null) {
      writeDurations(durations, reader, files, study);
    }
    return new CalibrationReport(
        runs.stream().map(Recording::name).toList(), study, List.copyOf(notes));
  }

  /** Of runs that tell nothing but their makespans; null where all of them tell of starts. */
  private @Nullable CalibrationResult onMakespans(RunReader reader, List<Path> files) {
    List<MakespanRun> runs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Path other = null;
    for (Path file : files) {
      MakespanRun run = reader.makespan(file, TellingPath.among(file, files), notes::add);
      if (run == null) {
        other = file;
      } else {
        runs.add(run);
      }
    }
    if (runs.isEmpty()) {
      if (constant != null) {
        throw new UsageException("--constant is for runs that tell no starts; these do");
      }
      return null;
    }
    if (other != null) {
      throw new UsageException(
          runs.get(0).name()
              + " tells no starts, but "
              + TellingPath.among(other, files)
              + " does; calibrate on each kind of run by itself");
    }
    if (specification != null) {
      throw new UsageException(
          "--spec is for traces; " + runs.get(0).name() + " tells what was run");
    }
    if (durations != null) {
      throw new UsageException(
          "--durations needs runs that tell of starts; 'import' takes the times of these over");
    }
    try {
      return new MakespanReport(name, MakespanStudy.of(constant(), runs), notes);
    } catch (IllegalArgumentException e) {
      throw new UsageException("these runs can't be calibrated on: " + e.getMessage());
    }
  }

  private Lump constant() {
    String label = constant;
    if (label == null) {
      return Lump.BOOTSTRAP;
    }
    return Arrays.stream(Lump.values())
        .filter(l -> l.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--constant '"
                        + label
                        + "' is not known; it is one of "
                        + String.join(", ", Lump.labels())
                        + Suggestion.of(label, Lump.labels())));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : given) {
      List<Path> found =
          RunReader.isFolderOfTraces(path) ? TraceFiles.find(List.of(path)) : List.of(path);
      files.addAll(found);
    }
    List<Path> distinct = files.stream().map(Path::normalize).distinct().toList();
    if (distinct.size() < files.size()) {
      throw new UsageException("a run is given twice: it would be foretold from itself");
    }
    return distinct;
  }

  /** Times as requested, so that what is lost beside them is not counted twice. */
  private void writeDurations(
      Path file, RunReader reader, List<Path> files, CalibrationStudy study) {
    Spec spec = reader.specification(files.get(0));
    Map<String, List<Double>> times = new LinkedHashMap<>();
    spec.workflow().sets().forEach(s -> times.put(s.name(), new ArrayList<>()));
    for (Path run : files) {
      for (TaskRecord r : reader.trace(run).records()) {
        List<Double> ofSet = times.get(r.set());
        long micros =
            r.requestedMicros() > 0 ? r.requestedMicros() : r.endedMicros() - r.startedMicros();
        if (ofSet != null && r.end() == TaskEnd.DONE && micros > 0) {
          ofSet.add(micros / 1e6);
        }
      }
    }
    times.forEach(
        (set, seconds) -> {
          if (!seconds.isEmpty()) {
            fitted.put(set, DurationFit.of(seconds, set.hashCode()));
          }
        });
    Workflow workflow =
        spec.workflow()
            .mapSets(
                s -> {
                  DurationFit fit = fitted.get(s.name());
                  return fit == null ? s : s.withTime(fit.time());
                });
    Spec written =
        new Spec(
            spec.source(),
            spec.sha256(),
            workflow,
            spec.cluster(),
            study.overheads(),
            study.policy().best(),
            spec.failures(),
            spec.faults(),
            spec.masked());
    StringBuilder text = new StringBuilder();
    DurationsReport.text(fitted).lines().forEach(l -> text.append("# ").append(l).append('\n'));
    OutputFile.write(file, text.append(SpecWriter.text(written)).toString());
    command.commandLine().getErr().println("wrote " + file);
  }

  private void write(CalibrationResult report) {
    if (out == null) {
      return;
    }
    PrintWriter err = command.commandLine().getErr();
    String last = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    boolean file = last.endsWith(".yaml") || last.endsWith(".yml");
    if (file && !Files.isDirectory(out)) {
      OutputFile.write(out, report.overheadsFile());
      err.println("wrote " + out);
      return;
    }
    OutputFile.write(out.resolve("overheads.yaml"), report.overheadsFile());
    OutputFile.write(out.resolve("calibration.json"), report.json().text());
    OutputFile.write(out.resolve("calibration.txt"), report.text());
    err.println("wrote overheads.yaml, calibration.json and calibration.txt into " + out);
  }
}
