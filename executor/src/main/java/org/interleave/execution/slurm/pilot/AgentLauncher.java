package org.interleave.execution.slurm.pilot;

import java.io.IOException;
import java.nio.file.Path;

/** Starts the agent of a node. */
@FunctionalInterface
public interface AgentLauncher {

  /**
   * Starts an agent. What is written to the process reaches the agent, and the process prints what
   * the agent prints; it ends when the agent ends.
   *
   * @param host the node
   * @param errors takes what else is said, at the end of what it holds
   * @throws IOException if the program can't be started
   */
  Process start(String host, Path errors) throws IOException;
}
