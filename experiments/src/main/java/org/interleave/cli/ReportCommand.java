package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.interchange.OutputFile;
import org.interleave.page.ReportPage;
import org.interleave.page.ResultFiles;
import org.interleave.page.SpecFiles;
import org.interleave.page.TraceFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave report}. */
@Command(
    name = "report",
    description = {
      "Show runs, simulated, executed or recorded, on an interactive page: one HTML file, no network.",
      "Utilization by task set on one axis of time, Gantt by node, the figures of all runs beside the",
      "closed form, the workflow's graph, what sets waited for, the critical chain, where it all comes",
      "from. A folder stands for all traces in it, and for what 'validate' and 'simulate --replications'",
      "left there."
    },
    footer = {"", "Example: interleave report results --out results/report.html"})
final class ReportCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Parameters(
      paramLabel = "DIR|TRACE",
      arity = "1..*",
      description = "Folders of 'simulate --out', 'run' or 'validate', and single traces.")
  private List<Path> given = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      defaultValue = "interleave-report.html",
      description = "The file to write; ${DEFAULT-VALUE} if left out.")
  private Path out = Path.of("");

  @Option(
      names = "--spec",
      paramLabel = "SPEC",
      description =
          "The specification of the runs, a file or a shipped one, where it does not lie beside them "
              + "as the commands leave it.")
  private @Nullable String reference;

  @Override
  public Integer call() {
    if (Files.isDirectory(out)) {
      throw new UsageException("--out " + out + " is a folder; name a file in it, as report.html");
    }
    List<Path> files = TraceFiles.find(given);
    List<Path> results = ResultFiles.find(given);
    if (files.isEmpty() && results.isEmpty()) {
      throw new UsageException(
          "there is no trace in "
              + String.join(", ", given.stream().map(Path::toString).toList())
              + "; 'simulate --out DIR', 'run' and 'validate' write some");
    }
    SpecFiles specs =
        reference == null
            ? SpecFiles.besideTraces()
            : SpecFiles.of(reference, new SpecSettings().read(reference));
    ReportPage page = ReportPage.read(files, specs, results);
    OutputFile.write(out, page.html());
    PrintWriter err = command.commandLine().getErr();
    err.println("wrote " + out + ": " + files.size() + " runs with " + page.attempts() + " tasks");
    return ExitCode.DONE;
  }
}
