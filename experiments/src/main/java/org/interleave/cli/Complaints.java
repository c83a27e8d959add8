package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.interleave.execution.journal.JournalException;
import org.interleave.execution.slurm.SlurmException;
import org.interleave.execution.slurm.pilot.PilotException;
import org.interleave.simulation.NoProgressException;
import org.interleave.spec.Printable;
import org.interleave.spec.SpecException;
import org.interleave.workflow.WorkflowException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Complaints implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (problem instanceof SpecException e) {
      err.println(e.getMessage());
      return ExitCode.USAGE;
    }
    if (problem instanceof JournalException e) {
      err.println("interleave: " + Printable.of(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    if (problem instanceof UsageException e) {
      err.println("interleave: " + Printable.of(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    if (problem instanceof PilotException e) {
      err.println("interleave: " + Printable.of(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    if (problem instanceof SlurmException e) {
      err.println("interleave: " + Printable.of(String.valueOf(e.getMessage())));
      return e.kind() == SlurmException.Kind.SILENT ? ExitCode.IO : ExitCode.USAGE;
    }
    if (problem instanceof NoProgressException e) {
      err.println("interleave: " + e.getMessage());
      return ExitCode.FAILED;
    }
    if (problem instanceof WorkflowException e) {
      err.println("interleave: " + Printable.of(e.path() + ": " + e.getMessage()));
      return ExitCode.USAGE;
    }
    if (problem instanceof UncheckedIOException e && e.getCause() != null) {
      boolean ours = isOurs(String.valueOf(e.getMessage()));
      String message = ours ? e.getMessage() : e.getCause().getMessage();
      return ofFile(err, e.getCause(), String.valueOf(message));
    }
    if (problem instanceof IOException e) {
      return ofFile(err, e, String.valueOf(e.getMessage()));
    }
    err.println("interleave: this is a fault of interleave, not of your input; please report it:");
    problem.printStackTrace(err);
    return ExitCode.INTERNAL;
  }

  /** Names the file and the reason already. */
  private static boolean isOurs(String message) {
    return message.startsWith("can't write") || message.startsWith("can't read");
  }

  private static int ofFile(PrintWriter err, IOException cause, String message) {
    if (cause instanceof NoSuchFileException && !isOurs(message)) {
      err.println(
          "interleave: there is no file " + Printable.of(String.valueOf(cause.getMessage())));
      return ExitCode.USAGE;
    }
    boolean denied = cause instanceof AccessDeniedException && !isOurs(message);
    err.println("interleave: " + (denied ? "permission denied: " : "") + Printable.of(message));
    return ExitCode.IO;
  }

  /** Complains of the command line. */
  static int ofUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    List<String> meant =
        problem instanceof UnmatchedArgumentException u ? u.getSuggestions() : List.of();
    command
        .getErr()
        .println(
            "interleave: "
                + Printable.of(String.valueOf(problem.getMessage()))
                + (meant.isEmpty() ? "" : "; did you mean '" + meant.get(0) + "'?")
                + "; see '"
                + command.getCommandSpec().qualifiedName()
                + " --help'");
    return ExitCode.USAGE;
  }
}
