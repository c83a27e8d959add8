package org.interleave.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interleave.scheduling.ExecutionMode;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which executions of a workflow are meant. */
final class ModeOptions {

  /** Which executions. */
  enum Modes {
    ALL,
    BOTH,
    SEQUENTIAL,
    PST,
    ASYNCHRONOUS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which sequential executions. */
  enum Baselines {
    RANKS,
    STAGES,
    SETS,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "sequential, pst (the pipelines as given), asynchronous, both (sequential and asynchronous), "
              + "or all (both, and pst where there are pipelines). If left out: all; for run: asynchronous.")
  private @Nullable Modes mode;

  @Option(
      names = "--baseline",
      paramLabel = "BASELINE",
      defaultValue = "ranks",
      description =
          "What runs at once in sequence: the sets of a rank (ranks, the default), of a listed stage "
              + "(stages), one set (sets), or all three one after the other.")
  private Baselines baseline = Baselines.RANKS;

  /** The plans of the workflow that are asked for, sequential ones first. */
  List<Plan> plans(WorkflowGraph graph) {
    return plans(graph, Modes.ALL);
  }

  /**
   * The plans of the workflow that are asked for, sequential ones first.
   *
   * @param usual what is meant if nothing is said
   */
  List<Plan> plans(WorkflowGraph graph, Modes usual) {
    Modes meant = mode == null ? usual : mode;
    boolean two = meant == Modes.ALL || meant == Modes.BOTH;
    boolean hasPipelines = !graph.workflow().pipelines().isEmpty();
    List<Plan> plans = new ArrayList<>();
    if (two || meant == Modes.SEQUENTIAL) {
      for (SequentialBaseline b : SequentialBaseline.values()) {
        if (baseline == Baselines.ALL || baseline.name().equals(b.name())) {
          plans.add(Plan.sequential(graph, b));
        }
      }
    }
    if (meant == Modes.PST && !hasPipelines) {
      throw new UsageException(
          "workflow '"
              + graph.workflow().name()
              + "' has no pipelines; add them, or choose another --mode");
    }
    if (meant == Modes.PST || meant == Modes.ALL && hasPipelines) {
      plans.add(Plan.pst(graph));
    }
    if (two || meant == Modes.ASYNCHRONOUS) {
      plans.add(Plan.asynchronous(graph));
    }
    return plans;
  }

  /** The key of a run in the results: baselines other than the chosen one bear their name. */
  String nameOf(Plan plan) {
    boolean single = baseline != Baselines.ALL;
    return plan.mode() == ExecutionMode.SEQUENTIAL
            && (single || plan.label().endsWith(SequentialBaseline.RANKS.label()))
        ? ExecutionMode.SEQUENTIAL.label()
        : plan.label();
  }

  /** Whether exactly one execution is asked for. */
  boolean single() {
    return mode == Modes.PST
        || mode == Modes.ASYNCHRONOUS
        || mode == Modes.SEQUENTIAL && baseline != Baselines.ALL;
  }

  /** The baseline that improvements refer to. */
  String baselineLabel() {
    return baseline == Baselines.ALL
        ? SequentialBaseline.RANKS.label()
        : SequentialBaseline.valueOf(baseline.name()).label();
  }
}
