package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.Outcome;
import org.interleave.Workload;
import org.interleave.explain.CriticalChain;
import org.interleave.explain.SetWaits;
import org.interleave.explain.WhatIf;
import org.interleave.interchange.OutputFile;
import org.interleave.interchange.TraceFile;
import org.interleave.report.ExplanationReport;
import org.interleave.scheduling.Plan;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code interleave explain}. */
@Command(
    name = "explain",
    description = {
      "Say why a run takes as long as it does, and what would change that.",
      "What each set waited for, the critical chain in time, what is masked, and which small change",
      "would move TTX most, found by simulation. SPEC may also be a trace that was written by --trace;",
      "then no changes are tried."
    },
    footer = {"", "Example: interleave explain ddmd-as-run --overheads summit-entk"})
final class ExplainCommand implements Callable<Integer> {

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private SpecOptions specOptions;
  @Mixin private OutputOptions output;
  @Mixin private SeedOption drawn;

  @Option(
      names = "--replications",
      paramLabel = "N",
      description =
          "By how many runs each change is judged; 30 if left out, 1 if nothing is random.")
  private @Nullable Integer replications;

  @Override
  public Integer call() {
    Path file = specOptions.file();
    ExplanationReport report =
        file != null && Files.isRegularFile(file) && TraceFile.isTrace(file)
            ? ofTrace(TraceFile.read(file))
            : ofSpec(specOptions.read());
    if (output.out != null) {
      OutputFile.write(output.out.resolve("explanation.json"), report.json().text());
      OutputFile.write(output.out.resolve("explanation.txt"), report.text());
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(output.json ? report.json().text() : report.text());
    out.flush();
    return ExitCode.DONE;
  }

  private static ExplanationReport ofTrace(Trace trace) {
    return new ExplanationReport(
        trace.header(),
        Metrics.of(trace),
        SetWaits.of(trace),
        CriticalChain.of(trace, null),
        List.of());
  }

  private ExplanationReport ofSpec(Spec spec) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Outcome outcome =
        Simulator.trace(
            spec.scenario(Workload.draw(graph, drawn.seed, 0), Plan.asynchronous(graph)));
    Trace trace = outcome.requireTrace();
    boolean random =
        spec.workflow().sets().stream().anyMatch(s -> !s.time().isConstant())
            || spec.overheads().isRandom()
            || !spec.faults().equals(org.interleave.Faults.NONE);
    int runs = replications == null ? random ? 30 : 1 : replications;
    if (runs < 1 || runs > 100_000) {
      throw new UsageException("--replications must be from 1 to 100000");
    }
    List<WhatIf.Change> changes;
    try (Steps steps = Steps.of("changes", WhatIf.count(spec))) {
      changes = WhatIf.rank(spec, drawn.seed, runs, steps::count);
    }
    return new ExplanationReport(
        trace.header(),
        outcome.metrics(),
        SetWaits.of(trace),
        CriticalChain.of(trace, graph),
        changes);
  }
}
