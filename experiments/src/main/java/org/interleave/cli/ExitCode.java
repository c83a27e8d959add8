package org.interleave.cli;

/** What the exit code of the command means; a table in the guide says the same. */
final class ExitCode {

  static final int DONE = 0;

  /** A tolerance was exceeded, or a task failed. */
  static final int FAILED = 1;

  /** The input or the command line is wrong. */
  static final int USAGE = 2;

  /** A fault of the program itself. */
  static final int INTERNAL = 70;

  /** A file could not be written or read. */
  static final int IO = 74;

  /**
   * Who reads the results left before their end: what a shell says of a tool that SIGPIPE ended.
   */
  static final int UNREAD = 141;

  private ExitCode() {}
}
