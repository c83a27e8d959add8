package org.interleave.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.report.PredictionReport;
import org.interleave.scheduling.PstCheck;
import org.interleave.spec.Spec;
import org.interleave.workflow.WorkflowGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code interleave check}. */
@Command(
    name = "check",
    description = "Check a specification without running it, and say how it was understood.",
    footer = {"", "Example: interleave check workflow.yaml --cluster summit-16"})
final class CheckCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SpecOptions specOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Spec spec = specOptions.read();
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    List<String> notes = PstCheck.violations(graph);
    Json json =
        Json.object()
            .put("workflow", spec.workflow().name())
            .put("sets", spec.workflow().sets().size())
            .put("iterations", spec.workflow().iterations())
            .put("tasks", graph.taskCount())
            .put("cluster", spec.cluster().name())
            .put("nodes", spec.cluster().nodeCount())
            .put("slots", spec.cluster().totalSlots())
            .put("gpus", spec.cluster().totalGpus())
            .put("overheads", spec.overheads().name())
            .put("policy", spec.policy().label())
            .put("notes", notes)
            .put("provenance", PredictionReport.provenance(spec));
    if (output.out != null) {
      OutputFile.write(output.out.resolve("check.json"), json.text());
    }
    PrintWriter out = command.commandLine().getOut();
    if (output.json) {
      out.print(json.text());
    } else {
      out.printf(
          Locale.ROOT,
          "%s: ok: %d set(s) x %d iteration(s), %d tasks, on %s (%d nodes, %d slots, %d GPUs), %s,"
              + " overheads: %s%n",
          spec.source(),
          spec.workflow().sets().size(),
          spec.workflow().iterations(),
          graph.taskCount(),
          spec.cluster().name(),
          spec.cluster().nodeCount(),
          spec.cluster().totalSlots(),
          spec.cluster().totalGpus(),
          spec.policy().label(),
          spec.overheads().name());
      notes.forEach(n -> out.println("note: " + n));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
