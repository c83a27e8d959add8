package org.interleave.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.RadicalTable;
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
      if (format == ImportFormat.RADICAL) {
        return RadicalRun.of(RadicalTable.read(file), format, cluster, notes);
      }
      if (format == ImportFormat.PROFILES) {
        return RadicalRun.of(RadicalProfiles.read(file, notes, progress), format, cluster, notes);
      }
      ForeignRun run =
          switch (format) {
            case WFFORMAT -> WfFormatRun.read(file, notes, progress);
            case NEXTFLOW -> NextflowTrace.read(file, notes, progress);
            case SLURM -> SlurmAccounting.read(file, notes, progress);
            case SWF -> StandardWorkload.read(file, notes, progress);
            case RADICAL, PROFILES -> throw new IllegalStateException("read before");
          };
      if (cluster != null) {
        run = placed(file, run, cluster);
      }
      TaskDag dag = new TaskDag(run.parents());
      checkCycle(file, run, dag);
      return RunAssembly.of(run, dag, format, file.toString(), notes.lines());
    } catch (WorkflowException e) {
      throw new SpecException(new Position(file.toString(), 1, 1), String.valueOf(e.getMessage()));
    }
  }

  /** The run on a cluster that is known better than the file tells. */
  private static ForeignRun placed(Path file, ForeignRun run, Cluster cluster) {
    int nodes = run.pooled() ? Integer.MAX_VALUE : cluster.nodeCount();
    for (int t = 0; t < run.tasks().size(); t++) {
      ForeignTask task = run.tasks().get(t);
      String misfit = cluster.misfit(task.resources(), run.pooled());
      int last = task.nodes().stream().mapToInt(Integer::intValue).max().orElse(-1);
      if (!misfit.isEmpty() || last >= nodes) {
        throw new SpecException(
            new Position(file.toString(), run.lines()[t], 1),
            "the task '"
                + task.id()
                + "' "
                + (misfit.isEmpty()
                    ? "ran on another node than the " + nodes + " of the cluster; add nodes to it"
                    : misfit));
      }
    }
    return new ForeignRun(
        run.name(),
        run.tasks(),
        run.parents(),
        cluster,
        run.pooled(),
        run.lines(),
        run.makespanMicros());
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
