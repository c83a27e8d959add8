package org.interleave.scheduling;

/** How a workflow is executed. */
public enum ExecutionMode {
  /** One stage after the other with a barrier between them, iteration after iteration. */
  SEQUENTIAL("sequential"),
  /** Pipelines of stages as the specification gives them: EnTK's way. */
  PST("pst"),
  /** Every set as soon as the sets that it waits for are done and resources are free. */
  ASYNCHRONOUS("asynchronous"),
  /** A structure that was read from a recorded run. */
  RECORDED("recorded");

  private final String label;

  ExecutionMode(String label) {
    this.label = label;
  }

  /** The mode's name in specifications, traces and tables. */
  public String label() {
    return label;
  }
}
