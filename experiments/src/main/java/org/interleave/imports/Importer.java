package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.interleave.cluster.Cluster;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** Reads other systems' files. */
public final class Importer {

  private static final int NAMES_IN_A_MESSAGE = 8;

  private Importer() {}

  /**
   * Reads a file.
   *
   * @param file the file; of RADICAL-Pilot's profiles the folder
   * @param format which one it is, as {@link ImportFormat#of} tells
   * @param cluster where it ran, or null for what the file tells of that
   * @param progress told now and then how many tasks were read
   * @throws SpecException if the file is damaged, or is no workflow
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static ImportedWorkflow read(
      Path file, ImportFormat format, @Nullable Cluster cluster, IntConsumer progress) {
    Notes notes = new Notes();
    try {
      ForeignRun run =
          switch (format) {
            case WFFORMAT -> WfFormatRun.read(file, notes, progress);
            default -> throw new IllegalStateException("not yet");
          };
      TaskDag dag = new TaskDag(run.parents());
      checkCycle(file, run, dag);
      return RunAssembly.of(run, dag, format, file.toString(), notes.lines());
    } catch (WorkflowException e) {
      throw new SpecException(new Position(file.toString(), 1, 1), String.valueOf(e.getMessage()));
    }
  }

  private static void checkCycle(Path file, ForeignRun run, TaskDag dag) {
    List<Integer> cycle = dag.cycle();
    if (cycle.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    cycle.stream().limit(NAMES_IN_A_MESSAGE).forEach(t -> names.add(run.tasks().get(t).id()));
    throw new SpecException(
        new Position(file.toString(), run.lines()[cycle.get(0)], 1),
        "the tasks wait for each other in a cycle: "
            + String.join(" -> ", names)
            + (cycle.size() > names.size() ? " -> ... (" + cycle.size() + " in all)" : "")
            + " -> "
            + names.get(0)
            + "; remove one of these edges");
  }
}
