package org.interleave.workflow;

/**
 * That a task set waits for another.
 *
 * @param set the name of the set that is waited for
 * @param previousIteration whether its instance of the previous iteration is meant; the first
 *     iteration then waits for nothing
 * @param match whether all its tasks must be done, or just the one with the same index
 */
public record Dependency(String set, boolean previousIteration, Match match) {

  /** Which tasks of the predecessor a task waits for. */
  public enum Match {
    /** All of them. */
    ALL,
    /** The one with the same index; both sets have equally many tasks. */
    INDEX
  }

  /** A wait for all tasks of {@code set} in the same iteration. */
  public static Dependency on(String set) {
    return new Dependency(set, false, Match.ALL);
  }

  /** A wait for all tasks of {@code set} in the previous iteration. */
  public static Dependency onPrevious(String set) {
    return new Dependency(set, true, Match.ALL);
  }
}
