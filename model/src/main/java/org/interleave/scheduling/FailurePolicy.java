package org.interleave.scheduling;

/**
 * What a failed task means for the run.
 *
 * @param retries how often a failed task is tried again, 0 or more
 * @param onFailure what happens when the retries are used up
 * @param graceMicros how long a task that is ended early may take over it before it is killed
 */
public record FailurePolicy(int retries, OnFailure onFailure, long graceMicros) {

  /** The usual grace: half a second. */
  public static final long USUAL_GRACE_MICROS = 500_000;

  /** No retries; the run stops with the first failure. */
  public static final FailurePolicy STRICT = new FailurePolicy(0, OnFailure.STOP);

  /** A policy with the usual grace. */
  public FailurePolicy(int retries, OnFailure onFailure) {
    this(retries, onFailure, USUAL_GRACE_MICROS);
  }

  public FailurePolicy {
    if (graceMicros < 0) {
      throw new IllegalArgumentException("grace must be 0 or more");
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, but is " + retries);
    }
  }

  /** What happens when a task has failed for good. */
  public enum OnFailure {
    /** Nothing new starts. */
    STOP,
    /** What does not depend on the failed set goes on. */
    CONTINUE
  }
}
