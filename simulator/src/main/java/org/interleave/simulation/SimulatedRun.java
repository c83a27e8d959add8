package org.interleave.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interleave.Faults;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Progress;
import org.interleave.RandomKey;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.scheduling.Dispatcher;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceSink;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.DoublyLinked;

/**
 * One run: the dispatcher, driven by SSJ's clock. SSJ's event is an instant; what happens at it is
 * in an agenda of numbers.
 */
final class SimulatedRun implements Dispatcher.Engine {

  // What happens, besides ends of attempts, which are the numbers from 0 on.
  private static final int BEGIN = 0;
  private static final int RELEASE = 1;
  private static final int NODE_FAILURE = 2;
  private static final int NODE_REPAIR = 3;
  private static final int KINDS = 4;

  /** Places in the numbers of overheads: more than a task can have attempts. */
  private static final long ATTEMPTS = 1 << 20;

  /** A double holds whole numbers up to here. */
  private static final long LONGEST_MICROS = 1L << 53;

  private final Agenda agenda = new Agenda();
  private final Simulator clock = new Simulator(new Instants());
  private final Instant instant = new Instant();
  private final Overheads overheads;
  private final Faults faults;
  private final Workload workload;
  private final WorkflowGraph graph;
  private final List<ReleaseGroup> groups;
  private final Dispatcher dispatcher;
  private final Metrics.@Nullable Collector figures;
  private final TraceSink sink;
  private final double microsPerLaunch;
  private final boolean plain; // whether an attempt is nothing but its task's duration
  private final boolean slim; // whether, besides, nothing but its figures is asked for
  private final @Nullable NodeFaults nodeFaults;
  private final long walltime; // or Agenda.NEVER
  private final @Nullable Attempt[] running; // empty where no attempt is ever cut short
  private Attempt[] attempts = new Attempt[16]; // all that there are, to be used again
  private int[] idle = new int[16];
  private int attemptCount;
  private int idleCount;
  private final long mostLaunches;
  private long launches;
  private double launcherFree;
  private long lastFreed;
  private long now;
  private boolean decisionDue;
  private boolean ended;

  /**
   * A run that is yet to happen.
   *
   * @param figures takes the figures of attempts without a record being made of them, or null
   * @param sink takes the records, unless figures are taken
   */
  SimulatedRun(Scenario scenario, Metrics.@Nullable Collector figures, TraceSink sink) {
    this(scenario, figures, sink, null);
  }

  /**
   * A run that goes on from where it is.
   *
   * @param progress what it has achieved, or null if it is yet to begin
   */
  SimulatedRun(
      Scenario scenario,
      Metrics.@Nullable Collector figures,
      TraceSink sink,
      @Nullable Progress progress) {
    this.overheads = scenario.overheads();
    this.faults = scenario.faults();
    this.workload = scenario.workload();
    this.graph = workload.graph();
    this.groups = scenario.plan().groups();
    this.figures = figures;
    this.sink = sink;
    this.microsPerLaunch =
        overheads.launchesPerSecond() > 0 ? 1e6 / overheads.launchesPerSecond() : 0;
    this.dispatcher =
        new Dispatcher(
            scenario.plan(), scenario.cluster(), scenario.policy(), scenario.failures(), this);
    if (progress != null) {
      dispatcher.resume(progress.done(), progress.failed(), Map.of());
    }
    this.nodeFaults =
        faults.nodeMtbfMicros() > 0
            ? new NodeFaults(faults, workload, scenario.cluster().nodeCount())
            : null;
    this.walltime = faults.walltimeMicros() > 0 ? faults.walltimeMicros() : Agenda.NEVER;
    this.mostLaunches = 1_000L * graph.taskCount() + 1_000_000;
    this.plain = isPlain();
    boolean cut = nodeFaults != null || faults.walltimeMicros() > 0;
    this.slim = plain && !cut && figures != null;
    this.running = new Attempt[cut ? graph.taskCount() : 0];
  }

  private boolean isPlain() {
    return overheads.hasNoneOfAttempts()
        && faults.taskProbability() == 0
        && faults.probabilityOfSet().isEmpty()
        && graph.workflow().sets().stream().allMatch(set -> set.timeoutMicros() == 0);
  }

  /** Lets it happen, and returns its makespan in microseconds. */
  long run() {
    add(drawn(overheads.bootstrap(), "bootstrap"), BEGIN, 0);
    clock.start();
    return ended ? walltime : Math.min(lastFreed + drawn(overheads.tail(), "tail"), walltime);
  }

  boolean complete() {
    return dispatcher.complete();
  }

