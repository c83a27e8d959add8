package org.interleave.scheduling;

/**
 * What a failed task means for the run.
 *
 * @param retries how often a failed task is tried again, 0 or more
 * @param onFailure what happens when the retries are used up
 */
public record FailurePolicy(int retries, OnFailure onFailure) {

  /** No retries; the run stops with the first failure. */
  public static final FailurePolicy STRICT = new FailurePolicy(0, OnFailure.STOP);

  public FailurePolicy {
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
