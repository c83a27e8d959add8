package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.interchange.PerfettoTrace;
import org.interleave.interchange.TraceFile;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave export}. */
@Command(
    name = "export",
    description = {
      "Write traces in a form that other programs read.",
      "A trace is what simulate, run and replay write: trace-*.csv, or JSON. Several traces, as of",
      "the modes of one workflow, come into one file."
    },
    footer = {
      "",
      "Example: interleave export --perfetto results/trace-*.csv --out trace.json",
      "and open it on ui.perfetto.dev or in chrome://tracing."
    })
final class ExportCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Form form = new Form();

  @Parameters(paramLabel = "TRACE", arity = "1..*", description = "The traces.")
  private List<Path> files = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; standard output if left out.")
  private @Nullable Path out;

  /** The forms, of which one is to be chosen. */
  private static final class Form {
    @Option(
        names = "--perfetto",
        description =
            "Trace events in JSON: a process a node, an event an attempt, slots and GPUs in use.")
    private boolean perfetto;
  }

  @Override
  public Integer call() throws IOException {
    List<Trace> traces = files.stream().map(TraceFile::read).toList();
    if (form.perfetto) {
      if (out != null) {
        PerfettoTrace.write(out, traces);
      } else {
        PrintWriter printed = command.commandLine().getOut();
        PerfettoTrace.write(printed, traces);
        printed.flush();
      }
    }
    if (out != null) {
      command.commandLine().getErr().println("wrote " + out);
    }
    return ExitCode.DONE;
  }
}
