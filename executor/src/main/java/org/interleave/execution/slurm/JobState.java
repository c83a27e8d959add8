package org.interleave.execution.slurm;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How far a job is.
 *
 * @param phase what it comes to
 * @param word Slurm's own word, such as {@code OUT_OF_MEMORY}; empty for a forgotten job
 * @param reason Slurm's reason, such as {@code Dependency} or {@code NonZeroExitCode}; may be empty
 * @param nodes the nodes that it has or had, as Slurm lists them ({@code n[01-16]}); may be empty
 */
public record JobState(Phase phase, String word, String reason, String nodes) {

  /** What Slurm's many states come to. */
  public enum Phase {
    /** Not running, but it still may. Requeued and held jobs too. */
    WAITING,
    /** Running, suspended, or not yet cleaned up after. States that are not known here too. */
    RUNNING,
    /** Ended with exit code 0. */
    DONE,
    /** Ended by a fault of its own: its exit code, or more memory than it had asked for. */
    FAILED,
    /** Ended because its time was up. */
    TIMEOUT,
    /** Cancelled by a person or by Slurm. */
    CANCELLED,
    /** Ended by a fault of the cluster's: nodes that failed, or were needed by others. */
    LOST,
    /** Slurm does not know the job any more: it ended long ago, or never was. */
    FORGOTTEN;

    /** Whether nothing more will come of the job. */
    public boolean ended() {
      return this != WAITING && this != RUNNING;
    }
  }

  /** Where a word ends and remarks begin: {@code CANCELLED by 0}. */
  private static final Pattern END = Pattern.compile("[ +]");

  /** A job that Slurm does not know any more. */
  public static final JobState FORGOTTEN = new JobState(Phase.FORGOTTEN, "", "", "");

  /**
   * The state that a word of Slurm's stands for.
   *
   * @param word in its long form; what follows the first blank or plus sign does not count
   */
  public static JobState of(String word, String reason, String nodes) {
    String state = END.split(word, 2)[0].toUpperCase(Locale.ROOT);
    return new JobState(phase(state), state, reason, nodes);
  }

  private static Phase phase(String word) {
    return switch (word) {
      case "PENDING",
          "CONFIGURING",
          "EXPEDITING",
          "POWER_UP_NODE",
          "REQUEUED",
          "REQUEUE_FED",
          "REQUEUE_HOLD",
          "RESV_DEL_HOLD",
          "SPECIAL_EXIT" ->
          Phase.WAITING;
      case "COMPLETED" -> Phase.DONE;
      case "FAILED", "OUT_OF_MEMORY", "RECONFIG_FAIL" -> Phase.FAILED;
      case "DEADLINE", "TIMEOUT" -> Phase.TIMEOUT;
      case "CANCELLED", "REVOKED" -> Phase.CANCELLED;
      case "BOOT_FAIL", "LAUNCH_FAILED", "NODE_FAIL", "PREEMPTED" -> Phase.LOST;
      // RUNNING, SUSPENDED, COMPLETING, SIGNALING, STAGE_OUT, RESIZING, STOPPED, and what newer
      // versions may invent: to take any of these for an end would start its work a second time.
      default -> Phase.RUNNING;
    };
  }

  /** Whether the job waits for what can't come: somebody has to cancel or to release it. */
  public boolean stuck() {
    return phase == Phase.WAITING
        && (word.endsWith("_HOLD")
            || word.equals("SPECIAL_EXIT")
            || reason.equals("BadConstraints")
            || reason.equals("DependencyNeverSatisfied")
            || reason.startsWith("JobHeld")
            || reason.equals("PartitionConfig")
            || reason.equals("PartitionNodeLimit")
            || reason.equals("PartitionTimeLimit"));
  }

  /** The word and its reason, for messages: {@code FAILED (NonZeroExitCode)}. */
  @Override
  public String toString() {
    String text = phase == Phase.FORGOTTEN ? "no longer known to Slurm" : word;
    return reason.isEmpty() || reason.equals("None") ? text : text + " (" + reason + ")";
  }
}
