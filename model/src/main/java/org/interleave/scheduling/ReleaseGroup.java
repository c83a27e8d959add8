package org.interleave.scheduling;

import java.util.List;
import org.interleave.workflow.SetInstance;

/**
 * Task sets that are released together: a stage, or in asynchronous mode a single set.
 *
 * @param label for people: {@code pipeline/stage} or the set
 * @param pipeline the pipeline that it is a stage of; empty outside of pipelines
 * @param runs its tasks in the order of their submission; each of its sets wholly
 * @param after numbers of the groups that must be done before
 * @param gap which overhead lies between the last of those and the release
 */
public record ReleaseGroup(String label, String pipeline, List<Run> runs, int[] after, Gap gap) {

  public ReleaseGroup {
    runs = List.copyOf(runs);
    after = after.clone();
  }

  /** What kind of boundary a group's release crosses. */
  public enum Gap {
    /** None: the group is released with the run's first tasks. */
    NONE,
    /** From a stage to the next in a pipeline. */
    STAGE,
    /** From one pipeline to another that waits for it. */
    PIPELINE,
    /** To a set that has become ready by itself. */
    SET
  }

  /**
   * Consecutive tasks of one set that are submitted one behind the other.
   *
   * @param set the set
   * @param first the index in the set of the first of them
   * @param count how many
   */
  public record Run(SetInstance set, int first, int count) {

    /** All tasks of a set. */
    public static Run whole(SetInstance set) {
      return new Run(set, 0, set.set().tasks());
    }
  }

  /** A group of whole sets. */
  static ReleaseGroup of(
      String label, String pipeline, List<SetInstance> sets, int[] after, Gap gap) {
    return new ReleaseGroup(label, pipeline, sets.stream().map(Run::whole).toList(), after, gap);
  }
}
