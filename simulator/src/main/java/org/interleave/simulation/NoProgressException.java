package org.interleave.simulation;

/** A run that would go on for ever, because what it does is undone as fast. */
public final class NoProgressException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoProgressException(String message) {
    super(message);
  }
}
