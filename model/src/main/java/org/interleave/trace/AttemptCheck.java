package org.interleave.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Violation.Kind;

/**
 * Whether the attempts at each task follow each other as they may. An attempt that was lost does
 * not count: the next one has its number. Nor does one that was canceled in a real execution, which
 * can be resumed; in a simulation the task is at its end with it.
 */
final class AttemptCheck {

  /**
   * By time. Attempts that took none are told apart by their numbers, and one that does not count
   * comes before the attempt that it lets have the same number.
   */
  private static final Comparator<TaskRecord> IN_TIME =
      Comparator.comparingLong(TaskRecord::startedMicros)
          .thenComparingLong(TaskRecord::endedMicros)
          .thenComparingInt(TaskRecord::attempt)
          .thenComparing(AttemptCheck::counts);

  private final List<TaskRecord> records;
  private final int iterations;
  private final Violations found;

  AttemptCheck(List<TaskRecord> records, int iterations, Violations found) {
    this.records = records;
    this.iterations = iterations;
    this.found = found;
  }

  private static boolean counts(TaskRecord r) {
    return r.end() != TaskEnd.LOST && (r.end() != TaskEnd.CANCELED || r.execution() == null);
  }

  void check(Grouping byTask) {
    for (int task = 0; task < byTask.groups(); task++) {
      List<TaskRecord> attempts = new ArrayList<>(byTask.size(task));
      for (int a = 0; a < byTask.size(task); a++) {
        attempts.add(records.get(byTask.member(task, a)));
      }
      attempts.sort(IN_TIME);
      new Course().follow(attempts);
    }
  }

  /** How far one task has come. */
  private final class Course {

    private final Set<Integer> used = new HashSet<>();
    private long expected = 1;
    private long endedMicros = Long.MIN_VALUE;
    private TaskEnd last = TaskEnd.LOST;

    void follow(List<TaskRecord> attempts) {
      for (TaskRecord r : attempts) {
        check(r);
        boolean counts = counts(r);
        if (counts) {
          used.add(r.attempt());
        }
        // Goes on from the number that is written, so that one slip is reported once.
        expected = counts ? r.attempt() + 1L : r.attempt();
        endedMicros = Math.max(endedMicros, r.endedMicros());
        last = last == TaskEnd.DONE ? last : counts ? r.end() : TaskEnd.LOST;
      }
    }

    private void check(TaskRecord r) {
      if (last == TaskEnd.DONE && r.end() == TaskEnd.DONE) {
        report(Kind.DUPLICATE, r, "is done, but the task was done before");
      } else if (used.contains(r.attempt())) {
        report(Kind.DUPLICATE, r, "is recorded twice, and was not lost the first time");
      } else if (last == TaskEnd.DONE) {
        report(Kind.ATTEMPT, r, "comes after the task was done");
      } else if (last == TaskEnd.CANCELED) {
        report(Kind.ATTEMPT, r, "comes after the task was canceled");
      } else if (r.attempt() != expected) {
        report(Kind.ATTEMPT, r, "should be attempt " + expected);
      } else if (r.startedMicros() < endedMicros) {
        String until = Wording.seconds(endedMicros);
        report(Kind.ATTEMPT, r, "began before an earlier one had ended at " + until);
      }
    }

    private void report(Kind kind, TaskRecord r, String what) {
      String at = Wording.seconds(r.startedMicros());
      found.add(kind, () -> Wording.attempt(r, iterations) + ", started at " + at + ", " + what);
    }
  }
}
