package org.interleave.execution.slurm.pilot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a job has been given.
 *
 * @param jobId the job's number
 * @param hosts the names of its nodes, in Slurm's order
 */
public record Allocation(String jobId, List<String> hosts) {

  public Allocation {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("an allocation has one node or more");
    }
  }

  /**
   * The allocation that this program runs in, or null if it runs in none.
   *
   * @param environment of this program
   * @throws PilotException if Slurm can't name its nodes
   */
  public static @Nullable Allocation of(Map<String, String> environment) {
    String job = environment.get("SLURM_JOB_ID");
    String nodes = environment.get("SLURM_JOB_NODELIST");
    return job == null || nodes == null ? null : new Allocation(job, names(nodes));
  }

  private static List<String> names(String nodes) {
    try {
      Process process =
          new ProcessBuilder("scontrol", "show", "hostnames", nodes)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] said = process.getInputStream().readAllBytes();
      List<String> names =
          new String(said, StandardCharsets.UTF_8).lines().filter(n -> !n.isBlank()).toList();
      if (process.waitFor() == 0 && !names.isEmpty()) {
        return names;
      }
    } catch (IOException e) {
      // Said below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new PilotException(
        "scontrol does not name the nodes in SLURM_JOB_NODELIST=" + nodes + "; is it on the PATH?");
  }
}
