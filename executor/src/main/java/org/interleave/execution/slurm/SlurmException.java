package org.interleave.execution.slurm;

/** What was asked of Slurm can't be had; the message is one line that says why. */
public final class SlurmException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** Why it can't be had. */
  public enum Kind {
    /** There is no Slurm here, or it is not set up. */
    ABSENT,
    /** Slurm said no: asking again would not help. */
    REFUSED,
    /** No usable answer for as long as was agreed: a failure of input and output. */
    SILENT
  }

  SlurmException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why it can't be had. */
  public Kind kind() {
    return kind;
  }
}
