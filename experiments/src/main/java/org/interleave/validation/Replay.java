package org.interleave.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.RadicalTable;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.trace.Metrics;
import org.interleave.trace.Metrics.SetFigures;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.interleave.trace.Violation;

/**
 * A recorded run beside its simulation: the same tasks with their requested durations, submitted in
 * the same order, on a modelled cluster with modelled overheads.
 *
 * @param recorded what was recorded
 * @param simulated what the simulator makes of it
 * @param recordedMetrics the figures of the record
 * @param simulatedMetrics the figures of the simulation
 * @param sets every set in both
 * @param violations what the checker finds in the record
 * @param assumptions what had to be inferred
 */
public record Replay(
    Trace recorded,
    Trace simulated,
    Metrics recordedMetrics,
    Metrics simulatedMetrics,
    List<SetComparison> sets,
    List<Violation> violations,
    List<String> assumptions) {

  public Replay {
    sets = List.copyOf(sets);
    violations = List.copyOf(violations);
    assumptions = List.copyOf(assumptions);
  }

  /** A set in the record and in the simulation. */
  public record SetComparison(SetFigures recorded, SetFigures simulated) {

    /** Whether both used the same nodes. */
    public boolean sameNodes() {
      return recorded.nodes().equals(simulated.nodes());
    }
  }

  /** Replays a recorded run. */
  public static Replay of(
      RadicalTable table, Cluster cluster, Overheads overheads, SchedulingPolicy policy) {
    try {
      return of(RecordedStructure.of(table), cluster, overheads, policy);
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          new Position(table.source(), 1, 1),
          "this run can't be replayed on " + cluster.name() + ": " + e.getMessage());
    }
  }

  private static Replay of(
      RecordedStructure structure, Cluster cluster, Overheads overheads, SchedulingPolicy policy) {
    Trace recorded = structure.trace(cluster);
    Outcome outcome =
        Simulator.trace(
            new Scenario(
                structure.workload(),
                structure.plan(),
                cluster,
                policy,
                overheads,
                FailurePolicy.STRICT));
    Metrics before = Metrics.of(recorded);
    Map<String, SetFigures> simulated =
        outcome.metrics().sets().stream()
            .collect(Collectors.toMap(SetFigures::label, Function.identity()));
    List<SetComparison> sets = new ArrayList<>();
    for (SetFigures set : before.sets()) {
      SetFigures twin = simulated.get(set.label());
      if (twin != null) {
        sets.add(new SetComparison(set, twin));
      }
    }
    return new Replay(
        recorded,
        outcome.requireTrace(),
        before,
        outcome.metrics(),
        sets,
        TraceChecker.check(recorded, structure.graph().workflow()),
        structure.assumptions());
  }

  /** How much longer the simulated span is than the recorded one, as a share of that. */
  public double spanError() {
    return simulatedMetrics.spanSeconds() / recordedMetrics.spanSeconds() - 1;
  }

  /** The largest difference of a set's start or end, as a share of the recorded span. */
  public double largestSetError() {
    return sets.stream()
            .mapToDouble(
                s ->
                    Math.max(
                        Math.abs(s.recorded().startSeconds() - s.simulated().startSeconds()),
                        Math.abs(s.recorded().endSeconds() - s.simulated().endSeconds())))
            .max()
            .orElse(0)
        / recordedMetrics.spanSeconds();
  }
}
