package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.interleave.imports.WfFormatExport;
import org.interleave.interchange.PerfettoTrace;
import org.interleave.interchange.TraceFile;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Spec;
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
      "Write traces and workflows in a form that other programs read.",
      "A trace is what simulate, run and replay write: trace-*.csv, or JSON. Several traces, as of",
      "the modes of one workflow, come into one file. With --wfformat it is one SPEC, which is",
      "simulated for it, or one TRACE, or both: then the trace is a run of the specification, which",
      "tells what waits for what."
    },
    footer = {
      "",
      "Example: interleave export --perfetto results/trace-*.csv --out trace.json",
      "and open it on ui.perfetto.dev or in chrome://tracing.",
      "interleave export --wfformat workflow.yaml --out instance.json"
    })
final class ExportCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Form form = new Form();

  @Parameters(
      paramLabel = "TRACE",
      arity = "1..*",
      description = "The traces; with --wfformat SPEC, TRACE, or both.")
  private List<String> files = List.of();

  @Mixin private SeedOption seed;

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
    @SuppressWarnings("unused") // of the two forms it is the one that is not the other
    private boolean perfetto;

    @Option(
        names = "--wfformat",
        description =
            "An instance of WfCommons' WfFormat 1.5: tasks, parents, children, runtimes, starts.")
    private boolean wfformat;
  }

  private void wfformat() throws IOException {
    WfFormatExport export = instance();
    if (out != null) {
      export.write(out);
    } else {
      PrintWriter printed = command.commandLine().getOut();
      export.write(printed);
      printed.flush();
    }
  }

  private WfFormatExport instance() {
    List<String> traces = files.stream().filter(ExportCommand::isTrace).toList();
    List<String> specs = files.stream().filter(f -> !isTrace(f)).toList();
    if (traces.size() > 1 || specs.size() > 1) {
      throw new UsageException("--wfformat takes one SPEC, one TRACE, or one of each");
    }
    Spec spec = specs.isEmpty() ? null : new SpecSettings().read(specs.get(0));
    if (traces.isEmpty()) {
      return WfFormatExport.of(Objects.requireNonNull(spec), seed.seed);
    }
    return WfFormatExport.of(spec, TraceFile.read(Path.of(traces.get(0))), traces.get(0));
  }

  private static boolean isTrace(String reference) {
    Path file = SpecSource.file(reference);
    return file != null && TraceFile.isTrace(file);
  }

  @Override
  public Integer call() throws IOException {
    if (form.wfformat) {
      wfformat();
    } else {
      List<Trace> traces = files.stream().map(Path::of).map(TraceFile::read).toList();
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
