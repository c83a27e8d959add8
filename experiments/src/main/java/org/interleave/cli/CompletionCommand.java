package org.interleave.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code interleave completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands, options, their values and shipped names in bash and zsh.",
      "A shell that reads it, as from ~/.bashrc, completes 'interleave' and './interleave'."
    },
    footer = {"", "Example: interleave completion > interleave.bash && . ./interleave.bash"})
final class CompletionCommand implements Callable<Integer> {

  /** With it no files are offered, where only the names of shipped specifications are known. */
  private static final String NO_FILES = "compopt +o default";

  private static final String ALSO_FILES = "compopt -o default";

  @picocli.CommandLine.Spec private CommandSpec command;

  @Mixin
  @SuppressWarnings("unused") // picocli looks at it
  private HelpOption help;

  @Override
  public Integer call() {
    CommandSpec all = command.root();
    PrintWriter out = command.commandLine().getOut();
    out.print(
        AutoComplete.bash(all.name(), all.commandLine())
            .replace("\r\n", "\n")
            .replace(NO_FILES, ALSO_FILES));
    out.flush();
    return ExitCode.DONE;
  }
}
