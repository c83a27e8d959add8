package org.interleave.scheduling;

/** What happens when the task whose turn it is does not fit the free resources. */
public enum Fit {
  /** Later tasks may start before it; each pass tries each distinct shape once. */
  SKIP("skip"),
  /** Nothing starts before it. */
  STRICT("strict");

  private final String label;

  Fit(String label) {
    this.label = label;
  }

  /** The rule's name in specifications and tables. */
  public String label() {
    return label;
  }
}
