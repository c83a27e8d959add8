package org.interleave.paper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.analysis.Prediction;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Normal;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * The paper's experiments, predicted and simulated.
 *
 * @param rows one for each workflow of Table III
 * @param respecting DeepDriveMD executed asynchronously as its DAG demands, with overheads
 * @param aggregationFirst the same with Aggregation submitted before Simulation where both are
 *     ready
 * @param refuted c-DAG1 on the printed number of cores, in sequence
 * @param seed of the drawn durations
 */
record PaperStudy(
    List<Row> rows, Outcome respecting, Outcome aggregationFirst, Outcome refuted, long seed) {

  /** The cluster of runs without overheads, and the one that the authors' runs could place on. */
  static final String CLUSTER = "summit-16";

  static final String CLUSTER_AS_RUN = "summit-16-as-run";
  static final String OVERHEADS = "summit-entk";

  PaperStudy {
    rows = List.copyOf(rows);
  }

  /**
   * One workflow.
   *
   * @param experiment what it is
   * @param printed the predicted column of Table III
   * @param corrected the corrected closed form, TX as run, without overheads
   * @param correctedWithOverheads the same with overheads
   * @param sequential simulated without overheads
   * @param asynchronous simulated without overheads, in the recorded structure
   * @param sequentialWithOverheads simulated with overheads and the spread of TX as run
   * @param asynchronousWithOverheads the same in the recorded structure
   */
  record Row(
      Experiment experiment,
      PrintedPrediction printed,
      Prediction corrected,
      Prediction correctedWithOverheads,
      Outcome sequential,
      Outcome asynchronous,
      Outcome sequentialWithOverheads,
      Outcome asynchronousWithOverheads) {}

  /** Told of each finished step. */
  interface Progress {
    void step(String what);
  }

  /** How many steps {@link #run} takes. */
  static int steps() {
    return 4 * Experiment.ALL.size() + 3;
  }

  /** Predicts and simulates everything. */
  static PaperStudy run(long seed, Progress progress) {
    SpecReader reader = new SpecReader(new ShippedPresets());
    Cluster asRun = reader.cluster(CLUSTER_AS_RUN);
    Overheads overheads = reader.overheads(OVERHEADS);
    List<Row> rows = new ArrayList<>();
    for (Experiment e : Experiment.ALL) {
      Spec run = ShippedPresets.workflow(e.asRun(), List.of());
      WorkflowGraph graph = WorkflowGraph.of(run.workflow());
      WorkflowGraph recorded =
          WorkflowGraph.of(ShippedPresets.workflow(e.recorded(), List.of()).workflow());
      Prediction corrected = Prediction.of(graph, run.cluster(), Overheads.NONE, run.masked());
      Prediction withOverheads = Prediction.of(graph, asRun, overheads, run.masked());
      progress.step(e.name() + " predicted");
      Outcome sequential = simulate(run, graph, sequential(graph), run.cluster(), Overheads.NONE);
      Outcome asynchronous =
          simulate(run, recorded, Plan.pst(recorded), run.cluster(), Overheads.NONE);
      progress.step(e.name() + " simulated without overheads");
      WorkflowGraph spread = spread(run.workflow(), e.sdSeconds());
      Outcome sequentialWith = simulate(run, spread, sequential(spread), asRun, overheads, seed);
      progress.step(e.name() + " simulated in sequence");
      WorkflowGraph spreadRecorded = spread(recorded.workflow(), e.sdSeconds());
      Outcome asynchronousWith =
          simulate(run, spreadRecorded, Plan.pst(spreadRecorded), asRun, overheads, seed);
      progress.step(e.name() + " simulated asynchronously");
      rows.add(
          new Row(
              e,
              PrintedPrediction.of(ShippedPresets.workflow(e.asPrinted(), List.of()), e.printed()),
              corrected,
              withOverheads,
              sequential,
              asynchronous,
              sequentialWith,
              asynchronousWith));
    }
    Spec ddmd = ShippedPresets.workflow("ddmd-as-run", List.of());
    WorkflowGraph spread = spread(ddmd.workflow(), Experiment.ALL.get(0).sdSeconds());
    Outcome respecting = simulate(ddmd, spread, Plan.asynchronous(spread), asRun, overheads, seed);
    progress.step("DeepDriveMD simulated as its DAG demands");
    WorkflowGraph reordered = WorkflowGraph.of(aggregationFirst(spread.workflow()));
    Outcome aggregationFirst =
        simulate(ddmd, reordered, Plan.asynchronous(reordered), asRun, overheads, seed);
    progress.step("DeepDriveMD simulated with Aggregation first");
    Spec cdag1 = ShippedPresets.workflow("cdag1-as-run", List.of("cluster=paper-706"));
    WorkflowGraph graph = WorkflowGraph.of(cdag1.workflow());
    Outcome refuted = simulate(cdag1, graph, sequential(graph), cdag1.cluster(), Overheads.NONE);
    progress.step("c-DAG1 simulated on the printed cores");
    return new PaperStudy(rows, respecting, aggregationFirst, refuted, seed);
  }

  /** In the recorded run, Aggregation tasks were placed first and kept Simulation tasks waiting. */
  private static Workflow aggregationFirst(Workflow w) {
    List<TaskSet> sets = new ArrayList<>(w.sets());
    sets.sort(Comparator.comparing(s -> !s.name().equals("Aggregation")));
    return new Workflow(w.name(), w.iterations(), sets, w.stages(), w.pipelines());
  }

  private static Plan sequential(WorkflowGraph graph) {
    return Plan.sequential(graph, SequentialBaseline.RANKS);
  }

  private static Outcome simulate(
      Spec spec, WorkflowGraph graph, Plan plan, Cluster cluster, Overheads overheads) {
    return simulate(spec, graph, plan, cluster, overheads, 0);
  }

  private static Outcome simulate(
      Spec spec, WorkflowGraph graph, Plan plan, Cluster cluster, Overheads overheads, long seed) {
    return Simulator.trace(
        new Scenario(
            Workload.draw(graph, seed, 0),
            plan,
            cluster,
            spec.policy(),
            overheads,
            spec.failures()));
  }

  private static WorkflowGraph spread(Workflow workflow, double sdSeconds) {
    return WorkflowGraph.of(
        workflow.mapSets(s -> s.withTime(new Normal(s.time().meanSeconds(), sdSeconds))));
  }
}
