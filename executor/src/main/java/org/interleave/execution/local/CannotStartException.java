package org.interleave.execution.local;

/** A task can't be started; the message says why, in one line. */
final class CannotStartException extends Exception {
  CannotStartException(String message) {
    super(message);
  }
}
