package org.interleave.page;

import java.util.HashSet;
import java.util.Set;
import org.interleave.spec.Spec;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;

/**
 * A workflow of which traces were made: traces hold no dependencies, its specification does.
 *
 * @param source where the specification was read
 * @param spec as it was read
 * @param graph of its workflow
 */
record KnownWorkflow(String source, Spec spec, WorkflowGraph graph) {

  static KnownWorkflow of(String source, Spec spec) {
    return new KnownWorkflow(source, spec, WorkflowGraph.of(spec.workflow()));
  }

  /** Whether a trace may be of it: of its name, and without a set that it does not have. */
  boolean suits(Trace trace) {
    if (!trace.header().workflow().equals(spec.workflow().name())
        || trace.header().iterations() != spec.workflow().iterations()) {
      return false;
    }
    Set<String> names = new HashSet<>();
    spec.workflow().sets().stream().map(TaskSet::name).forEach(names::add);
    for (TaskRecord t : trace.records()) {
      if (!names.contains(t.set()) || t.iteration() >= spec.workflow().iterations()) {
        return false;
      }
    }
    return true;
  }
}
