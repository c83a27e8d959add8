package org.interleave.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Violation.Kind;
import org.interleave.workflow.Dependency.Match;
import org.interleave.workflow.Pipeline;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/**
 * Whether every attempt started after all that its set waits for was done.
 *
 * <p>What an instance waits for is folded into one task, the last of all to be done; so each edge
 * between sets, and each barrier between stages, is looked at once and not once a task.
 */
final class DependencyCheck {

  /** Stands for no task at all. */
  private static final int NOTHING = -1;

  private static final long NEVER = Long.MAX_VALUE;

  private final List<TaskRecord> records;
  private final Workflow workflow;
  private final TaskNumbers numbers;
  private final Grouping byTask;
  private final Violations found;
  private final long[] doneMicros;
  private final int[] lastOf;

  DependencyCheck(
      List<TaskRecord> records,
      Workflow workflow,
      TaskNumbers numbers,
      Grouping byTask,
      Violations found) {
    this.records = records;
    this.workflow = workflow;
    this.numbers = numbers;
    this.byTask = byTask;
    this.found = found;
    this.doneMicros = doneMicros();
    this.lastOf = lastOf();
  }

  /** Reports the tasks that were never done. */
  void checkComplete() {
    for (int t = 0; t < doneMicros.length; t++) {
      if (doneMicros[t] == NEVER) {
        int task = t;
        found.add(
            Kind.MISSING,
            () -> numbers.label(task) + " was not done in " + byTask.size(task) + " attempt(s)");
      }
    }
  }

  void check() {
    int[] lastBefore = workflow.dependsByPipelines() ? lastByPipelines() : lastByDependencies();
    for (int i = 0; i < numbers.instances(); i++) {
      int iteration = i / numbers.sets();
      int[] matched = awaited(workflow.sets().get(i % numbers.sets()), iteration, Match.INDEX);
      for (int index = 0; index < numbers.size(i); index++) {
        int before = lastBefore[i];
        for (int other : matched) {
          before = later(before, numbers.firstTask(other) + index);
        }
        if (before != NOTHING) {
          checkStarts(numbers.firstTask(i) + index, before);
        }
      }
    }
  }

  private void checkStarts(int task, int before) {
    for (int a = 0; a < byTask.size(task); a++) {
      TaskRecord r = records.get(byTask.member(task, a));
      if (r.startedMicros() < doneMicros[before]) {
        found.add(Kind.DEPENDENCY, () -> early(r, before));
      }
    }
  }

  private String early(TaskRecord r, int before) {
    String started =
        Wording.attempt(r, workflow.iterations())
            + " started at "
            + Wording.seconds(r.startedMicros());
    return doneMicros[before] == NEVER
        ? started + ", but waits for " + numbers.label(before) + ", which was never done"
        : started
            + ", before "
            + numbers.label(before)
            + " was done at "
            + Wording.seconds(doneMicros[before]);
  }

  /** When each task was done first. */
  private long[] doneMicros() {
    long[] done = new long[byTask.groups()];
    Arrays.fill(done, NEVER);
    for (int t = 0; t < done.length; t++) {
      for (int a = 0; a < byTask.size(t); a++) {
        TaskRecord r = records.get(byTask.member(t, a));
        if (r.end() == TaskEnd.DONE) {
          done[t] = Math.min(done[t], Math.min(r.endedMicros(), NEVER - 1));
        }
      }
    }
    return done;
  }

  /** The task of each instance that was the last to be done. */
  private int[] lastOf() {
    int[] last = new int[numbers.instances()];
    for (int i = 0; i < last.length; i++) {
      int first = numbers.firstTask(i);
      last[i] = first;
      for (int t = first + 1; t < first + numbers.size(i); t++) {
        last[i] = later(last[i], t);
      }
    }
    return last;
  }

  /** The last task of all the instances that each instance waits for wholly. */
  private int[] lastByDependencies() {
    int[] last = new int[numbers.instances()];
    for (int i = 0; i < last.length; i++) {
      last[i] = NOTHING;
      TaskSet set = workflow.sets().get(i % numbers.sets());
      for (int other : awaited(set, i / numbers.sets(), Match.ALL)) {
        last[i] = later(last[i], lastOf[other]);
      }
    }
    return last;
  }

  /** The same where a stage waits for the one before it, and a first stage for other pipelines. */
  private int[] lastByPipelines() {
    Map<String, Integer> lastOfPipeline = new HashMap<>();
    for (Pipeline p : workflow.pipelines()) {
      lastOfPipeline.put(p.name(), lastOfStage(p.stages().get(p.stages().size() - 1)));
    }
    int[] last = new int[numbers.instances()];
    Arrays.fill(last, NOTHING);
    for (Pipeline p : workflow.pipelines()) {
      int before = NOTHING;
      for (String other : p.after()) {
        before = later(before, lastOfPipeline.getOrDefault(other, NOTHING));
      }
      for (List<String> stage : p.stages()) {
        for (String set : stage) {
          last[numbers.set(set)] = before;
        }
        before = lastOfStage(stage);
      }
    }
    return last;
  }

  /** Pipelines in place of dependencies describe one iteration: its instances are the sets. */
  private int lastOfStage(List<String> stage) {
    int last = NOTHING;
    for (String set : stage) {
      last = later(last, lastOf[numbers.set(set)]);
    }
    return last;
  }

  /** The instances that a set waits for in one of its iterations, task by task or wholly. */
  private int[] awaited(TaskSet set, int iteration, Match match) {
    return set.after().stream()
        .filter(d -> d.match() == match && (iteration > 0 || !d.previousIteration()))
        .mapToInt(
            d ->
                numbers.instance(
                    d.previousIteration() ? iteration - 1 : iteration, numbers.set(d.set())))
        .toArray();
  }

  /** Of two tasks the one that was done later, or never. */
  private int later(int one, int other) {
    if (one == NOTHING || other == NOTHING) {
      return Math.max(one, other);
    }
    return doneMicros[other] > doneMicros[one] ? other : one;
  }
}
