package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.RadicalTable;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.OverlayFigure;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.ReplayReport;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.spec.SpecReader;
import org.interleave.validation.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave replay}. */
@Command(
    name = "replay",
    description = {
      "Hold the simulation of a recorded run against the record.",
      "The table has a row a task and the columns uid, pipeline, stage, set, hw_threads, gpus, node,",
      "requested_s, t_sched_ok, t_start, t_stop, t_unsched, state, as RADICAL-Pilot's profiles give them."
    },
    footer = {"", "Example: interleave replay cdag2-async.csv --out replayed"})
final class ReplayCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "TRACE.csv", description = "The recorded run.")
  private Path file = Path.of("");

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      completionCandidates = Candidates.Clusters.class,
      defaultValue = "summit-16-as-run",
      description = "A shipped cluster, or a file; ${DEFAULT-VALUE} if left out.")
  private String cluster = "";

  @Option(
      names = "--overheads",
      paramLabel = "OVERHEADS",
      completionCandidates = Candidates.OverheadsOrNone.class,
      defaultValue = "summit-entk",
      description = "Shipped overheads, a file, or none; ${DEFAULT-VALUE} if left out.")
  private String overheads = "";

  @Override
  public Integer call() throws IOException {
    SpecReader reader = new SpecReader(new ShippedPresets());
    RadicalTable table = RadicalTable.read(file);
    Replay replay =
        Replay.of(
            table, reader.cluster(cluster), reader.overheads(overheads), StandardPolicy.RECORDED);
    ReplayReport report = new ReplayReport(table.source(), replay);
    Json json = report.json();
    if (output.out != null) {
      OutputFile.write(output.out.resolve("replay.json"), json.text());
      TraceFile.write(output.out.resolve("trace-recorded.csv"), replay.recorded());
      TraceFile.write(output.out.resolve("trace-simulated.csv"), replay.simulated());
      List<Path> figures =
          FigureWriter.write(
              OverlayFigure.of(replay.recorded(), replay.simulated()),
              output.out.resolve("overlay"),
              Set.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG));
      command
          .commandLine()
          .getErr()
          .println(
              "wrote replay.json, both traces and "
                  + figures.size()
                  + " figures into "
                  + output.out);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? json.text() : report.text());
    out.flush();
    // A record that is not sound, or whose tasks failed, is no witness.
    return replay.violations().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
