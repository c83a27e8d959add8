package org.interleave.scheduling;

/** How one attempt at a task ended. */
public enum TaskEnd {
  /** As it should. */
  DONE,
  /** By its own fault; tried again while the limit of retries allows. */
  FAILED,
  /** With its node; tried again without counting as a retry. */
  LOST,
  /** Because the run was ended; not tried again. */
  CANCELED
}
