package org.interleave.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interleave.interchange.OutputFile;
import org.interleave.presets.ShippedPresets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave init}. */
@Command(
    name = "init",
    description = "Write a commented specification to start from.",
    footer = {"", "Example: interleave init workflow.yaml && interleave predict workflow.yaml"})
final class InitCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Option(names = "--force", description = "Write over a file that exists.")
  private boolean force;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "workflow.yaml",
      description = "The file to write; ${DEFAULT-VALUE} if left out.")
  private Path file = Path.of("workflow.yaml");

  @Override
  public Integer call() {
    if (Files.exists(file) && !force) {
      throw new UsageException(file + " exists; --force writes over it");
    }
    OutputFile.write(
        file, String.valueOf(new ShippedPresets().text(ShippedPresets.WORKFLOW, "starter")));
    command.commandLine().getErr().println("wrote " + file + "; next: interleave predict " + file);
    return ExitCode.DONE;
  }
}
