package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.paper.Paper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code interleave paper}. */
@Command(
    name = "paper",
    description = {
      "Compute the paper's Table III and draw its Figures 3 to 5.",
      "Printed, corrected, simulated and measured side by side. Writes Markdown, CSV, JSON, PNG and SVG",
      "into the folder interleave-paper, or the one that --out names."
    },
    footer = {"", "Example: interleave paper --out results"})
final class PaperCommand implements Callable<Integer> {

  private static final Path USUAL = Path.of("interleave-paper");

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private OutputOptions output;
  @Mixin private SeedOption drawn;

  @Override
  public Integer call() throws IOException {
    Path folder = output.out == null ? USUAL : output.out;
    Paper paper;
    List<Path> written;
    try (Steps steps = Steps.of("paper", Paper.steps())) {
      paper = Paper.run(drawn.seed, steps::step);
      written = paper.write(folder, steps::step);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? paper.json() : paper.text());
    out.flush();
    command
        .commandLine()
        .getErr()
        .println("wrote " + written.size() + " files into " + folder + ": tables and figures");
    return ExitCode.DONE;
  }
}
