package org.interleave.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.interleave.calibration.MakespanRun;
import org.interleave.calibration.Recording;
import org.interleave.cluster.Cluster;
import org.interleave.imports.ImportFormat;
import org.interleave.imports.ImportedWorkflow;
import org.interleave.imports.Importer;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.TraceFile;
import org.interleave.page.TraceFiles;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.trace.Trace;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/** Reads runs: traces of Interleave, and other systems' files that tell of starts. */
final class RunReader {

  private final @Nullable Spec spec;
  private final @Nullable WorkflowGraph graph;
  private final @Nullable Cluster cluster;

  /**
   * A reader.
   *
   * @param specification what was run, or null where it has to be read from the traces
   * @param cluster where other systems' runs were made, or null for what they used
   */
  RunReader(@Nullable String specification, @Nullable String cluster) {
    this.spec = specification == null ? null : new SpecSettings().read(specification);
    this.graph = spec == null ? null : WorkflowGraph.of(spec.workflow());
    this.cluster = cluster == null ? null : new SpecReader(new ShippedPresets()).cluster(cluster);
  }

  /** Whether a folder holds traces of Interleave, and not another system's profiles. */
  static boolean isFolderOfTraces(Path path) {
    return Files.isDirectory(path) && !TraceFiles.find(List.of(path)).isEmpty();
  }

  /**
   * A run to calibrate on.
   *
   * @param name of the run, for people
   */
  Recording recording(Path file, String name) {
    try {
      if (Files.isRegularFile(file) && TraceFile.isTrace(file)) {
        Trace trace = TraceFile.read(file);
        return graph == null
            ? Recording.of(name, trace)
            : Recording.of(name, trace, plan(graph, trace, name));
      }
      ImportFormat format = ImportFormat.of(file);
      if (format == ImportFormat.RADICAL && cluster != null) {
        return Recording.of(name, RadicalTable.read(file), cluster);
      }
      return Recording.of(name, imported(file, format));
    } catch (IllegalArgumentException e) {
      throw new UsageException(name + " is no run to calibrate on: " + e.getMessage());
    }
  }

  /**
   * A run of another system that tells its makespan and no starts, or null for one that tells of
   * starts.
   *
   * @param name of the run, for people
   * @param notes where to say what was assumed of it, a line a run
   */
  @Nullable MakespanRun makespan(Path file, String name, Consumer<String> notes) {
    if (!Files.exists(file) || Files.isRegularFile(file) && TraceFile.isTrace(file)) {
      return null;
    }
    ImportFormat format = ImportFormat.of(file);
    if (format != ImportFormat.WFFORMAT) {
      return null; // the others have starts
    }
    ImportedWorkflow imported = Importer.read(file, format, cluster, n -> {});
    if (imported.trace() != null) {
      return null;
    }
    long makespan = imported.figures().makespanMicros();
    if (makespan < 0) {
      throw new UsageException(
          name + " tells neither when its tasks started nor its makespan; leave it out");
    }
    if (makespan == 0) {
      throw new UsageException(name + " has a recorded makespan of 0; leave it out");
    }
    // That there is no trace is why the run is here.
    List<String> assumed =
        imported.notes().stream().filter(n -> !n.equals(ImportedWorkflow.NO_STARTS)).toList();
    if (!assumed.isEmpty()) {
      notes.accept(name + ": " + String.join("; ", assumed));
    }
    return new MakespanRun(name, imported.spec(), makespan);
  }

  /** What was run: as given, or as a run of another system tells of itself. */
  Spec specification(Path file) {
    if (spec != null) {
      return spec;
    }
    if (Files.isRegularFile(file) && TraceFile.isTrace(file)) {
      throw new UsageException("of a trace of Interleave, --durations needs what was run: --spec");
    }
    return Importer.read(file, ImportFormat.of(file), cluster, n -> {}).spec();
  }

  /** A run as a trace. */
  Trace trace(Path file) {
    return Files.isRegularFile(file) && TraceFile.isTrace(file)
        ? TraceFile.read(file)
        : imported(file, ImportFormat.of(file));
  }

  private Trace imported(Path file, ImportFormat format) {
    ImportedWorkflow imported = Importer.read(file, format, cluster, n -> {});
    Trace trace = imported.trace();
    if (trace == null) {
      throw new UsageException(
          file
              + " does not tell when its tasks started, so it shows no run; see 'interleave import'"
              + (format == ImportFormat.WFFORMAT && imported.figures().makespanMicros() > 0
                  ? ", and 'interleave calibrate' for what its makespan tells"
                  : ""));
    }
    return trace;
  }

  private static Plan plan(WorkflowGraph graph, Trace trace, String name) {
    String mode = trace.header().mode();
    List<Plan> plans = new ArrayList<>();
    plans.add(Plan.asynchronous(graph));
    if (!graph.workflow().pipelines().isEmpty()) {
      plans.add(Plan.pst(graph));
    }
    for (SequentialBaseline baseline : SequentialBaseline.values()) {
      try {
        plans.add(Plan.sequential(graph, baseline));
      } catch (RuntimeException e) {
        continue; // not every workflow has stages
      }
    }
    return plans.stream()
        .filter(p -> p.label().equals(mode))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    name + " is of mode '" + mode + "', which the specification does not have"));
  }
}
