package org.interleave.execution.slurm;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Slurm as its users see it, through sbatch, squeue, scontrol, scancel and sacct.
 *
 * <p>A controller that does not answer, or answers with something unreadable, is asked again with
 * growing waits between. Every method throws {@link SlurmException} and nothing else for what Slurm
 * does: {@code SILENT} when patience is at its end or the thread was interrupted (its flag stays
 * set), {@code REFUSED} for a clear no, {@code ABSENT} where there is no Slurm. Safe for use by
 * several threads if the tools are.
 */
public final class Slurm {

  private Slurm() {}

  /**
   * The Slurm of this machine.
   *
   * @param notes is told, in one line each, when the controller is silent and when it is back
   */
  public static Slurm here(Patience patience, Consumer<String> notes) {
    throw new UnsupportedOperationException();
  }

  /** A Slurm behind the given tools, in the given time. */
  public static Slurm of(Tools tools, Waits waits, Patience patience, Consumer<String> notes) {
    throw new UnsupportedOperationException();
  }

  /** Why Slurm can't be used here, in one line; empty if it can. Does not ask the controller. */
  public String absent() {
    throw new UnsupportedOperationException();
  }

  /**
   * Submits a job, once: where the answer is lost, the job is looked for by its name before it is
   * submitted again.
   *
   * @return the number of the job, or of the array
   */
  public long submit(Submission submission) {
    throw new UnsupportedOperationException();
  }

  /** The job of the given name, running, waiting or ended; empty if Slurm knows none. */
  public OptionalLong find(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * The states of jobs. Of a job array every task is in the answer that Slurm still knows, under
   * its index; a job or array of which nothing is known is there as {@link JobState#FORGOTTEN}.
   *
   * @return ascending by job and task
   */
  public Map<JobId, JobState> states(Collection<Long> jobs) {
    throw new UnsupportedOperationException();
  }

  /** The state of a job that is no array. */
  public JobState state(long job) {
    throw new UnsupportedOperationException();
  }

  /** Cancels jobs and whole arrays. Those that have ended or are not known are left as they are. */
  public void cancel(Collection<Long> jobs) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends a signal to all processes of a job, its batch script too. One that is not running does
   * not get it.
   *
   * @param signal without SIG, such as {@code TERM}
   */
  public void signal(long job, String signal) {
    throw new UnsupportedOperationException();
  }

  /**
   * The nodes of a partition, without those that are down or drained. A slot is a hardware thread
   * if a node has several a core; what Slurm keeps for the system is reserved.
   *
   * @param partition null for the default one
   */
  public Shape shape(@Nullable String partition) {
    throw new UnsupportedOperationException();
  }

  /**
   * The nodes of the allocation that this program runs in, with the CPUs and GPUs that are the
   * job's own.
   *
   * @param environment of this program, as Slurm has set it
   * @return null if this is no allocation: {@code SLURM_JOB_ID} is not set
   */
  public @Nullable Shape allocation(Map<String, String> environment) {
    throw new UnsupportedOperationException();
  }

  /** The names of nodes in a list such as {@code n[01-16],gpu7}. */
  public List<String> hosts(String list) {
    throw new UnsupportedOperationException();
  }
}
