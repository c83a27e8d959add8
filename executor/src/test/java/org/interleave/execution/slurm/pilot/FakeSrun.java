package org.interleave.execution.slurm.pilot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts agents as children of this program, and knows them. */
final class FakeSrun implements AgentLauncher {

  private final Map<String, List<Process>> agents = new HashMap<>();
  private final Map<String, List<String>> broken = new HashMap<>();

  @Override
  public synchronized Process start(String host, Path errors) throws IOException {
    List<String> command = broken.getOrDefault(host, Srun.agent());
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    agents.computeIfAbsent(host, h -> new ArrayList<>()).add(process);
    return process;
  }

  /** From now on something else is started there. */
  synchronized void instead(String host, String... command) {
    broken.put(host, List.of(command));
  }

  /** The agents that were started on a node, the latest last. */
  synchronized List<Process> agents(String host) {
    return List.copyOf(agents.getOrDefault(host, List.of()));
  }

  /** The one that is there now. */
  Process agent(String host) {
    List<Process> all = agents(host);
    return all.get(all.size() - 1);
  }
}
