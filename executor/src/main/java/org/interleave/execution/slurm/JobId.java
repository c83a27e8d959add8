package org.interleave.execution.slurm;

import java.util.Comparator;

/**
 * A job, or a task of a job array.
 *
 * @param job the number of the job, or of the whole array; 1 or more
 * @param task the index in the array, or {@link #WHOLE} for a job that is none
 */
public record JobId(long job, int task) implements Comparable<JobId> {

  /** In place of an index: the job is no array, or the array as a whole is meant. */
  public static final int WHOLE = -1;

  private static final Comparator<JobId> ORDER =
      Comparator.comparingLong(JobId::job).thenComparingInt(JobId::task);

  /** A job that is no array. */
  public static JobId of(long job) {
    return new JobId(job, WHOLE);
  }

  @Override
  public int compareTo(JobId other) {
    return ORDER.compare(this, other);
  }

  /** As Slurm writes it: {@code 17}, or {@code 17_3} for a task of an array. */
  @Override
  public String toString() {
    return task == WHOLE ? Long.toString(job) : job + "_" + task;
  }
}
