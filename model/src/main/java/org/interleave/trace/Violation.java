package org.interleave.trace;

/**
 * Something that cannot have happened as a trace tells it.
 *
 * @param kind which rule is broken
 * @param message what breaks it, when, and the numbers
 */
public record Violation(Kind kind, String message) {

  /** The rules that a trace is held to. */
  public enum Kind {
    /** A node held more slots, GPUs or memory than it has, some time from dispatched to freed. */
    CAPACITY,
    /** A process lies on a node that the cluster does not have. */
    NODE,
    /** Not {@code 0 <= ready <= dispatched <= started <= ended <= freed <= TTX}. */
    ORDER,
    /** An attempt started before everything that its set waits for was done. */
    DEPENDENCY,
    /** A task of the workflow was never done. */
    MISSING,
    /** A task was done twice, or one attempt is recorded twice. */
    DUPLICATE,
    /** The workflow has no such set, iteration or index. */
    UNKNOWN,
    /** Slots, GPUs, memory or the number of processes are not what the set asks for. */
    RESOURCES,
    /** Attempts are misnumbered, overlap, or go on after the task was done or canceled. */
    ATTEMPT,
    /** A task was done sooner than it was meant to take. */
    DURATION,
    /** A real execution had slots or GPUs that are not its node's, or not its own at the time. */
    SHARE
  }

  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
