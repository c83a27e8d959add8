package org.interleave.execution.slurm;

/**
 * What a tool answered.
 *
 * @param exit its exit code, from 0 to 255, or {@link #LATE} or {@link #MISSING}
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Answer(int exit, String out, String err) {

  /** In place of an exit code: the tool did not end in time. What it began may be done or not. */
  public static final int LATE = -1;

  /** In place of an exit code: there is no such program, or it can't be started. */
  public static final int MISSING = -2;

  /** A tool that succeeded. */
  public static Answer of(String out) {
    return new Answer(0, out, "");
  }

  /** A tool that failed with exit code 1. */
  public static Answer failed(String err) {
    return new Answer(1, "", err);
  }
}
