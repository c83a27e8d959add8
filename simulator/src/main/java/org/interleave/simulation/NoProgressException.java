package org.interleave.simulation;

/** A run that would go on for ever, or longer than can be counted. */
public final class NoProgressException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoProgressException(String message) {
    super(message);
  }
}
