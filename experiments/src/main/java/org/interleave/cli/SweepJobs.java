package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.interleave.execution.slurm.JobId;
import org.interleave.execution.slurm.JobState;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.Submission;
import org.interleave.presets.SpecSource;
import org.interleave.runs.JobRecord;
import org.interleave.spec.Sweep;
import org.interleave.sweep.Merge;
import org.interleave.sweep.Shard;
import org.interleave.sweep.SweepFolder;
import org.jspecify.annotations.Nullable;

/** A sweep as a job array: a task a shard, those that are lost once more, and all merged. */
final class SweepJobs {

  /** How often an array may end without having finished a single shard more. */
  private static final int IN_VAIN = 3;

  private static final int MOST_SHARDS = 1_000;
  private static final long SETTLING_MILLIS = 10_000;
  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final SweepOptions options;
  private final Path out;
  private final Sweep sweep;
  private final SpecSource base;
  private final BackendOptions backend;
  private final PrintWriter err;
  private final Slurm slurm;
  private volatile boolean cancel;
  private int exitCode = ExitCode.FAILED;

  SweepJobs(
      SweepOptions options,
      Path out,
      Sweep sweep,
      SpecSource base,
      BackendOptions backend,
      PrintWriter err) {
    this.options = options;
    this.out = out;
    this.sweep = sweep;
    this.base = base;
    this.backend = backend;
    this.err = err;
    this.slurm = Slurm.here(Patience.USUAL, this::say);
  }

  private synchronized void say(String line) {
    err.println(line);
    err.flush();
  }

  /**
   * Makes all points.
   *
   * @param shards from 1 to 1000
   * @param threads of each
   * @return the merged sweep, or null if it is not finished
   */
  @Nullable SweepFolder run(int shards, int threads) throws IOException {
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new UsageException("--shards must be from 1 to " + MOST_SHARDS + ", but is " + shards);
    }
    SlurmJob.requireSlurm();
    Files.createDirectories(out);
    say("folder: " + out.toAbsolutePath().normalize());
    try (Interruption interruption =
        Interruption.handledBy(
            () -> {
              say("cancelling; once more to go without knowing the end of the jobs");
              cancel = true;
            })) {
      boolean finished = all(shards, threads);
      if (!finished) {
        say("not all points are done; the same command with --out " + out + " goes on");
        exitCode = interruption.exitCode() != 0 ? interruption.exitCode() : ExitCode.FAILED;
        return null;
      }
    }
    if (shards == 1) {
      return SweepFolder.of(out, sweep, base, Shard.WHOLE);
    }
    SweepFolder whole = Merge.of(out, sweep, base, shards);
    say("merged " + shards + " shards into " + whole.points());
    return whole;
  }

  /** What to exit with where it is not finished. */
  int exitCode() {
    return exitCode;
  }

  private boolean all(int shards, int threads) throws IOException {
    OptionalLong before = running();
    if (before.isPresent()) {
      say("job " + before.getAsLong() + " has not ended: watching it");
      watch(before.getAsLong());
    }
    List<Shard> missing = Merge.missing(out, sweep, base, shards);
    int inVain = 0;
    while (!missing.isEmpty() && !cancel && inVain < IN_VAIN) {
      long job = submit(missing, shards, threads);
      say("submitted job " + job + " (" + missing.size() + " of " + shards + " shards)");
      watch(job);
      List<Shard> left = settled(shards);
      if (!left.isEmpty() && !cancel) {
        say(left.size() + " of " + missing.size() + " shards are not finished: " + left.get(0));
      }
      inVain = left.size() < missing.size() ? 0 : inVain + 1;
      missing = left;
    }
    return missing.isEmpty();
  }

  /** The array that this folder was given to and that has not ended. */
  private OptionalLong running() {
    String name = JobRecord.in(out).latest();
    OptionalLong job = name.isEmpty() ? OptionalLong.empty() : slurm.find(name);
    return job.isPresent()
            && slurm.states(List.of(job.getAsLong())).values().stream()
                .anyMatch(state -> !state.phase().ended())
        ? job
        : OptionalLong.empty();
  }

  private long submit(List<Shard> missing, int shards, int threads) {
    String name = "interleave-sweep-" + UUID.randomUUID();
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "n=$1; shift; exec \"$@\" --shard \"$((SLURM_ARRAY_TASK_ID + 1))/$n\"",
                "sh",
                Integer.toString(shards)));
    command.addAll(
        SlurmJob.program(
            List.of(),
            List.of(
                "sweep",
                options.file().toString(),
                "--out",
                out.toString(),
                "--threads",
                Integer.toString(threads))));
    Submission job =
        Submission.of(name, command)
            .array(missing.stream().map(s -> s.number() - 1).toList())
            .nodes(1)
            .tasksPerNode(1)
            .cpusPerTask(threads)
            .directory(Path.of("").toAbsolutePath())
            .output(out.toAbsolutePath().toString().replace("%", "%%") + "/slurm-%A_%a.log")
            .requeue(true);
    job = backend.on(job);
    JobRecord.in(out).add(name);
    return slurm.submit(job);
  }

  /** Returns when an array has ended, or has been cancelled. */
  private void watch(long job) {
    long wait = FIRST_WAIT_MILLIS;
    String told = "";
    boolean cancelled = false;
    while (true) {
      Map<JobId, JobState> states = slurm.states(List.of(job));
      Map<String, Integer> counts = new TreeMap<>();
      states.values().forEach(state -> counts.merge(state.toString(), 1, Integer::sum));
      if (!counts.toString().equals(told)) {
        told = counts.toString();
        say("job " + job + ": " + told.substring(1, told.length() - 1));
        wait = FIRST_WAIT_MILLIS;
      }
      if (states.values().stream().allMatch(state -> state.phase().ended())) {
        return;
      }
      if (cancel && !cancelled) {
        cancelled = true;
        slurm.cancel(List.of(job));
      }
      pause(wait, cancelled);
      wait = Math.min(LONGEST_WAIT_MILLIS, wait + wait / 4);
    }
  }

  /** The shards that are missing, once the file system has told of those that are not. */
  private List<Shard> settled(int shards) {
    List<Shard> missing = Merge.missing(out, sweep, base, shards);
    for (long waited = 0; !missing.isEmpty() && waited < SETTLING_MILLIS && !cancel; ) {
      pause(FIRST_WAIT_MILLIS, false);
      waited += FIRST_WAIT_MILLIS;
      missing = Merge.missing(out, sweep, base, shards);
    }
    return missing;
  }

  private void pause(long millis, boolean whatever) {
    try {
      for (long left = millis; left > 0 && (whatever || !cancel); left -= 100) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel = true;
    }
  }
}
