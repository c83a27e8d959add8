package org.interleave.trace;

/** Takes the records of a run as they come, in whatever order the attempts end. */
@FunctionalInterface
public interface TraceSink {

  /** Keeps nothing. */
  TraceSink NONE = r -> {};

  /** Takes the record of an attempt that has ended. */
  void accept(TaskRecord task);
}
