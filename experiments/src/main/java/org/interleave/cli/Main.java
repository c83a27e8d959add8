package org.interleave.cli;

import java.io.PrintWriter;
import org.interleave.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code interleave} command. Results go to standard output, messages to standard error. */
@Command(
    name = "interleave",
    description = "Should this workflow run asynchronously, how much will it gain, and did it?",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }

  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"interleave " + Version.current()};
    }
  }
}
