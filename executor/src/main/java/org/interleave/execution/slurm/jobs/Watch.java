package org.interleave.execution.slurm.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.interleave.Scenario;
import org.interleave.cluster.Share;
import org.interleave.execution.Ledger;
import org.interleave.execution.slurm.JobId;
import org.interleave.execution.slurm.JobState;
import org.interleave.execution.slurm.Waits;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of the tasks: from what they say of themselves in their files, and where
 * they could not, from Slurm's states.
 */
final class Watch {

  /** How often a task is tried again that somebody else cancelled. */
  static final int CANCELS = 3;

  /** How long the files of a task that ended by itself may take to be seen here. */
  private static final long PROMISED_NANOS = Duration.ofSeconds(60).toNanos();

  /** How long those of a task may that was ended, and may never have written any. */
  private static final long HOPED_NANOS = Duration.ofSeconds(5).toNanos();

  /** Exit codes of what HUP, INT, KILL or TERM ended. */
  private static final Set<Integer> BY_SIGNAL = Set.of(129, 130, 137, 143);

  /** In how many restarts the next beginning is looked for. */
  private static final int RESTARTS = 100;

  private final Path jobs;
  private final Plan plan;
  private final WorkflowGraph graph;
  private final ArrayLog log;
  private final Ledger ledger;
  private final Waits waits;
  private final LongSupplier epochMicros;
  private final int[] groupOf;
  private final long[] groupEnds;
  private final Map<Integer, Integer> cancels = new HashMap<>();
  private final Set<String> doubted = new HashSet<>();
  private final Map<Integer, Long> running = new TreeMap<>();

  Watch(
      Path jobs,
      Scenario scenario,
      ArrayLog log,
      Ledger ledger,
      Waits waits,
      LongSupplier epochMicros) {
    this.jobs = jobs;
    this.plan = scenario.plan();
    this.graph = plan.graph();
    this.log = log;
    this.ledger = ledger;
    this.waits = waits;
    this.epochMicros = epochMicros;
    this.groupOf = new int[graph.instances().size()];
    this.groupEnds = new long[plan.groups().size()];
    for (int g = 0; g < groupEnds.length; g++) {
      for (ReleaseGroup.Run run : plan.groups().get(g).runs()) {
        groupOf[run.set().id()] = g;
      }
    }
  }

  /**
   * Looks after all arrays that something may still come of.
   *
   * @param states as Slurm tells them; empty if it was not asked
   * @param ours whether it is us who cancelled what is cancelled
   * @return whether something has ended
   */
  boolean look(Map<JobId, JobState> states, boolean ours) {
    running.clear();
    boolean changed = false;
    boolean again = true;
    while (again) {
      // What ended may be what others, looked at before, could not begin without.
      again = false;
      for (TaskArray array : List.copyOf(log.arrays().values())) {
        again |= array.live() && look(array, states, ours);
      }
      changed |= again;
    }
    return changed;
  }

  /** The tasks that run, with the instants of their beginning. */
  Map<Integer, Long> running() {
    return running;
  }

  private boolean look(TaskArray array, Map<JobId, JobState> states, boolean ours) {
    TaskFolder folder = TaskFolder.of(jobs, array);
    Set<String> names = folder.names();
    boolean changed = false;
    for (Map.Entry<Integer, TaskArray.Part> e : array.parts.entrySet()) {
      TaskArray.Part part = e.getValue();
      if (!part.closed) {
        int index = e.getKey();
        new Look(array, index, part, folder, names, state(array, index, states), ours).run();
        changed |= part.closed;
      }
    }
    return changed;
  }

  private static @Nullable JobState state(TaskArray array, int index, Map<JobId, JobState> states) {
    if (states.isEmpty()) {
      return null;
    }
    return states.getOrDefault(new JobId(array.job, index - array.first), JobState.FORGOTTEN);
  }

  /** One look at one task. */
  private final class Look {
    private final TaskArray array;
    private final int index;
    private final int task;
    private final TaskArray.Part part;
    private final TaskFolder folder;
    private final Set<String> names;
    private final @Nullable JobState state;
    private final boolean ours;

    Look(
        TaskArray array,
        int index,
        TaskArray.Part part,
        TaskFolder folder,
        Set<String> names,
        @Nullable JobState state,
        boolean ours) {
      this.array = array;
      this.index = index;
      this.task = array.task(index);
      this.part = part;
      this.folder = folder;
      this.names = names;
      this.state = state;
      this.ours = ours;
    }

    void run() {
      boolean more = true;
      while (more && !part.closed) {
        if (names.contains(TaskFolder.end(index, part.restarts))) {
          more = ended();
        } else if (nextStart() >= 0) {
          more = startedAnew();
        } else {
          more = false;
          silent();
        }
      }
    }