  @Override
  public void eligible(int group, long nowMicros) {
    ReleaseGroup g = groups.get(group);
    long gap =
        switch (g.gap()) {
          case NONE -> 0;
          case STAGE -> drawn(overheads.stageGap(g.pipeline()), "gap before " + g.label());
          case PIPELINE -> drawn(overheads.pipelineGap(g.pipeline()), "gap before " + g.label());
          case SET ->
              drawn(
                  overheads.setGap(g.runs().get(0).set().set().name()), "gap before " + g.label());
        };
    if (gap == 0) {
      dispatcher.release(group, nowMicros);
      decide();
    } else {
      add(gap, RELEASE, group);
    }
  }

  @Override
  public void launch(int task, int attempt, long readyMicros, long nowMicros) {
    if (++launches > mostLaunches) {
      throw new NoProgressException(
          "after "
              + launches
              + " attempts at "
              + graph.taskCount()
              + " tasks there is no end in sight: tasks are lost faster than they finish; raise"
              + " node-mtbf, or shorten the tasks");
    }
    long stopped = nowMicros + workload.durationMicros(task);
    if (slim && figures != null) {
      check(task, stopped);
      Resources r = graph.resources(graph.instanceIdOf(task));
      figures.add(r.totalSlots(), r.totalGpus(), nowMicros, stopped, TaskEnd.DONE);
      agenda.add(stopped, task);
      return;
    }
    Attempt course = idleCount > 0 ? attempts[idle[--idleCount]] : newAttempt();
    course.task = task;
    course.number = attempt;
    course.ready = readyMicros;
    course.dispatched = nowMicros;
    course.started = nowMicros;
    course.stopped = stopped;
    course.end = TaskEnd.DONE;
    long freed = plain ? stopped : hold(course);
    check(task, course.stopped);
    if (running.length > 0) {
      running[task] = course;
    }
    agenda.add(freed, course.id);
  }

  private void check(int task, long stopped) {
    if (stopped > LONGEST_MICROS) {
      throw new NoProgressException(
          "the run would take longer than 285 years, which its clock of microseconds can't hold;"
              + " check the times of '"
              + graph.instanceOf(task).set().name()
              + "'");
    }
  }

  private Attempt newAttempt() {
    if (attemptCount == attempts.length) {
      attempts = Arrays.copyOf(attempts, 2 * attemptCount);
      idle = Arrays.copyOf(idle, 2 * attemptCount);
    }
    Attempt attempt = new Attempt(attemptCount);
    attempts[attemptCount++] = attempt;
    return attempt;
  }

  /**
   * Puts overheads and faults into an attempt.
   *
   * @return when it lets its resources go
   */
  private long hold(Attempt course) {
    long started = course.dispatched;
    if (microsPerLaunch > 0) {
      launcherFree = Math.max(launcherFree, started) + microsPerLaunch;
      started = (long) Math.rint(launcherFree);
    }
    SetInstance instance = graph.instanceOf(course.task);
    String set = instance.set().name();
    long place = (course.task - instance.firstTask()) * ATTEMPTS + course.number;
    long duration = workload.durationMicros(course.task);
    started += draw(overheads.launchLatency(set), "latency", instance, place);
    long executes =
        duration + draw(overheads.overrun(set).of(duration), "overrun", instance, place);
    double probability = faults.probability(set);
    if (probability > 0 && numbers("failure", instance).uniform(place) < probability) {
      course.end = TaskEnd.FAILED;
      executes = (long) Math.ceil(duration * numbers("moment of failure", instance).uniform(place));
    }
    long timeout = instance.set().timeoutMicros();
    if (timeout > 0 && executes > timeout) {
      course.end = TaskEnd.FAILED;
      executes = timeout;
    }
    course.started = started;
    course.stopped = started + executes;
    return course.stopped + draw(overheads.release(), "release", instance, place);
  }

  /** A part of the overheads of one attempt at a task. */
  private long draw(OverheadTime part, String purpose, SetInstance set, long place) {
    return part.isRandom() ? part.micros(numbers(purpose, set), place) : part.meanMicros();
  }

  /** A part of the overheads of the run or of one of its groups. */
  private long drawn(OverheadTime part, String purpose) {
    return part.isRandom()
        ? part.micros(
            RandomKey.of(workload.seed(), workload.replication(), purpose + " of the run", -1), 0)
        : part.meanMicros();
  }

  /** Keyed by the set: what one set draws does not depend on which others there are. */
  private RandomKey numbers(String purpose, SetInstance set) {
    return RandomKey.of(
        workload.seed(),
        workload.replication(),
        purpose + " of set " + set.set().name(),
        set.iteration());
  }

  /** Lets something happen after a while, in good time before the clock would run over. */
  private void add(long micros, int kind, int number) {
    agenda.add(now + Math.min(micros, Agenda.NEVER / 2), -1 - (number * KINDS + kind));
  }

  /** Lets the dispatcher decide once everything that happens at this instant has happened. */
  private void decide() {
    decisionDue = true;
  }

