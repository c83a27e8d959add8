package org.interleave.trace;

import java.util.List;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Violation.Kind;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/** What a single record can tell by itself. */
final class RecordCheck {

  private static final String[] INSTANTS = {
    "the run began", "ready", "dispatched", "started", "ended", "freed", "the run ended"
  };

  private final TraceHeader header;
  private final int iterations;
  private final int nodes;
  private final Violations found;

  RecordCheck(TraceHeader header, int iterations, Violations found) {
    this.header = header;
    this.iterations = iterations;
    this.nodes = header.pooled() ? 1 : header.cluster().nodeCount();
    this.found = found;
  }

  void check(List<TaskRecord> records) {
    for (TaskRecord r : records) {
      checkOrder(r);
      checkDuration(r);
      checkNodes(r);
      if (isNegative(r)) {
        found.add(Kind.RESOURCES, () -> name(r) + " holds less than nothing: " + held(r));
      }
    }
  }

  /** Holds the records against what their workflow declares. */
  void check(List<TaskRecord> records, Workflow workflow, TaskNumbers numbers) {
    for (TaskRecord r : records) {
      int set = numbers.set(r.set());
      if (numbers.task(r) == TaskNumbers.NONE) {
        found.add(Kind.UNKNOWN, () -> unknown(r, workflow, set));
      }
      if (set != TaskNumbers.NONE) {
        checkResources(r, workflow.sets().get(set).resources());
      }
    }
  }

  private void checkOrder(TaskRecord r) {
    long[] instants = {
      0,
      r.readyMicros(),
      r.dispatchedMicros(),
      r.startedMicros(),
      r.endedMicros(),
      r.freedMicros(),
      header.ttxMicros()
    };
    for (int i = 1; i < instants.length; i++) {
      if (instants[i - 1] > instants[i]) {
        String later = INSTANTS[i] + " at " + Wording.seconds(instants[i]);
        String earlier = INSTANTS[i - 1] + " only at " + Wording.seconds(instants[i - 1]);
        found.add(Kind.ORDER, () -> name(r) + ": " + later + ", but " + earlier);
        return;
      }
    }
  }

  private void checkDuration(TaskRecord r) {
    boolean ordered = 0 <= r.startedMicros() && r.startedMicros() <= r.endedMicros();
    if (!ordered || r.end() != TaskEnd.DONE) {
      return;
    }
    long executed = r.endedMicros() - r.startedMicros();
    if (executed < r.requestedMicros()) {
      found.add(
          Kind.DURATION,
          () ->
              name(r)
                  + ", started at "
                  + Wording.seconds(r.startedMicros())
                  + ", was done in "
                  + Wording.seconds(executed)
                  + " of "
                  + Wording.seconds(r.requestedMicros()));
    }
  }

  private void checkNodes(TaskRecord r) {
    if (r.nodes().isEmpty()) {
      found.add(Kind.NODE, () -> name(r) + " lies on no node");
      return;
    }
    for (int node : r.nodes()) {
      if (node < 0 || node >= nodes) {
        found.add(Kind.NODE, () -> name(r) + " lies on node " + node + ", but " + nodeRange());
        return;
      }
    }
  }

  private String nodeRange() {
    return header.pooled()
        ? "the cluster is pooled as node 0"
        : "the cluster's nodes are 0 to " + (nodes - 1);
  }

  private void checkResources(TaskRecord r, Resources asked) {
    // A record without nodes is reported as such; its number of processes says nothing more.
    boolean processes = r.nodes().isEmpty() || r.nodes().size() == asked.processes();
    boolean same =
        processes
            && r.slots() == asked.slots()
            && r.gpus() == asked.gpus()
            && r.memoryMiB() == asked.memoryMiB();
    if (!same && !isNegative(r)) {
      String wanted = amounts(asked.processes(), asked.slots(), asked.gpus(), asked.memoryMiB());
      found.add(
          Kind.RESOURCES, () -> name(r) + " holds " + held(r) + ", but its set asks for " + wanted);
    }
  }

  private static boolean isNegative(TaskRecord r) {
    return r.slots() < 0 || r.gpus() < 0 || r.memoryMiB() < 0;
  }

  private static String unknown(TaskRecord r, Workflow workflow, int set) {
    String of =
        "record of '" + r.set() + "', iteration " + r.iteration() + ", #" + r.index() + ": ";
    if (set == TaskNumbers.NONE) {
      return of + "workflow '" + workflow.name() + "' has no such set";
    }
    if (r.iteration() < 0 || r.iteration() >= workflow.iterations()) {
      return of + "iterations are 0 to " + (workflow.iterations() - 1);
    }
    TaskSet declared = workflow.sets().get(set);
    return of + "its tasks are #0 to #" + (declared.tasks() - 1);
  }

  private String name(TaskRecord r) {
    return Wording.attempt(r, iterations);
  }

  private static String held(TaskRecord r) {
    return amounts(r.nodes().size(), r.slots(), r.gpus(), r.memoryMiB());
  }

  private static String amounts(int processes, int slots, int gpus, long memoryMiB) {
    return processes + " x (" + slots + " slots, " + gpus + " GPUs, " + memoryMiB + " MiB)";
  }
}