    /** The restart with which it began once more; negative if it did not. */
    private int nextStart() {
      for (int r = part.restarts + 1; r < part.restarts + RESTARTS; r++) {
        if (names.contains(TaskFolder.begin(index, r))) {
          return r;
        }
      }
      return -1;
    }

    /** It told its end. */
    private boolean ended() {
      TaskFolder.End end = folder.readEnd(index, part.restarts);
      if (end == null || !isReady()) {
        return false;
      }
      boolean known = ledger.knows(task, micros(end.beganMicros()));
      // A signal may reach the command alone, before the script hears of it.
      if (!end.stopped() && !BY_SIGNAL.contains(end.code())) {
        if (!known) {
          TaskEnd how = end.code() == 0 ? TaskEnd.DONE : TaskEnd.FAILED;
          enter(end.beganMicros(), end.endedMicros(), end.host(), how, end.code(), why(end));
        }
        part.closed = true;
        return true;
      }
      int next = nextStart();
      boolean anew = next >= 0 || state != null && state.phase() == JobState.Phase.WAITING;
      if (!anew && (state == null || !state.phase().ended())) {
        return false;
      }
      if (!known) {
        TaskEnd how = anew ? TaskEnd.LOST : how(state);
        boolean itself = !anew && state != null && state.phase() == JobState.Phase.FAILED;
        String why =
            anew
                ? "Slurm ended it, to start it anew"
                : itself ? why(end) : "Slurm ended it: " + state;
        enter(end.beganMicros(), end.endedMicros(), end.host(), how, end.code(), why);
      }
      if (anew) {
        part.restarts = next >= 0 ? next : part.restarts + 1;
      } else {
        part.closed = true;
      }
      return true;
    }

    private String why(TaskFolder.End end) {
      if (end.code() == 0) {
        return "";
      }
      long limit = array.set.set().timeoutMicros();
      return limit > 0 && end.code() == 124
          ? "took longer than its timeout"
          : "exit code " + end.code();
    }

    /** It began once more without having told its end: its node was lost. */
    private boolean startedAnew() {
      int next = nextStart();
      TaskFolder.Begin begin = folder.readBegin(index, part.restarts);
      if (begin != null && !isReady()) {
        return false;
      }
      if (begin != null && !ledger.knows(task, micros(begin.micros()))) {
        enter(
            begin.micros(),
            Math.max(begin.micros(), part.aliveMicros),
            begin.host(),
            TaskEnd.LOST,
            -1,
            "its node was lost, and Slurm started it anew");
      }
      part.restarts = next;
      part.aliveMicros = 0;
      return true;
    }

    /** It has told no end (yet). */
    private void silent() {
      boolean begun = names.contains(TaskFolder.begin(index, part.restarts));
      TaskFolder.Begin begin = begun ? folder.readBegin(index, part.restarts) : null;
      if (begin != null) {
        running.put(task, Math.max(0, micros(begin.micros())));
      }
      if (state == null) {
        return;
      }
      if (!state.phase().ended()) {
        part.endedNanos = -1;
        if (state.phase() == JobState.Phase.RUNNING) {
          part.aliveMicros = epochMicros.getAsLong();
        }
        return;
      }
      if (part.endedNanos < 0) {
        part.endedNanos = waits.nanos();
      }
      boolean byItself =
          state.phase() == JobState.Phase.DONE || state.phase() == JobState.Phase.FAILED;
      // Without nodes, it has not begun.
      boolean never = state.phase() == JobState.Phase.CANCELLED && state.nodes().isEmpty();
      long grace = byItself && begun ? PROMISED_NANOS : never ? 0 : HOPED_NANOS;
      if (waits.nanos() - part.endedNanos < grace) {
        return;
      }
      if (!begun && !folder.forbid(index, part.restarts)) {
        return; // It has, and the file system is late to tell.
      }
      running.remove(task);
      if (begin != null) {
        if (!ledger.knows(task, micros(begin.micros()))) {
          enter(
              begin.micros(),
              Math.max(begin.micros(), part.aliveMicros),
              begin.host(),
              how(state),
              -1,
              "its job ended: " + state);
        }
      } else {
        unstarted(state);
      }
      part.closed = true;
    }

    private void unstarted(JobState ended) {
      log.never(array, index);
      boolean held = doubtBefore();
      if (ended.phase() == JobState.Phase.FAILED && isReady()) {
        // A node that can't start anything is no fault of the task's.
        long now = Math.max(readyMicros(), micros(epochMicros.getAsLong()));
        TaskEnd end =
            cancels.merge(task, 1, Integer::sum) > CANCELS ? TaskEnd.FAILED : TaskEnd.LOST;
        ledger.enter(
            new Ledger.Attempt(
                task,
                readyMicros(),
                now,
                -1,
                now,
                unknown(0),
                end,
                -1,
                "its job ended before it began: " + ended + "; see " + folder.path()));
      } else if (!ours && !held && ended.phase() == JobState.Phase.CANCELLED) {
        cancels.merge(task, 1, Integer::sum);
      }
    }

