package org.interleave.execution.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Resources;
import org.interleave.workflow.Workflow;

/**
 * One thing about a run that is worth surviving a crash. Instants are microseconds of the run's
 * clock, never negative. Tasks are numbered as in the workflow's graph, from 0. Texts may hold any
 * characters; half a surrogate pair is replaced by a question mark.
 *
 * <p>Every constructor throws {@link IllegalArgumentException} if a number is out of its range.
 */
public sealed interface Fact {

  /**
   * The run exists. The first fact of every journal, and only that.
   *
   * @param runId tells the run from all others
   * @param version of the program
   * @param specSha256 of the specification with all that it names
   * @param mode of execution
   * @param tasks how many the workflow has, up to {@link Workflow#MAX_TASKS}
   * @param wallClock ISO 8601, in UTC
   */
  record Begun(
      String runId, String version, String specSha256, String mode, int tasks, String wallClock)
      implements Fact {
    public Begun {
      runId = wellFormed(runId);
      version = wellFormed(version);
      specSha256 = wellFormed(specSha256);
      mode = wellFormed(mode);
      wallClock = wellFormed(wallClock);
      range("tasks", tasks, 0, Workflow.MAX_TASKS);
    }
  }

  /**
   * A process began to work on the run. What an earlier session left running may be started anew
   * from here on, or be reported as ended.
   *
   * @param number from 1, without gaps
   * @param atMicros when
   * @param wallClock ISO 8601, in UTC
   */
  record Session(int number, long atMicros, String wallClock) implements Fact {
    public Session {
      range("session", number, 1, Integer.MAX_VALUE);
      instant("at", atMicros);
      wallClock = wellFormed(wallClock);
    }
  }

  /**
   * The task has its resources and will be started.
   *
   * @param task its number
   * @param attempt from 1
   * @param launch which start of this task it is, from 1; greater than that of any earlier start
   * @param readyMicros everything that it waited for was done
   * @param dispatchedMicros it got its resources
   * @param shares what each of its processes has for itself; slots and GPUs ascend
   */
  record Intended(
      int task,
      int attempt,
      int launch,
      long readyMicros,
      long dispatchedMicros,
      List<Share> shares)
      implements Fact {
    public Intended {
      shares = List.copyOf(shares);
      numbered(task);
      range("attempt", attempt, 1, Integer.MAX_VALUE);
      range("launch", launch, 1, Integer.MAX_VALUE);
      instant("ready", readyMicros);
      instant("dispatched", dispatchedMicros);
      long slots = 0;
      long gpus = 0;
      for (Share share : shares) {
        range("node", share.node(), 0, Integer.MAX_VALUE);
        slots += ascending("slots", share.slots());
        gpus += ascending("gpus", share.gpus());
      }
      range("slots", slots, 0, Resources.MAX);
      range("gpus", gpus, 0, Resources.MAX);
    }
  }

  /**
   * The task began to execute.
   *
   * @param task its number
   * @param launch as intended
   * @param pid of its process, or 0 if it has none
   * @param micros when
   */
  record Started(int task, int launch, long pid, long micros) implements Fact {
    public Started {
      numbered(task);
      range("launch", launch, 1, Integer.MAX_VALUE);
      range("pid", pid, 0, Long.MAX_VALUE);
      instant("started", micros);
    }
  }

  /**
   * The task stopped. If it is {@link TaskEnd#DONE}, it never runs again.
   *
   * @param task its number
   * @param launch as intended
   * @param end how it ended
   * @param exitCode of its process, or -1 if it never had one
   * @param why what a person should know of an end that is not DONE; empty if nothing
   * @param endedMicros it stopped
   * @param freedMicros its resources could be used again
   */
  record Ended(
      int task,
      int launch,
      TaskEnd end,
      int exitCode,
      String why,
      long endedMicros,
      long freedMicros)
      implements Fact {
    public Ended {
      numbered(task);
      range("launch", launch, 1, Integer.MAX_VALUE);
      instant("ended", endedMicros);
      instant("freed", freedMicros);
      why = wellFormed(why);
    }
  }

  /**
   * The session's work is over. Only a further session follows, and after a complete one nothing
   * but sessions.
   *
   * @param complete whether there is nothing left to do for a further session
   * @param ttxMicros the run's time to completion
   */
  record Finished(boolean complete, long ttxMicros) implements Fact {
    public Finished {
      instant("ttx", ttxMicros);
    }
  }

  private static void numbered(int task) {
    range("task", task, 0, Workflow.MAX_TASKS - 1);
  }

  private static void instant(String name, long micros) {
    range(name, micros, 0, Long.MAX_VALUE);
  }

  private static void range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name
              + " is "
              + value
              + ", but must be "
              + (value < least ? "at least " + least : "at most " + most));
    }
  }

  private static int ascending(String name, List<Integer> numbers) {
    int last = -1;
    for (int number : numbers) {
      if (number <= last) {
        throw new IllegalArgumentException(
            name + " must ascend, but " + number + " follows " + last);
      }
      last = number;
    }
    return numbers.size();
  }

  private static String wellFormed(String text) {
    return text.isEmpty() ? text : new String(text.getBytes(UTF_8), UTF_8);
  }
}
