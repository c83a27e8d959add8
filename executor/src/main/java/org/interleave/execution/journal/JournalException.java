package org.interleave.execution.journal;

import org.interleave.spec.Printable;

/**
 * A journal or a run's folder that can't be used as it is: where, why and the way out, in one line.
 */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(Printable.of(message));
  }
}
