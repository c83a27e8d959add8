package org.interleave.execution;

/** The clock of one run. */
@FunctionalInterface
public interface Clock {

  /** Microseconds since the run began; never runs backwards. */
  long micros();
}
