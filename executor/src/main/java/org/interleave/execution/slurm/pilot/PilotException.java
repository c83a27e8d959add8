package org.interleave.execution.slurm.pilot;

/** A run can't be executed on an allocation: why, and the way out, in one line. */
public final class PilotException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PilotException(String message) {
    super(message);
  }
}
