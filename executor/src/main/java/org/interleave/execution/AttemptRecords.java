package org.interleave.execution;

import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Share;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.Command;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;

/** Makes the record of an attempt that has ended. */
final class AttemptRecords {

  private final Workload workload;
  private final String[] stageOfInstance;

  AttemptRecords(Scenario scenario) {
    this.workload = scenario.workload();
    this.stageOfInstance = new String[workload.graph().instances().size()];
    for (ReleaseGroup group : scenario.plan().groups()) {
      for (ReleaseGroup.Run run : group.runs()) {
        stageOfInstance[run.set().id()] = group.label();
      }
    }
  }

  TaskRecord record(
      RunningTask attempt, TaskEnd end, int exitCode, long endedMicros, long freedMicros) {
    SetInstance set = workload.graph().instanceOf(attempt.task);
    Resources r = set.set().resources();
    // What never began has no time of its own: it stopped before it started.
    long ended = Math.max(endedMicros, attempt.dispatchedMicros);
    long started =
        attempt.startedMicros == RunningTask.NOT_YET
            ? ended
            : Math.max(attempt.startedMicros, attempt.dispatchedMicros);
    return new TaskRecord(
        set.set().name(),
        set.iteration(),
        attempt.task - set.firstTask(),
        attempt.number,
        stageOfInstance[set.id()],
        r.slots(),
        r.gpus(),
        r.memoryMiB(),
        attempt.shares.stream().map(Share::node).toList(),
        attempt.readyMicros,
        attempt.dispatchedMicros,
        started,
        Math.max(ended, started),
        Math.max(freedMicros, Math.max(ended, started)),
        set.set().run() instanceof Command.Argv ? 0 : workload.durationMicros(attempt.task),
        end,
        new TaskRecord.Execution(exitCode, attempt.shares));
  }
}
