package org.interleave.validation;

import java.util.List;
import org.interleave.Outcome;
import org.interleave.scheduling.ExecutionMode;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.PstCheck;
import org.interleave.trace.TraceChecker;
import org.interleave.trace.Violation;

/**
 * Whether the trace of a run can be believed.
 *
 * @param allowed dependencies that pipelines break as they are given: the user's choice, to be told
 * @param violations what must not be
 */
public record Soundness(List<String> allowed, List<Violation> violations) {

  public Soundness {
    allowed = List.copyOf(allowed);
    violations = List.copyOf(violations);
  }

  /** Checks a run that kept its trace. Only pipelines may break dependencies. */
  public static Soundness of(Plan plan, Outcome outcome) {
    List<String> broken =
        plan.mode() == ExecutionMode.PST ? PstCheck.violations(plan.graph()) : List.of();
    return new Soundness(
        broken,
        broken.isEmpty()
            ? TraceChecker.check(
                outcome.requireTrace(), plan.graph().workflow(), outcome.complete())
            : TraceChecker.checkAlone(outcome.requireTrace()));
  }
}
