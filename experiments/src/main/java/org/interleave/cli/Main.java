package org.interleave.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    versionProvider = Main.Versions.class,
    subcommands = {
      PredictCommand.class,
      SimulateCommand.class,
      RunCommand.class,
      ValidateCommand.class,
      SweepCommand.class,
      MergeCommand.class,
      PaperCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      CalibrateCommand.class,
      CompareCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      PlotCommand.class,
      ReportCommand.class,
      InitCommand.class,
      CheckCommand.class,
      ExamplesCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Example: interleave predict ddmd-as-run",
      "",
      "Exit codes: 0 done, 1 a tolerance or a task failed, 2 bad input or usage,",
      "70 a fault of interleave, 74 input/output, 130/143 ended by a signal,",
      "141 the pipe of its output was closed."
    })
public final class Main implements Runnable {

  /** The width of help texts, whatever the terminal's: help is quoted and compared. */
  private static final int COLUMNS = 100;

  private static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";
  private static final int FIRST_TO_WARN = 25;

  @Spec private CommandSpec spec;

  Main() {}

  /** Runs the command that the arguments name, and exits with its code. */
  public static void main(String[] arguments) {
    startProcessesQuickly();
    // Not System.out, which swallows errors: results that are lost must not look like success.
    StandardOutput standard = new StandardOutput();
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(standard, StandardCharsets.UTF_8)));
    int code = commandLine().setOut(out).execute(arguments);
    if (out.checkError()) {
      code = code == ExitCode.DONE ? lost(standard) : code;
    }
    noteExit(code);
    System.exit(code);
  }

  /** Who closes the pipe has read enough: of that there is nothing to say. */
  private static int lost(StandardOutput standard) {
    if (standard.readerHasGone()) {
      return ExitCode.UNREAD;
    }
    System.err.println(
        "interleave: standard output can't be written: results are lost: " + standard.failure());
    return ExitCode.IO;
  }

  /**
   * The usual way of Java's executes a small program first, which then executes the task's; without
   * it a start costs two thirds. Newer Javas warn of this, and are left as they are.
   */
  private static void startProcessesQuickly() {
    if (Runtime.version().feature() < FIRST_TO_WARN) {
      System.setProperty(LAUNCH_MECHANISM, System.getProperty(LAUNCH_MECHANISM, "VFORK"));
    }
  }

  /** For who watches this program as a job, and may never be told by Slurm. */
  private static void noteExit(int code) {
    String file = System.getProperty(SlurmJob.EXIT_FILE);
    if (file != null) {
      try {
        Files.writeString(Path.of(file), code + "\n");
      } catch (IOException e) {
        // Then the job's state has to do.
      }
    }
  }

  /** The command line, for tests to call without a process. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setUsageHelpWidth(COLUMNS);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new Complaints());
    commandLine.setParameterExceptionHandler(Complaints::ofUsage);
    return commandLine;
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
