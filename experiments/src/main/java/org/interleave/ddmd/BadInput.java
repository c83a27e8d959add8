package org.interleave.ddmd;

/** An input that is missing or damaged, or an option that is wrong: one line says what. */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }
}
