package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.execution.slurm.Submission;
import org.interleave.execution.slurm.pilot.Allocation;
import org.interleave.runs.JobArrays;
import org.interleave.runs.RealBackends;
import org.interleave.runs.Walltime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where tasks really run. */
final class BackendOptions {

  /** What Slurm takes for a time: minutes, minutes:seconds and so on, with days in front. */
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,4})-)?(\\d{1,6})(?::(\\d{1,2}))?(?::(\\d{1,2}))?");

  /** The places where tasks run. */
  enum Place {
    LOCAL,
    SLURM
  }

  @Option(
      names = "--backend",
      paramLabel = "BACKEND",
      defaultValue = "LOCAL",
      description =
          "Where tasks run: local (the default), or slurm: on the nodes of the allocation that this is "
              + "started in, else of a job that is submitted.")
  private Place place = Place.LOCAL;

  /** How Slurm is used. */
  enum SlurmMode {
    PILOT,
    JOBS
  }

  @Option(
      names = "--slurm-mode",
      paramLabel = "SLURM_MODE",
      description =
          "With --backend slurm: pilot (the default), one job in which everything runs, or jobs, a job "
              + "array a task set, which Slurm places.")
  private @Nullable SlurmMode mode;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "With --backend slurm: the partition of the job.")
  @Nullable String partition;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "With --backend slurm: the job's time limit as Slurm writes it, such as 90 (minutes) or "
              + "1:30:00. By default what simulations say, and a margin; with --slurm-mode jobs it is "
              + "each task's, by default the partition's.")
  private @Nullable String time;

  @Option(
      names = "--sbatch-arg",
      paramLabel = "ARG",
      description =
          "With --backend slurm: one more argument for sbatch, in one word, such as "
              + "--sbatch-arg=--account=abc. May be repeated.")
  private List<String> extra = new ArrayList<>();

  /** The options that make sense for runs that have begun. */
  static List<String> names() {
    return List.of("--backend", "--slurm-mode", "--partition", "--time", "--sbatch-arg");
  }

  boolean slurm() {
    return place == Place.SLURM;
  }

  String label() {
    return slurm() ? "slurm" : "local";
  }

  /** Whether tasks run as job arrays. */
  boolean asJobs() {
    return mode == SlurmMode.JOBS;
  }

  List<String> extra() {
    return List.copyOf(extra);
  }

  /** Whether a job has to be submitted for it. */
  boolean needsJob() {
    boolean inside = System.getenv("SLURM_JOB_ID") != null;
    if (!slurm() && (mode != null || partition != null || time != null || !extra.isEmpty())) {
      throw new UsageException(
          "--slurm-mode, --partition, --time and --sbatch-arg are for --backend slurm");
    }
    return slurm() && !asJobs() && !inside;
  }

  /** The backends, ready to run. */
  RealBackends open(Path folder, PrintWriter err) {
    if (!slurm()) {
      return RealBackends.local();
    }
    if (asJobs()) {
      SlurmJob.requireSlurm();
      return RealBackends.of(
          JobArrays.of(
              partition,
              time == null ? 0 : micros(time),
              extra,
              line -> {
                synchronized (err) {
                  err.println(line);
                  err.flush();
                }
              }));
    }
    Allocation allocation = Allocation.of(System.getenv());
    if (allocation == null) {
      throw new UsageException("this is no allocation of Slurm's: SLURM_JOB_NODELIST is not set");
    }
    err.println(
        "starting agents on the "
            + allocation.hosts().size()
            + " nodes of job "
            + allocation.jobId());
    err.flush();
    return RealBackends.of(
        allocation,
        folder,
        line -> {
          synchronized (err) {
            err.println(line);
            err.flush();
          }
        });
  }

  /** A submission on the terms that were asked for. */
  Submission on(Submission submission) {
    Submission job = submission;
    if (time != null) {
      job = job.walltimeMicros(micros(time));
    }
    if (partition != null) {
      job = job.partition(partition);
    }
    try {
      return job.extra(extra);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The time limit to ask for, in microseconds; says how it was found. */
  long walltimeMicros(Supplier<Walltime> simulated, PrintWriter err) {
    if (time != null) {
      return micros(time);
    }
    Walltime walltime = simulated.get();
    err.printf(
        Locale.ROOT,
        "time limit: %d min (95 of 100 simulated runs take less than %.0f s; 20%% and 150 s on"
            + " top; change it by --time)%n",
        walltime.minutes(),
        walltime.boundSeconds());
    return walltime.minutes() * 60_000_000L;
  }

  static long micros(String time) {
    Matcher m = TIME.matcher(time);
    if (!m.matches()) {
      throw new UsageException(
          "--time must be minutes, minutes:seconds, hours:minutes:seconds or days-hours, but is '"
              + time
              + "'");
    }
    long[] parts = {number(m.group(2)), number(m.group(3)), number(m.group(4))};
    long seconds;
    if (m.group(1) != null) {
      seconds = number(m.group(1)) * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2];
    } else if (m.group(4) != null) {
      seconds = parts[0] * 3_600 + parts[1] * 60 + parts[2];
    } else {
      seconds = parts[0] * 60 + parts[1];
    }
    if (seconds == 0) {
      throw new UsageException("--time must be more than 0");
    }
    return seconds * 1_000_000;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
