package org.interleave.execution.slurm.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which terms jobs are submitted.
 *
 * @param partition null for the default one
 * @param limitMicros how long a task may take at most, or 0 for what its duration says, and for
 *     commands the partition's own limit
 * @param cpusPerSlot how many of Slurm's CPUs a slot of the specification is, 1 or more
 * @param extra arguments of the user's own for sbatch
 */
public record JobTerms(
    @Nullable String partition, long limitMicros, int cpusPerSlot, List<String> extra) {

  /** What the site has by default. */
  public static final JobTerms USUAL = new JobTerms(null, 0, 1, List.of());

  public JobTerms {
    extra = List.copyOf(extra);
    if (limitMicros < 0 || cpusPerSlot < 1) {
      throw new IllegalArgumentException(
          "a limit of 0 or more and 1 CPU a slot or more, not " + limitMicros + ", " + cpusPerSlot);
    }
  }
}
