package org.interleave.execution;

import org.interleave.Progress;
import org.interleave.trace.TaskRecord;

/** Is told how a run goes on, on the run's own thread: it must be quick. */
public interface RunListener {

  /** Is told nothing. */
  RunListener NONE = new RunListener() {};

  /** Something that a person should know. */
  default void note(String line) {}

  /** An attempt has ended. */
  default void ended(TaskRecord attempt, String why) {}

  /** How far the run is; several times a second while something changes. */
  default void progress(Progress progress) {}
}
