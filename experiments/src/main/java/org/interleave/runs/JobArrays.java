package org.interleave.runs;

import java.util.List;
import java.util.function.Consumer;
import org.interleave.Scenario;
import org.interleave.cluster.SlotKind;
import org.interleave.execution.RunListener;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Shape;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.jobs.JobTerms;
import org.interleave.execution.slurm.jobs.JobsRun;
import org.jspecify.annotations.Nullable;

/** Runs as job arrays, in one partition of this machine's Slurm. */
public final class JobArrays {

  private final Slurm slurm;
  private final Shape shape;
  private final @Nullable String partition;
  private final long limitMicros;
  private final List<String> extra;

  private JobArrays(
      Slurm slurm, Shape shape, @Nullable String partition, long limitMicros, List<String> extra) {
    this.slurm = slurm;
    this.shape = shape;
    this.partition = partition;
    this.limitMicros = limitMicros;
    this.extra = List.copyOf(extra);
  }

  /**
   * Job arrays on the given terms.
   *
   * @param partition null for the default one
   * @param limitMicros of each task, or 0 for what the partition has
   * @param extra further arguments for sbatch
   * @param notes takes what a person should know, a line each
   */
  public static JobArrays of(
      @Nullable String partition, long limitMicros, List<String> extra, Consumer<String> notes) {
    Slurm slurm = Slurm.here(Patience.USUAL, notes);
    return new JobArrays(slurm, slurm.shape(partition), partition, limitMicros, extra);
  }

  /** A run. */
  JobsRun run(Scenario scenario, LocalBackend.Setting setting, RunListener listener) {
    boolean numbered = shape.nodes().size() == setting.cluster().nodeCount();
    return new JobsRun(
        scenario,
        setting,
        slurm,
        new JobTerms(partition, limitMicros, cpusPerSlot(setting), extra),
        numbered ? shape.nodes() : List.of(),
        listener);
  }

  /** Slurm counts hardware threads where a node has several a core; a slot may be a core. */
  private int cpusPerSlot(LocalBackend.Setting setting) {
    boolean threads = shape.cluster().slot() == SlotKind.THREAD;
    return threads && setting.cluster().slot() == SlotKind.CORE
        ? shape.cluster().groups().get(0).threads()
        : 1;
  }
}
