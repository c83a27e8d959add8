package org.interleave.imports;

import java.util.List;
import org.interleave.spec.Spec;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What was made of another system's file.
 *
 * @param format which one it was
 * @param spec the workflow, where it ran, and each task's recorded time
 * @param trace what was recorded of the run, or null where starts are not
 * @param tasks where each task of the file went, in the order of the file
 * @param figures what the file holds, as counted task by task
 * @param notes what was assumed, repaired or left out, a line each
 */
public record ImportedWorkflow(
    ImportFormat format,
    Spec spec,
    @Nullable Trace trace,
    List<PlacedTask> tasks,
    Figures figures,
    List<String> notes) {

  /** The note where only the times of the tasks are known. */
  public static final String NO_STARTS = "no task has a start, so there is no trace of the run";

  /**
   * A task of the file in the specification.
   *
   * @param id its name in the file
   * @param set the name of its set
   * @param index in the set, from 0
   */
  public record PlacedTask(String id, String set, int index) {}

  /**
   * What the file holds.
   *
   * @param tasks how many
   * @param edges between single tasks; -1 where the file knows of none, but of stages
   * @param levels tasks on the longest path, counted
   * @param widest the most tasks of one level
   * @param runtimeMicros of all tasks together
   * @param criticalPathMicros the longest chain of runtimes
   * @param makespanMicros that the file gives, or -1
   */
  public record Figures(
      int tasks,
      long edges,
      int levels,
      int widest,
      long runtimeMicros,
      long criticalPathMicros,
      long makespanMicros) {}

  public ImportedWorkflow {
    tasks = List.copyOf(tasks);
    notes = List.copyOf(notes);
  }
}
