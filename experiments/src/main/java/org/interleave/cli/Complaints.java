package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.interleave.simulation.NoProgressException;
import org.interleave.spec.Printable;
import org.interleave.spec.SpecException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Complaints implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (problem instanceof SpecException e) {
      err.println(e.getMessage());
      return ExitCode.USAGE;
    }
    if (problem instanceof UsageException e) {
      err.println("interleave: " + Printable.of(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    if (problem instanceof NoProgressException e) {
      err.println("interleave: " + e.getMessage());
      return ExitCode.FAILED;
    }
    if (problem instanceof UncheckedIOException e && e.getCause() != null) {
      return ofFile(err, e.getCause(), String.valueOf(e.getMessage()));
    }
    if (problem instanceof IOException e) {
      return ofFile(err, e, String.valueOf(e.getMessage()));
    }
    err.println("interleave: this is a fault of interleave, not of your input; please report it:");
    problem.printStackTrace(err);
    return ExitCode.INTERNAL;
  }

  private static int ofFile(PrintWriter err, IOException cause, String message) {
    if (cause instanceof NoSuchFileException && !message.startsWith("can't write")) {
      err.println(
          "interleave: there is no file " + Printable.of(String.valueOf(cause.getMessage())));
      return ExitCode.USAGE;
    }
    err.println("interleave: " + Printable.of(message));
    return ExitCode.IO;
  }

  /** Complains of the command line. */
  static int ofUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    command
        .getErr()
        .println(
            "interleave: "
                + Printable.of(String.valueOf(problem.getMessage()))
                + "; see '"
                + command.getCommandSpec().qualifiedName()
                + " --help'");
    return ExitCode.USAGE;
  }
}
