package org.interleave.execution.journal;

import java.util.Arrays;
import org.interleave.scheduling.TaskEnd;

/** Which fact may follow which: that of a run as it can happen, and no other. */
final class FactOrder {

  private static final byte WAITING = 0; // or to be tried again
  private static final byte INTENDED = 1;
  private static final byte STARTED = 2;
  private static final byte DONE = 3;

  private boolean begun;
  private boolean finished;
  private boolean complete;
  private int tasks;
  private int session;
  private int running; // of those that this session intended
  private byte[] states = {};
  private int[] launches = {};
  private int[] sessions = {}; // that intended the last launch

  /**
   * Takes the next fact.
   *
   * @throws IllegalArgumentException if it can't be the next; nothing has changed then
   */
  void accept(Fact fact) {
    if (fact instanceof Fact.Begun f) {
      require(!begun, "the run begins a second time");
      begun = true;
      tasks = f.tasks();
      return;
    }
    require(begun, "the first fact is not that the run begins");
    if (fact instanceof Fact.Session f) {
      require(f.number() - 1 == session, "session " + f.number() + " follows session " + session);
      session = f.number();
      running = 0;
      finished = false;
      return;
    }
    require(session > 0, "something happens before the first session");
    require(!complete, "something happens after the run was complete");
    require(!finished, "something happens after the session had finished");
    if (fact instanceof Fact.Intended f) {
      intended(f);
    } else if (fact instanceof Fact.Started f) {
      int task = launched(f.task(), f.launch());
      require(states[task] == INTENDED, "task " + task + " starts twice");
      states[task] = STARTED;
    } else if (fact instanceof Fact.Ended f) {
      int task = launched(f.task(), f.launch());
      states[task] = f.end() == TaskEnd.DONE ? DONE : WAITING;
      if (sessions[task] == session) {
        running--;
      }
    } else if (fact instanceof Fact.Finished f) {
      require(!f.complete() || running == 0, "the run is complete while " + running + " tasks run");
      finished = true;
      complete = f.complete();
    }
  }

  private void intended(Fact.Intended f) {
    int task = known(f.task());
    require(states[task] != DONE, "task " + task + " is intended, but is done");
    require(
        states[task] == WAITING || sessions[task] < session,
        "task " + task + " is intended, but is running");
    require(
        f.launch() > launches[task],
        "launch " + f.launch() + " of task " + task + " follows launch " + launches[task]);
    states[task] = INTENDED;
    launches[task] = f.launch();
    sessions[task] = session;
    running++;
  }

  private int launched(int task, int launch) {
    known(task);
    require(
        (states[task] == INTENDED || states[task] == STARTED) && launches[task] == launch,
        "launch " + launch + " of task " + task + " is not running");
    return task;
  }

  private int known(int task) {
    require(task < tasks, "there is no task " + task + " among " + tasks);
    if (task >= states.length) {
      int length = (int) Math.min(tasks, 2L * task + 64);
      states = Arrays.copyOf(states, length);
      launches = Arrays.copyOf(launches, length);
      sessions = Arrays.copyOf(sessions, length);
    }
    return task;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