  private void happen(int what) {
    if (what >= 0) {
      if (slim) {
        lastFreed = now;
        dispatcher.ended(what, TaskEnd.DONE, now);
        decide();
      } else {
        attempts[what].happen();
      }
      return;
    }
    int number = (-1 - what) / KINDS;
    switch ((-1 - what) % KINDS) {
      case BEGIN -> begin();
      case RELEASE -> {
        dispatcher.release(number, now);
        decide();
      }
      case NODE_FAILURE -> nodeFails(number);
      default -> nodeIsRepaired(number);
    }
  }

  private void begin() {
    dispatcher.begin(now);
    if (nodeFaults != null) {
      for (int node = 0; node < nodeFaults.nodes(); node++) {
        add(nodeFaults.upMicros(node), NODE_FAILURE, node);
      }
    }
  }

  private void nodeFails(int node) {
    for (int task : dispatcher.nodeDown(node)) {
      Attempt attempt = running[task];
      if (attempt != null) {
        attempt.cutShort(TaskEnd.LOST);
      }
    }
    add(Math.max(1, faults.nodeRepairMicros()), NODE_REPAIR, node);
    decide();
  }

  private void nodeIsRepaired(int node) {
    dispatcher.nodeUp(node);
    add(Objects.requireNonNull(nodeFaults).upMicros(node), NODE_FAILURE, node);
    decide();
  }

  /** The end of the walltime comes after all ends of tasks at the same instant. */
  private void end() {
    ended = true;
    dispatcher.stop();
    for (Attempt attempt : running) {
      if (attempt != null) {
        attempt.cutShort(TaskEnd.CANCELED);
      }
    }
    clock.stop();
  }

  /** What SSJ takes for its list of events: at most one at a time, the next instant. */
  private final class Instants extends DoublyLinked {

    @Override
    public boolean isEmpty() {
      return Math.min(agenda.next(), walltime) == Agenda.NEVER;
    }

    @Override
    public @Nullable Event removeFirst() {
      long next = Math.min(agenda.next(), walltime);
      if (next == Agenda.NEVER) {
        return null;
      }
      now = next;
      instant.setTime(next);
      return instant;
    }
  }

  /** An instant at which something happens; always the same event. */
  private final class Instant extends Event {
    Instant() {
      super(clock);
    }

    @Override
    public void actions() {
      while (agenda.hasMoreAt(now)) {
        happen(agenda.take());
      }
      if (now == walltime) {
        end();
      } else if (decisionDue) {
        decisionDue = false;
        dispatcher.dispatch(now);
        // Nodes would go on failing and being repaired for ever.
        if (dispatcher.finished()) {
          clock.stop();
        }
      }
    }
  }

  /** A started task, which happens when its resources are free again; then used again itself. */
  private final class Attempt {
    private final int id;
    private int task;
    private int number;
    private long ready;
    private long dispatched;
    private long started;
    private long stopped;
    private TaskEnd end = TaskEnd.DONE;
    private boolean over; // cut short before its time

    Attempt(int id) {
      this.id = id;
    }

    void happen() {
      if (over) {
        over = false;
      } else {
        lastFreed = now;
        finish(started, stopped, end);
        decide();
      }
      idle[idleCount++] = id;
    }

    /**
     * Ends now, by no fault of its own; it may not even have left the launcher. It stays in the
     * agenda, for looking for it there takes long.
     */
    void cutShort(TaskEnd how) {
      over = true;
      lastFreed = now;
      if (started > now) {
        launcherFree -= microsPerLaunch; // still in the queue: it gives its turn back
      }
      // What had stopped already only waited for its release: its work is done.
      finish(Math.min(started, now), Math.min(stopped, now), stopped <= now ? end : how);
    }

    private void finish(long from, long to, TaskEnd how) {
      if (figures != null) {
        Resources r = graph.resources(graph.instanceIdOf(task));
        figures.add(r.totalSlots(), r.totalGpus(), from, to, how);
      } else {
        report(from, to, how);
      }
      if (running.length > 0) {
        running[task] = null;
      }
      dispatcher.ended(task, how, now);
    }

    private void report(long from, long to, TaskEnd how) {
      SetInstance set = graph.instanceOf(task);
      Resources r = set.set().resources();
      List<Integer> nodes =
          r.processes() == 1
              ? List.of(dispatcher.node(task))
              : Arrays.stream(dispatcher.nodes(task)).boxed().toList();
      sink.accept(
          new TaskRecord(
              set.set().name(),
              set.iteration(),
              task - set.firstTask(),
              number,
              groups.get(dispatcher.group(task)).label(),
              r.slots(),
              r.gpus(),
              r.memoryMiB(),
              nodes,
              ready,
              dispatched,
              from,
              to,
              lastFreed,
              workload.durationMicros(task),
              how));
    }
  }
}
