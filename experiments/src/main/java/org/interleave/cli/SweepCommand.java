package org.interleave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interleave.presets.SpecSource;
import org.interleave.report.Format;
import org.interleave.spec.Sweep;
import org.interleave.sweep.Shard;
import org.interleave.sweep.SweepFolder;
import org.interleave.sweep.SweepReport;
import org.interleave.sweep.SweepRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code interleave sweep}. */
@Command(
    name = "sweep",
    description = {
      "Simulate a workflow again and again with other values: a row a point, and what moves I most.",
      "What was interrupted goes on when the same command is given again."
    },
    footer = {"", "Example: interleave sweep gpus.yaml --out gpus"})
final class SweepCommand implements Callable<Integer> {

  /** Points that are simulated at most to learn how long one takes. */
  private static final int REHEARSED = 200;

  /** For how long: what is not compiled yet would be taken for slow. */
  private static final long WARM_NANOS = 1_500_000_000L;

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SweepOptions options;
  @Mixin private OutputOptions output;

  @Option(
      names = "--dry-run",
      description = "Say how many points there are, and about how long they take.")
  private boolean dryRun;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many points are simulated at once: all cores if left out.")
  private @Nullable Integer threads;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Make only every N-th point, from the I-th on, in a folder of its own below --out; 'merge' "
              + "puts all N together.")
  private @Nullable String shard;

  @Mixin private BackendOptions backend;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "With --backend slurm: into how many shards the points are split, each of them a task of a "
              + "job array.")
  private @Nullable Integer shards;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = options.read();
    SpecSource base = options.base(sweep);
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (cores < 1 || cores > 4096) {
      throw new UsageException("--threads must be from 1 to 4096");
    }
    Path out = SweepOptions.folder(output, sweep);
    SweepFolder folder = SweepFolder.of(out, sweep, base, part());
    SweepRun run = new SweepRun(folder, cores);
    PrintWriter err = command.commandLine().getErr();
    run.check();
    if (dryRun) {
      return rehearse(run, cores);
    }
    backend.needsJob();
    if (backend.slurm() || shards != null) {
      return overSlurm(new SweepJobs(options, out, sweep, base, backend, err));
    }
    err.println("folder: " + folder.path().toAbsolutePath().normalize());
    long all = run.count();
    boolean finished;
    int signal;
    try (Interruption interruption = Interruption.handledBy(run::stop);
        Rate rate = new Rate("points", all, err)) {
      finished = run.run(rate::count);
      signal = interruption.exitCode();
    }
    if (!finished) {
      err.println("not all points are done; the same command with --out " + out + " goes on");
      return signal;
    }
    if (shard != null) {
      err.println("wrote " + folder.points() + "; 'interleave merge' puts all shards together");
      return ExitCode.DONE;
    }
    SweepReport report = options.summed(folder, err);
    PrintWriter printed = command.commandLine().getOut();
    printed.print(output.json ? report.json().text() : report.text());
    printed.flush();
    err.println("wrote points.csv, manifest.json, a summary and figures into " + folder.path());
    return ExitCode.DONE;
  }

  private Integer overSlurm(SweepJobs jobs) throws IOException {
    if (!backend.slurm() || backend.asJobs() || shards == null || shard != null) {
      throw new UsageException(
          "--backend slurm and --shards N go together, without --shard and --slurm-mode");
    }
    SweepFolder whole = jobs.run(shards, threads == null ? 1 : threads);
    if (whole == null) {
      return jobs.exitCode();
    }
    SweepReport report = options.summed(whole, command.commandLine().getErr());
    PrintWriter printed = command.commandLine().getOut();
    printed.print(output.json ? report.json().text() : report.text());
    printed.flush();
    return ExitCode.DONE;
  }

  private Shard part() {
    if (shard == null) {
      return Shard.WHOLE;
    }
    try {
      return Shard.of(shard);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--shard: " + e.getMessage());
    }
  }

  /** How long points take of which as many are under way at once as there are threads. */
  static double forecast(double secondsEach, long points, int threads) {
    return secondsEach * Math.ceil((double) points / threads);
  }

  private Integer rehearse(SweepRun run, int cores) {
    long count = run.count();
    int made = 0;
    long start = 0;
    if (count > 0) {
      run.rehearse(REHEARSED, WARM_NANOS);
      start = System.nanoTime();
      made = run.rehearse(REHEARSED, WARM_NANOS);
    }
    double each = made == 0 ? 0 : (System.nanoTime() - start) / 1e9 / made;
    double seconds = forecast(each, count, cores);
    PrintWriter printed = command.commandLine().getOut();
    printed.println(
        count
            + " points"
            + (made == 0
                ? ""
                : ", about "
                    + Format.duration(seconds)
                    + " on "
                    + cores
                    + (cores == 1 ? " thread" : " threads")
                    + ", judged by "
                    + made
                    + (made == 1 ? " trial" : " trials")));
    printed.flush();
    return ExitCode.DONE;
  }
}
