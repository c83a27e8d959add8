package org.interleave.runs;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.interleave.Scenario;
import org.interleave.execution.Backend;
import org.interleave.execution.RunListener;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.slurm.jobs.JobsRun;
import org.interleave.execution.slurm.pilot.Allocation;
import org.interleave.execution.slurm.pilot.Pilot;
import org.interleave.execution.slurm.pilot.Srun;
import org.jspecify.annotations.Nullable;

/**
 * Where real runs take place: this machine, nodes of an allocation, or those that Slurm chooses.
 */
public final class RealBackends implements AutoCloseable {

  private final @Nullable Pilot pilot;

  private final @Nullable JobArrays arrays;

  private RealBackends(@Nullable Pilot pilot, @Nullable JobArrays arrays) {
    this.pilot = pilot;
    this.arrays = arrays;
  }

  /** This machine. */
  public static RealBackends local() {
    return new RealBackends(null, null);
  }

  /**
   * The nodes of an allocation, on which agents are started now.
   *
   * @param folder in which the agents' complaints are kept, in {@code agents}
   * @param notes takes what a person should know, a line each, from any thread
   */
  public static RealBackends of(Allocation allocation, Path folder, Consumer<String> notes) {
    return new RealBackends(
        Pilot.start(allocation, new Srun(), folder.resolve("agents"), notes), null);
  }

  /** Wherever Slurm places job arrays. */
  public static RealBackends of(JobArrays arrays) {
    return new RealBackends(null, arrays);
  }

  /** Whether tasks run as jobs, and not under a dispatcher. */
  boolean asJobs() {
    return arrays != null;
  }

  /** One run as jobs. */
  JobsRun jobs(Scenario scenario, LocalBackend.Setting setting, RunListener listener) {
    return Objects.requireNonNull(arrays).run(scenario, setting, listener);
  }

  /** A backend for one run. */
  Backend of(LocalBackend.Setting setting) {
    return pilot == null ? LocalBackend.of(setting) : pilot.backend(setting);
  }

  @Override
  public void close() {
    if (pilot != null) {
      pilot.close();
    }
  }
}
