package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interleave.presets.SpecSource;
import org.interleave.spec.Sweep;
import org.interleave.sweep.Merge;
import org.interleave.sweep.SweepFolder;
import org.interleave.sweep.SweepReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code interleave merge}. */
@Command(
    name = "merge",
    description = {
      "Put the shards of a sweep together: the same table as from one machine, and its summary."
    },
    footer = {"", "Example: interleave merge gpus.yaml --out gpus"})
final class MergeCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SweepOptions options;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = options.read();
    SpecSource base = options.base(sweep);
    Path out = SweepOptions.folder(output, sweep);
    int shards = Files.isDirectory(out) ? Merge.shards(out) : 0;
    if (shards == 0) {
      throw new UsageException(
          "there are no shards in " + out + "; make them with 'sweep --shard 1/N' and so on");
    }
    SweepFolder whole = Merge.of(out, sweep, base, shards);
    SweepReport report = options.summed(whole, command.commandLine().getErr());
    PrintWriter printed = command.commandLine().getOut();
    printed.print(output.json ? report.json().text() : report.text());
    printed.flush();
    command.commandLine().getErr().println("merged " + shards + " shards into " + whole.points());
    return ExitCode.DONE;
  }
}
