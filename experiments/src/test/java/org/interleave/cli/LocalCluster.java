package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Slurm of this machine's own, with nodes that are only daemons. */
final class LocalCluster {

  private static final Path SCRIPT =
      Path.of("../executor/src/test/slurm/cluster").toAbsolutePath().normalize();

  private final Path base;
  private final int nodes;

  private LocalCluster(Path base, int nodes) {
    this.base = base;
    this.nodes = nodes;
  }

  /** Starts one, or skips the test where Slurm is not installed. */
  static LocalCluster start(int nodes) throws Exception {
    for (String program : List.of("slurmctld", "slurmd", "munged")) {
      boolean there =
          Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/usr/local/sbin")
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      assumeTrue(there, program + " is not installed (apt-get install slurm-wlm munge)");
    }
    assumeTrue(Files.isRegularFile(SCRIPT), SCRIPT + " is missing");
    LocalCluster cluster = new LocalCluster(Files.createTempDirectory("slurm"), nodes);
    cluster.script("start");
    return cluster;
  }

  private List<String> front() {
    return List.of("env", "SLURM_CONF=" + base.resolve("slurm.conf"), "NODES=" + nodes);
  }

  /** Has the script of the cluster do something. */
  void script(String action, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("bash", SCRIPT.toString(), action, base.toString()));
    all.addAll(List.of(words));
    command(all.toArray(String[]::new));
  }

  /** Executes a command that finds this Slurm. */
  void command(String... words) throws Exception {
    List<String> all = new ArrayList<>(front());
    all.addAll(List.of(words));
    Path log = base.resolve("commands.log");
    Process process =
        new ProcessBuilder(all)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    boolean ended = process.waitFor(RealProgram.PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("%s has ended", all).isTrue();
    assertThat(process.exitValue()).as("%s: %s", all, Files.readString(log)).isZero();
  }

  /** Starts the program where it finds this Slurm. */
  RealProgram program(Path folder, List<String> words) throws IOException {
    return RealProgram.startBy(front(), folder, words.toArray(String[]::new));
  }

  /** Whether a process is an agent on a node of this cluster. */
  boolean isAgent(long pid, String host) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      String words = text(process.resolve("cmdline"));
      String environment = text(process.resolve("environ"));
      return words.endsWith("\0org.interleave.execution.slurm.pilot.Agent\0")
          && !words.startsWith("srun")
          && environment.contains("SLURM_CONF=" + base + "/")
          && environment.contains("\0SLURMD_NODENAME=" + host + "\0");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  /** Whether a process is this program in a job of this cluster. */
  boolean isDispatcher(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      String environment = text(process.resolve("environ"));
      return text(process.resolve("cmdline")).contains("\0" + Main.class.getName() + "\0run\0")
          && environment.contains("SLURM_CONF=" + base + "/")
          && environment.contains("\0SLURM_JOB_ID=");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  /** Ends it, and removes what it has written. */
  void stop() throws Exception {
    script("stop");
    try (Stream<Path> files = Files.walk(base)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }
}
