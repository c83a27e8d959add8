package org.interleave.spec;

/** How much a specification may hold, so that no input can exhaust the machine that reads it. */
final class Limits {

  static final int SPEC_CHARACTERS = 16 * 1024 * 1024;
  static final int NESTING = 20;
  static final int NAME_CHARACTERS = 128;

  private Limits() {}
}
