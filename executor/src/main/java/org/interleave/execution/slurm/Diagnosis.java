package org.interleave.execution.slurm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a tool's answer means before its output is read. */
enum Diagnosis {
  /** It succeeded. */
  FINE,
  /** The controller said no. */
  REFUSED,
  /** The job that was asked for is not known, or no longer or not yet there for it. */
  UNKNOWN_JOB,
  /** Nobody answered, or not to the end: what was asked for may be done or not. */
  SILENT,
  /** There is no Slurm, or it is not set up. */
  ABSENT;

  private static final int SIGNALLED = 128;

  private static final List<String> NOT_SET_UP =
      List.of(
          "cannot stat file",
          "unable to process configuration",
          "could not establish a configuration source");

  /** Long enough not to be part of what a site tells its users when it refuses a job. */
  private static final List<String> NOT_REACHED =
      List.of(
          "unable to contact slurm",
          "socket timed out",
          "connection timed out",
          "operation timed out",
          "connection refused",
          "connection reset by peer",
          "communication connection failure",
          "communication shutdown failure",
          "communication layer",
          "message receive failure",
          "message send failure",
          "zero bytes were transmitted",
          "insane message length",
          "unexpected message received",
          "transport endpoint is not connected",
          "broken pipe",
          "no route to host",
          "network is unreachable",
          "failure in name resolution",
          "name or service not known",
          "controller in standby",
          "slurm temporarily unable",
          "resource temporarily unavailable",
          "munge encode failed",
          "munge decode failed",
          "protocol authentication error");

  private static final List<String> NO_JOB =
      List.of(
          "invalid job id",
          "already completing or completed",
          "job can not be altered now",
          "job is pending execution");

  static Diagnosis of(Answer answer) {
    if (answer.exit() == 0) {
      return FINE;
    }
    if (answer.exit() == Answer.MISSING) {
      return ABSENT;
    }
    String err = answer.err().toLowerCase(Locale.ROOT);
    if (NOT_SET_UP.stream().anyMatch(err::contains)) {
      return ABSENT; // even if late: the tools wait a minute for a file that is not there
    }
    // The tools' own exit codes go beyond 128 too, but then they say why.
    boolean ended = answer.exit() > SIGNALLED && !err.contains("error:");
    if (answer.exit() == Answer.LATE || ended || err.isBlank()) {
      return SILENT;
    }
    if (NOT_REACHED.stream().anyMatch(err::contains)) {
      return SILENT;
    }
    return NO_JOB.stream().anyMatch(err::contains) ? UNKNOWN_JOB : REFUSED;
  }

  /** What the tool complained of, in one line. */
  static String complaint(Answer answer) {
    String said =
        answer
            .err()
            .lines()
            .map(line -> line.strip().replaceFirst("^[a-z]+: ((error|fatal): )?", ""))
            .filter(line -> !line.isEmpty())
            .distinct()
            .limit(3)
            .collect(Collectors.joining("; "));
    return said.isEmpty() ? "exit code " + answer.exit() + " without a word" : said;
  }
}
