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
  /** The job that was asked for is not known. */
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

  private static final List<String> NOT_REACHED =
      List.of(
          "unable to contact",
          "timed out",
          "connection refused",
          "connection reset",
          "communication",
          "zero bytes were transmitted",
          "insane message length",
          "unexpected message",
          "transport endpoint",
          "broken pipe",
          "no route to host",
          "unreachable",
          "name resolution",
          "name or service not known",
          "standby",
          "temporarily",
          "try again",
          "munge",
          "authentication");

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
    if (answer.exit() == Answer.LATE || answer.exit() >= SIGNALLED || err.isBlank()) {
      return SILENT;
    }
    if (NOT_REACHED.stream().anyMatch(err::contains)) {
      return SILENT;
    }
    return err.contains("invalid job id") || err.contains("already completing or completed")
        ? UNKNOWN_JOB
        : REFUSED;
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
