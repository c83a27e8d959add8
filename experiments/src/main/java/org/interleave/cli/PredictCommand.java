package org.interleave.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.interleave.Workload;
import org.interleave.analysis.Prediction;
import org.interleave.interchange.OutputFile;
import org.interleave.report.PredictionReport;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.PstCheck;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.workflow.WorkflowGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code interleave predict}. */
@Command(
    name = "predict",
    description = {
      "Predict in closed form what asynchronous execution would bring.",
      "The degrees of asynchronicity, the baselines, the paper's equations as printed and corrected,",
      "what is masked, and bounds. The closed form thinks in whole sets, the longest path first: what",
      "an order or a placement does, simulate shows. Where it is in doubt, a simulation stands beside it."
    },
    footer = {"", "Example: interleave predict ddmd-as-run --set iterations=6"})
final class PredictCommand implements Callable<Integer> {

  /** That of simulate, where none is given. */
  private static final long SEED = 1;

  /** More take longer to simulate than anybody waits for a formula. */
  private static final int MOST_TASKS = 200_000;

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SpecOptions specOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Spec spec = specOptions.read();
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Prediction prediction =
        Prediction.of(
            graph,
            spec.cluster(),
            spec.policy().placement().pooled(),
            spec.overheads(),
            spec.masked());
    PredictionReport report =
        new PredictionReport(
            spec,
            prediction,
            prediction.coarse() && graph.taskCount() <= MOST_TASKS ? simulated(spec, graph) : null,
            PstCheck.violations(graph));
    if (output.out != null) {
      OutputFile.write(output.out.resolve("prediction.json"), report.json().text());
      OutputFile.write(output.out.resolve("prediction.txt"), report.text());
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? report.json().text() : report.text());
    out.flush();
    return ExitCode.DONE;
  }

  /** What simulate says: where the closed form is in doubt, that is what one would ask next. */
  private static PredictionReport.Simulated simulated(Spec spec, WorkflowGraph graph) {
    Workload workload = Workload.draw(graph, SEED, 0);
    return new PredictionReport.Simulated(
        seconds(spec, workload, Plan.sequential(graph, SequentialBaseline.RANKS)),
        seconds(spec, workload, Plan.asynchronous(graph)));
  }

  /** Without faults, of which the closed form knows nothing either. */
  private static double seconds(Spec spec, Workload workload, Plan plan) {
    return Simulator.measure(spec.withoutFaults(workload, plan)).ttxSeconds();
  }
}