    /** Slurm cancels what waits for something that failed, perhaps before that is known here. */
    private boolean doubtBefore() {
      boolean held = false;
      for (String name : before(array)) {
        TaskArray other = log.arrays().get(name);
        if (other != null && (other.live() || hasGap(other))) {
          doubted.add(name);
          held = true;
        }
      }
      return held;
    }

    private TaskEnd how(@Nullable JobState ended) {
      JobState.Phase phase = ended == null ? JobState.Phase.FORGOTTEN : ended.phase();
      return switch (phase) {
        case CANCELLED ->
            ours
                ? TaskEnd.CANCELED
                : cancels.merge(task, 1, Integer::sum) > CANCELS ? TaskEnd.FAILED : TaskEnd.LOST;
        case FAILED, TIMEOUT -> TaskEnd.FAILED;
        default -> TaskEnd.LOST;
      };
    }

    private long micros(long sinceEpoch) {
      return Math.max(0, sinceEpoch - array.originMicros);
    }

    private void enter(
        long beganMicros, long endedMicros, String host, TaskEnd end, int code, String why) {
      long ready = readyMicros();
      long began = micros(beganMicros);
      ledger.enter(
          new Ledger.Attempt(
              task,
              ready,
              Math.max(ready, began),
              began,
              Math.max(0, endedMicros - array.originMicros),
              unknown(log.node(host)),
              end,
              code,
              why));
    }

    private boolean isReady() {
      return Watch.this.isReady(task);
    }

    private long readyMicros() {
      return Watch.this.readyMicros(task);
    }
  }

  /** Slots and GPUs are Slurm's business: which ones they were is not known. */
  private static Share unknown(int node) {
    return new Share(node, List.of(), List.of());
  }

  private static List<String> before(TaskArray array) {
    List<String> before = new ArrayList<>(array.after);
    before.addAll(array.afterSameIndex);
    return before;
  }

  /** Whether nothing should be made to wait for an array any more: it will not end well. */
  boolean isDoubtful(TaskArray array) {
    return doubted.contains(array.name) || hasGap(array);
  }

  /** Whether an array waits for what can't be any more. */
  boolean isBroken(TaskArray array) {
    for (String name : before(array)) {
      TaskArray other = log.arrays().get(name);
      if (other == null || hasGap(other)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a task of it is at its end in vain: as a whole, it can't end well any more. */
  boolean hasGap(TaskArray array) {
    for (Map.Entry<Integer, TaskArray.Part> e : array.parts.entrySet()) {
      if (e.getValue().closed && !ledger.done(array.task(e.getKey()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * A task that was cancelled again and again by others, before it could begin; negative if none.
   */
  int unwanted() {
    for (Map.Entry<Integer, Integer> e : cancels.entrySet()) {
      if (e.getValue() > CANCELS && !ledger.done(e.getKey()) && !ledger.failed(e.getKey())) {
        return e.getKey();
      }
    }
    return -1;
  }

  private boolean isReady(int task) {
    for (int g : plan.groups().get(groupOf[graph.instanceOf(task).id()]).after()) {
      if (groupEnd(g) < 0) {
        return false;
      }
    }
    for (int before : indexBefore(task)) {
      if (!ledger.done(before)) {
        return false;
      }
    }
    return true;
  }

  /** When everything that the task waits for was done. */
  private long readyMicros(int task) {
    long ready = ledger.endedMicros(task);
    for (int g : plan.groups().get(groupOf[graph.instanceOf(task).id()]).after()) {
      ready = Math.max(ready, groupEnd(g));
    }
    for (int before : indexBefore(task)) {
      ready = Math.max(ready, ledger.endedMicros(before));
    }
    return ready;
  }

  private int[] indexBefore(int task) {
    if (!plan.matchesIndices()) {
      return new int[0];
    }
    var set = graph.instanceOf(task);
    int[] before = graph.indexPredecessors(set.id());
    int[] tasks = new int[before.length];
    for (int i = 0; i < before.length; i++) {
      tasks[i] = graph.instance(before[i]).firstTask() + task - set.firstTask();
    }
    return tasks;
  }

  /** When the last task of a group was done; negative if not all are. */
  private long groupEnd(int group) {
    if (groupEnds[group] == 0) {
      long last = 0;
      for (ReleaseGroup.Run run : plan.groups().get(group).runs()) {
        int from = run.set().firstTask() + run.first();
        for (int task = from; task < from + run.count(); task++) {
          if (!ledger.done(task)) {
            return -1;
          }
          last = Math.max(last, ledger.endedMicros(task));
        }
      }
      groupEnds[group] = last;
    }
    return groupEnds[group];
  }
}
