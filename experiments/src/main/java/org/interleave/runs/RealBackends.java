package org.interleave.runs;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.interleave.execution.Backend;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.slurm.pilot.Allocation;
import org.interleave.execution.slurm.pilot.Pilot;
import org.interleave.execution.slurm.pilot.Srun;
import org.jspecify.annotations.Nullable;

/** Where real runs take place: this machine, or the nodes of an allocation. */
public final class RealBackends implements AutoCloseable {

  private final @Nullable Pilot pilot;

  private RealBackends(@Nullable Pilot pilot) {
    this.pilot = pilot;
  }

  /** This machine. */
  public static RealBackends local() {
    return new RealBackends(null);
  }

  /**
   * The nodes of an allocation, on which agents are started now.
   *
   * @param folder in which the agents' complaints are kept, in {@code agents}
   * @param notes takes what a person should know, a line each, from any thread
   */
  public static RealBackends of(Allocation allocation, Path folder, Consumer<String> notes) {
    return new RealBackends(Pilot.start(allocation, new Srun(), folder.resolve("agents"), notes));
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
