package org.interleave.execution.slurm;

import java.time.Duration;
import java.util.List;

/** Slurm's command-line tools: real ones, or stand-ins in tests. */
@FunctionalInterface
public interface Tools {

  /**
   * Runs a tool to its end.
   *
   * @param argv the tool's name and its arguments, passed on without a shell
   * @param patience how long it may take; then it is ended
   * @return what it answered; never an exception for what the tool does
   */
  Answer call(List<String> argv, Duration patience);
}
