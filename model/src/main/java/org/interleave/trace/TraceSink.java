package org.interleave.trace;

/** Takes the records of a run as they come, in whatever order the attempts end. */
@FunctionalInterface
public interface TraceSink {

  /** Keeps nothing. */
  TraceSink NONE = r -> {};

  void accept(TaskRecord task);
}
