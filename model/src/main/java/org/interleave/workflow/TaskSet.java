package org.interleave.workflow;

import java.util.List;
import org.interleave.duration.Duration;

/**
 * A number of equal tasks: a node of the workflow's DAG.
 *
 * @param name unique in its workflow
 * @param tasks how many, 1 or more
 * @param resources what each of them occupies
 * @param time how long each of them takes
 * @param after what they wait for, in any order
 * @param run what they execute
 * @param timeoutMicros after which real time an attempt at one of them is ended as failed; 0 for
 *     never
 */
public record TaskSet(
    String name,
    int tasks,
    Resources resources,
    Duration time,
    List<Dependency> after,
    Command run,
    long timeoutMicros) {

  /** A set without a timeout. */
  public TaskSet(
      String name,
      int tasks,
      Resources resources,
      Duration time,
      List<Dependency> after,
      Command run) {
    this(name, tasks, resources, time, after, run, 0);
  }

  public TaskSet {
    after = List.copyOf(after);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a task set needs a name");
    }
    if (tasks < 1) {
      throw new IllegalArgumentException(
          "task set '" + name + "' needs 1 task or more, but has " + tasks);
    }
    if (timeoutMicros < 0) {
      throw new IllegalArgumentException("the timeout of '" + name + "' must be 0 or more");
    }
  }

  /** A set of {@code tasks} sleeping tasks that waits for all tasks of the sets named last. */
  public static TaskSet of(
      String name, int tasks, Resources resources, Duration time, String... after) {
    return new TaskSet(
        name,
        tasks,
        resources,
        time,
        java.util.Arrays.stream(after).map(Dependency::on).toList(),
        new Command.Sleep());
  }

  /** GPUs that all tasks of the set occupy together. */
  public long gpuDemand() {
    return (long) tasks * resources.totalGpus();
  }

  /** The same set with another distribution of durations. */
  public TaskSet withTime(Duration other) {
    return new TaskSet(name, tasks, resources, other, after, run, timeoutMicros);
  }
}
