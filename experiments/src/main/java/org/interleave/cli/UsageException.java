package org.interleave.cli;

/** A command that can't be carried out as it was given. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
