package org.interleave.execution.slurm;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as Slurm describes it.
 *
 * @param cores that Slurm schedules, 1 or more
 * @param threads hardware threads a core that Slurm schedules, 1 or more
 * @param reserved cores that are kept for the system
 * @param memoryMiB what jobs may have; 0 if Slurm does not say
 * @param state Slurm's word, with its flags
 */
record NodeRecord(
    String name, int cores, int threads, int gpus, int reserved, long memoryMiB, String state) {

  private static final Set<String> OUT =
      Set.of(
          "DOWN",
          "DRAIN",
          "DRAINED",
          "DRAINING",
          "ERROR",
          "FAIL",
          "FAILING",
          "FUTURE",
          "INVAL",
          "INVALID_REG",
          "MAINT",
          "NOT_RESPONDING",
          "NO_RESPOND",
          "UNKNOWN");

  private static final Pattern PLUS = Pattern.compile("\\+");

  /** What Slurm appends to states, for power saving and the like. */
  private static final Pattern MARKS = Pattern.compile("[^A-Z_]");

  /** {@code gpu:6}, {@code gpu:a100:4(S:0-1)}, or just {@code gpu} for one. */
  private static final Pattern GPU =
      Pattern.compile("gpu(?::(?![0-9]+(?:[,(]|$))[^:,(]+)?(?::([0-9]{1,9}))?(?:\\([^)]*\\))?");

  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  /** The nodes that {@code scontrol -o show node} lists. */
  static List<NodeRecord> of(String out) {
    List<NodeRecord> nodes = Fields.of(out, "NodeName").stream().map(NodeRecord::of).toList();
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("no nodes");
    }
    return nodes;
  }

  private static NodeRecord of(Fields f) {
    int cpus = f.number("CPUTot", 0);
    int cores = Math.multiplyExact(f.number("Sockets", 1), f.number("CoresPerSocket", 1));
    int threads = f.number("ThreadsPerCore", 1);
    if (cpus < 1 || cores < 1 || threads < 1) {
      throw new IllegalArgumentException("a node without CPUs");
    }
    // Where Slurm is told to count fewer CPUs than there are, the rest is not scheduled.
    if (cpus < (long) cores * threads) {
      threads = Math.max(1, cpus / cores);
      cores = Math.min(cores, cpus);
    }
    int reserved = Math.min(f.number("CoreSpecCount", 0), cores);
    long memory = Math.max(0, f.number("RealMemory", 0) - f.number("MemSpecLimit", 0));
    return new NodeRecord(
        f.need("NodeName"),
        cores,
        threads,
        gpus(f.text("Gres", "")),
        reserved,
        // What Slurm takes for a node's memory if nobody has said.
        memory == 1 ? 0 : memory,
        f.need("State"));
  }

  /** The GPUs in a list of generic resources. */
  static int gpus(String gres) {
    int gpus = 0;
    for (String item : COMMA.split(gres, -1)) {
      Matcher m = GPU.matcher(item.strip());
      if (m.matches()) {
        gpus = Math.addExact(gpus, m.group(1) == null ? 1 : Integer.parseInt(m.group(1)));
      }
    }
    return gpus;
  }

  /** Whether no job can be started on it now, nor soon. */
  boolean out() {
    if (state.endsWith("*")) {
      return true; // not responding
    }
    return PLUS.splitAsStream(state)
        .map(s -> MARKS.matcher(s).replaceAll(""))
        .anyMatch(OUT::contains);
  }
}
