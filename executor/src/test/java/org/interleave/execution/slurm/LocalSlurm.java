package org.interleave.execution.slurm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Slurm cluster for a test, made of daemons of this machine; gone when it is closed. */
public final class LocalSlurm implements AutoCloseable {
  private static final Path SCRIPT = script();
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private boolean closed;

  private LocalSlurm(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster, or skips the test with the reason why there can't be one.
   *
   * @param folder for all of its files; its path must be short, for sockets are in it
   * @param settings as the script reads them: NODES, CORES, THREADS, GPUS
   */
  public static LocalSlurm start(Path folder, Map<String, String> settings) {
    for (String program : List.of("slurmctld", "slurmd", "munged", "sbatch")) {
      Assumptions.assumeTrue(
          onPath(program),
          "there is no " + program + ": apt-get install slurm-wlm munge, to test with real Slurm");
    }
    LocalSlurm slurm = new LocalSlurm(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(slurm::close, "stop Slurm"));
    try {
      slurm.script(settings, "start");
    } catch (RuntimeException e) {
      slurm.close();
      throw e;
    }
    return slurm;
  }

  /** The variables that make Slurm's tools use this cluster. */
  public Map<String, String> environment() {
    return Map.of("SLURM_CONF", folder.resolve("slurm.conf").toString());
  }

  /** The tools, for this cluster. */
  public Tools tools() {
    return new CommandLineTools(environment());
  }

  /** Slurm, as this cluster. */
  public Slurm slurm(Patience patience, Consumer<String> notes) {
    return Slurm.of(tools(), Waits.REAL, patience, notes);
  }

  /** Ends a node's daemon; its jobs live on. */
  public void killNode(String node) {
    script(Map.of(), "kill-node", node);
  }

  /** Ends a node's daemon and everything that runs on the node. */
  public void crashNode(String node) {
    script(Map.of(), "crash-node", node);
  }

  /** Starts a node's daemon again. */
  public void startNode(String node) {
    script(Map.of(), "start-node", node);
  }

  /**
   * Ends the controller.
   *
   * @param signal without SIG
   */
  public void killController(String signal) {
    script(Map.of(), "kill-controller", signal);
  }

  /** Starts the controller again. */
  public void startController() {
    script(Map.of(), "start-controller");
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    script(Map.of(), "stop");
  }

  private void script(Map<String, String> settings, String action, String... more) {
    List<String> argv =
        new ArrayList<>(List.of("bash", SCRIPT.toString(), action, folder.toString()));
    argv.addAll(List.of(more));
    try {
      // Into a file: the daemons that it starts would keep a pipe open.
      Path log = Files.createTempFile("local-slurm", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(argv)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(settings);
      Process process = builder.start();
      try {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
          throw new IllegalStateException(
              "cluster " + action + (ended ? " failed: " : " hangs: ") + Files.readString(log));
        }
      } finally {
        process.destroyForcibly();
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Tests run in their module's folder, or in that of one beside it. */
  private static Path script() {
    Path own = Path.of("src/test/slurm/cluster");
    return (Files.exists(own) ? own : Path.of("../executor").resolve(own)).toAbsolutePath();
  }

  private static boolean onPath(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
