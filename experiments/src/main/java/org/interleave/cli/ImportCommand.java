package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.cluster.Cluster;
import org.interleave.imports.ImportFormat;
import org.interleave.imports.ImportedWorkflow;
import org.interleave.imports.Importer;
import org.interleave.imports.TaskTable;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.TraceFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.ImportReport;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.Trace;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave import}. */
@Command(
    name = "import",
    description = {
      "Make a specification of another system's workflow, and a trace where its times are recorded.",
      "Reads WfCommons' WfFormat (1.0 to 1.6), runs of RADICAL-Pilot as a table or a folder of",
      "profiles, Nextflow's trace.txt, 'sacct --parsable2' of Slurm, and the Standard Workload Format.",
      "Writes workflow.yaml, tasks.csv (which task became which), trace-recorded.csv and import.json.",
      "Equal tasks become sets, so far as that keeps the edges between single tasks exactly."
    },
    footer = {
      "",
      "Example: interleave import montage.json --out montage",
      "and then: interleave simulate montage/workflow.yaml"
    })
final class ImportCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "The file, or the folder of profiles.")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description =
          "wfformat, radical, profiles, nextflow, slurm or swf; told from the content if left out.")
  private @Nullable String from;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Where it ran: a shipped cluster, or a file; as the file tells if left out.")
  private @Nullable String cluster;

  @Override
  public Integer call() {
    if (!Files.exists(file)) {
      throw new UsageException("there is no file '" + file + "'");
    }
    ImportFormat format = format();
    Cluster where = cluster == null ? null : new SpecReader(new ShippedPresets()).cluster(cluster);
    ImportedWorkflow imported;
    try (Steps steps = Steps.of("tasks", -1)) {
      imported = Importer.read(file, format, where, steps::count);
    }
    ImportReport report = new ImportReport(file.toString(), imported);
    if (output.out != null) {
      write(output.out, imported, report);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? report.json().text() : report.text());
    out.flush();
    return ExitCode.DONE;
  }

  private ImportFormat format() {
    String label = from;
    if (label == null) {
      return ImportFormat.of(file);
    }
    return Arrays.stream(ImportFormat.values())
        .filter(f -> f.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--from '"
                        + label
                        + "' is not known; it is one of "
                        + String.join(", ", ImportFormat.labels())
                        + Suggestion.of(label, ImportFormat.labels())));
  }

  private void write(Path folder, ImportedWorkflow imported, ImportReport report) {
    String text;
    try {
      text = SpecWriter.text(imported.spec(), report.comments());
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "this workflow can't be written as a specification: " + e.getMessage());
    }
    List<String> written = new ArrayList<>(List.of("workflow.yaml", "tasks.csv", "import.json"));
    OutputFile.write(folder.resolve("workflow.yaml"), text);
    TaskTable.write(folder.resolve("tasks.csv"), imported.tasks());
    OutputFile.write(folder.resolve("import.json"), report.json().text());
    Trace trace = imported.trace();
    if (trace != null) {
      TraceFile.write(folder.resolve("trace-recorded.csv"), trace);
      written.add("trace-recorded.csv");
    }
    command
        .commandLine()
        .getErr()
        .println(
            "wrote "
                + String.join(", ", written)
                + " into "
                + folder
                + "; next: interleave simulate "
                + folder.resolve("workflow.yaml"));
  }
}
