package org.interleave.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.interleave.Version;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.local.Machine;
import org.interleave.execution.slurm.jobs.JobsRun;
import org.interleave.interchange.Json;
import org.interleave.report.Format;
import org.interleave.runs.RunFolder;
import org.interleave.runs.RunSettings;
import org.interleave.spec.Spec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that executes workflows for real. */
final class RealOptions {

  @Mixin BackendOptions backend = new BackendOptions();

  @Option(
      names = "--virtual",
      description =
          "Only count slots and GPUs, whatever this machine has: with sleep, a laptop stands for a "
              + "cluster.")
  private boolean virtual;

  @Option(
      names = "--time-scale",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Factor of all durations: 0.01 runs a hundred times faster. Overheads, timeouts and walltime "
              + "stay real.")
  private double timeScale = 1;

  double timeScale() {
    if (!(timeScale > 0 && timeScale <= 1_000)) {
      throw new UsageException("--time-scale must be more than 0 and at most 1000");
    }
    return timeScale;
  }

  /** The specification as it is to be run here, if that is possible. */
  Spec runnable(Spec spec, Path base) {
    Spec meant = virtual ? spec.withCluster(spec.cluster().asVirtual()) : spec;
    requireRunnable(meant, base);
    if (backend.slurm() && meant.policy().placement().pooled()) {
      throw new UsageException(
          "placement "
              + meant.policy().placement().label()
              + " takes all nodes for one, which Slurm's are not; choose another --placement");
    }
    timeScale();
    return meant;
  }

  /** Complains if this machine can't run it; on Slurm, the nodes say so themselves. */
  void requireRunnable(Spec spec, Path base) {
    String unfit = backend.asJobs() ? JobsRun.refusal(spec.workflow()) : "";
    if (!unfit.isEmpty()) {
      throw new UsageException(unfit);
    }
    if (backend.slurm()) {
      return;
    }
    String refusal = LocalBackend.refusal(spec.workflow(), spec.cluster(), Machine.here(), base);
    if (!refusal.isEmpty()) {
      throw new UsageException(refusal);
    }
  }

  static RunSettings settings(
      Spec spec,
      Path base,
      Map<String, String> plans,
      String baseline,
      long seed,
      double scale,
      int repetitions) {
    return new RunSettings(
        UUID.randomUUID().toString(),
        Version.current().toString(),
        spec.source(),
        spec.sha256(),
        base,
        plans,
        baseline,
        seed,
        scale,
        repetitions);
  }

  /** The first line of a report on real runs. */
  static String heading(Spec spec, RunSettings s) {
    return spec.workflow().name()
        + " executed on "
        + spec.cluster().name()
        + (spec.cluster().virtual() ? " (virtual slots)" : "")
        + ", policy "
        + spec.policy().label()
        + ", time scale "
        + Format.plain(s.timeScale())
        + ", seed "
        + s.seed();
  }

  /** Adds to results how they were made. */
  Json describe(Json json, Spec spec, RunSettings s, RunFolder folder) {
    return json.put("engine", "executed")
        .put("backend", backend.label())
        .put("virtual", spec.cluster().virtual())
        .put("timeScale", s.timeScale())
        .put("folder", folder.path().toString());
  }
}
