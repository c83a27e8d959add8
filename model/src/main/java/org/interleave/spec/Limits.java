package org.interleave.spec;

/** How much a specification may hold, so that no input can exhaust the machine that reads it. */
final class Limits {

  static final int SPEC_CHARACTERS = 16 * 1024 * 1024;
  static final int SPEC_BYTES = 16 * 1024 * 1024;
  static final int NESTING = 20;
  static final int NAME_CHARACTERS = 128;

  /** Keys and values together; a workflow of the most sets that are allowed has fewer. */
  static final int NODES = 2_500_000;

  /** Items of one list: as many as there may be task sets. */
  static final int ITEMS = 200_000;

  /** Times in one file of measured times. */
  static final int TIMES = 1_000_000;

  private Limits() {}
}
