package org.interleave.scheduling;

/**
 * What runs at once in a sequential execution. Eqn 2 of the paper sums "over i" without saying over
 * what: its worked example (7500 s) sums over ranks, its section VI over single sets.
 */
public enum SequentialBaseline {
  /** The sets of one rank run together: the default. */
  RANKS("ranks"),
  /** The sets of one of the stages that the specification lists run together. */
  STAGES("stages"),
  /** One set after the other. */
  SETS("sets");

  private final String label;

  SequentialBaseline(String label) {
    this.label = label;
  }

  /** The baseline's name in specifications and tables. */
  public String label() {
    return label;
  }
}
