package org.interleave.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.execution.slurm.JobState;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.Submission;
import org.interleave.runs.JobRecord;

/** This command as a job of Slurm's: submitted once, and watched from outside. */
final class SlurmJob {

  /** In which file the command says how it ended; Slurm forgets that after a while. */
  static final String EXIT_FILE = "interleave.exit.file";

  private static final int BY_SIGNAL = 128;
  private static final int TERM = 15;

  /** Enough for what runs to end and the trace to be written. */
  private static final int WARNING_SECONDS = 60;

  private static final int FIRST_WAIT_MILLIS = 500;
  private static final int LONGEST_WAIT_MILLIS = 10_000;

  private final Path folder;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Slurm slurm;
  private volatile boolean cancel;
  private boolean cancelled;

  SlurmJob(Path folder, PrintWriter out, PrintWriter err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
    this.slurm = Slurm.here(Patience.USUAL, this::say);
  }

  /** Complains where no job can be submitted, before anything is begun. */
  static void requireSlurm() {
    String absent = Slurm.here(Patience.SHORT, note -> {}).absent();
    if (!absent.isEmpty()) {
      throw new UsageException(absent);
    }
  }

  private synchronized void say(String line) {
    err.println(line);
    err.flush();
  }

  /** The job that the folder was given to and that has not ended; empty if there is none. */
  OptionalLong running() {
    String name = JobRecord.in(folder).latest();
    OptionalLong job = name.isEmpty() ? OptionalLong.empty() : slurm.find(name);
    return job.isPresent() && !slurm.state(job.getAsLong()).phase().ended()
        ? job
        : OptionalLong.empty();
  }

  /**
   * Submits a job that executes this program.
   *
   * @param arguments of the program
   * @param directory where it runs
   * @param cluster what it needs; virtual GPUs are not asked for
   */
  long submit(
      List<String> arguments,
      Path directory,
      Cluster cluster,
      long walltimeMicros,
      BackendOptions options) {
    String name = "interleave-" + UUID.randomUUID();
    String files = folder.toString().replace("%", "%%") + "/slurm-%j";
    Submission job =
        Submission.of(name, command(arguments, name))
            .nodes(cluster.nodeCount())
            .gpusPerNode(cluster.virtual() ? 0 : gpusOfEveryNode(cluster))
            .tasksPerNode(1)
            .exclusive()
            .walltimeMicros(walltimeMicros)
            .directory(directory)
            .output(files + ".out")
            .extra(List.of("--error=" + files + ".err", "--mem=0"))
            .requeue(true)
            .outlivingNodes()
            .warned("TERM", (int) Math.min(WARNING_SECONDS, walltimeMicros / 1_000_000 / 4));
    if (options.partition != null) {
      job = job.partition(options.partition);
    }
    try {
      job = job.extra(options.extra());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    JobRecord.in(folder).add(name);
    long id = slurm.submit(job);
    say("submitted job " + id + " (" + cluster.nodeCount() + " nodes)");
    return id;
  }

  /** Whole nodes do not mean their GPUs: the steps of a job see those that the job asked for. */
  private static int gpusOfEveryNode(Cluster cluster) {
    return cluster.groups().stream().mapToInt(NodeGroup::gpus).min().orElse(0);
  }

  private List<String> command(List<String> arguments, String name) {
    return program(List.of("-D" + EXIT_FILE + "=" + exitFile(name)), arguments);
  }

  /** What executes this program on a node. */
  static List<String> program(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xshare:auto", "-Xlog:disable", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    command.addAll(javaOptions);
    command.add("-cp");
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return command;
  }

  private Path exitFile(String name) {
    return folder.resolve("." + name + ".exit");
  }

  /**
   * Tells what becomes of a job until it has ended; Ctrl-C cancels it.
   *
   * @return the exit code that the same command would have here
   */
  int watch(long job) throws IOException {
    Interruption interruption =
        Interruption.handledBy(
            () -> {
              say("cancelling job " + job + "; once more to go without knowing its end");
              cancel = true;
            });
    String told = "";
    int wait = FIRST_WAIT_MILLIS;
    GrowingText messages = new GrowingText(folder.resolve("slurm-" + job + ".err"));
    JobState state;
    try (interruption) {
      while (true) {
        state = slurm.state(job);
        String now = state + (state.nodes().isEmpty() ? "" : " on " + state.nodes());
        if (!now.equals(told)) {
          say("job " + job + ": " + now);
          told = now;
          if (state.stuck()) {
            say("job " + job + " waits for what can't come; Ctrl-C cancels it");
          }
        }
        wait =
            pass(messages, false) || cancel
                ? FIRST_WAIT_MILLIS
                : Math.min(LONGEST_WAIT_MILLIS, wait + wait / 4);
        if (state.phase().ended()) {
          break;
        }
        if (cancel && !cancelled) {
          cancelled = true;
          slurm.cancel(List.of(job));
        }
        pause(wait);
      }
    }
    pass(messages, true);
    Path results = folder.resolve("slurm-" + job + ".out");
    if (Files.isRegularFile(results)) {
      new GrowingText(results).pass(out, true);
    }
    return interruption.exitCode() != 0 ? interruption.exitCode() : exitCode(state);
  }

  /** Waits, but not on after a signal. */
  private void pause(int millis) {
    try {
      for (int left = millis; left > 0 && (cancelled || !cancel); left -= 100) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel = true;
    }
  }

  private int exitCode(JobState state) throws IOException {
    Path file = exitFile(JobRecord.in(folder).latest());
    // A file that is just being written may be empty: then Slurm's word counts.
    String noted =
        Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.UTF_8).strip() : "";
    if (noted.matches("[0-9]{1,3}")) {
      return Integer.parseInt(noted);
    }
    return switch (state.phase()) {
      case DONE -> ExitCode.DONE;
      case TIMEOUT, CANCELLED -> BY_SIGNAL + TERM;
      default -> ExitCode.FAILED;
    };
  }

  private synchronized boolean pass(GrowingText messages, boolean ended) throws IOException {
    return messages.pass(err, ended);
  }
}
