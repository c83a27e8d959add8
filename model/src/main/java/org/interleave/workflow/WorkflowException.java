package org.interleave.workflow;

/** A workflow that contradicts itself; says where, in the words of the specification's format. */
public final class WorkflowException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String path;

  /**
   * A contradiction at one place.
   *
   * @param path the place, such as {@code sets.Training.after[0]}
   * @param message what is wrong and the way out
   */
  public WorkflowException(String path, String message) {
    super(message);
    this.path = path;
  }

  /** The place in the specification that is to blame, such as {@code sets.Training.after[0]}. */
  public String path() {
    return path;
  }
}
