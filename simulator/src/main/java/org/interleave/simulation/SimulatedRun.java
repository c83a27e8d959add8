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

/** One run: the dispatcher, driven by SSJ's events. */
final class SimulatedRun implements Dispatcher.Engine {

  /** Later than all ends at the same instant: SSJ executes low numbers first. */
  private static final double AFTER_ENDS = 1.5;

  /** Places in the numbers of overheads: more than a task can have attempts. */
  private static final long ATTEMPTS = 1 << 20;

  /** A double holds whole numbers up to here. */
  private static final long LONGEST_MICROS = 1L << 53;

  private final EventHeap events = new EventHeap();
  private final Simulator clock = new Simulator(events);
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
  private final @Nullable Attempt[] running; // empty where no attempt is ever cut short
  private Attempt[] attempts = new Attempt[16]; // all that there are, to be used again
  private int[] idle = new int[16];
  private int attemptCount;
  private int idleCount;
  private final long mostLaunches;
  private long launches;
  private double launcherFree;
  private long lastFreed;
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
    new Begin().schedule(drawn(overheads.bootstrap(), "bootstrap"));
    if (faults.walltimeMicros() > 0) {
      new Walltime().schedule(faults.walltimeMicros());
    }
    clock.start();
    if (ended) {
      return faults.walltimeMicros();
    }
    long ttx = lastFreed + drawn(overheads.tail(), "tail");
    return faults.walltimeMicros() > 0 ? Math.min(ttx, faults.walltimeMicros()) : ttx;
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
      new Release(group).schedule(gap);
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
    Attempt event = idleCount > 0 ? attempts[idle[--idleCount]] : newAttempt();
    event.task = task;
    event.started = nowMicros;
    long stopped = nowMicros + workload.durationMicros(task);
    long freed = stopped;
    Course course = event.course;
    if (course != null) {
      course.number = attempt;
      course.ready = readyMicros;
      course.dispatched = nowMicros;
      course.stopped = stopped;
      course.end = TaskEnd.DONE;
      if (!plain) {
        freed = hold(event, course);
        stopped = course.stopped;
      }
    }
    if (stopped > LONGEST_MICROS) {
      throw new NoProgressException(
          "the run would take longer than 285 years, which its clock of microseconds can't hold;"
              + " check the times of '"
              + graph.instanceOf(task).set().name()
              + "'");
    }
    if (running.length > 0) {
      running[task] = event;
    }
    event.schedule(freed - nowMicros);
  }

  private Attempt newAttempt() {
    if (attemptCount == attempts.length) {
      attempts = Arrays.copyOf(attempts, 2 * attemptCount);
      idle = Arrays.copyOf(idle, 2 * attemptCount);
    }
    Attempt event = new Attempt(attemptCount, slim ? null : new Course());
    attempts[attemptCount++] = event;
    return event;
  }

  /**
   * Puts overheads and faults into an attempt.
   *
   * @return when it lets its resources go
   */
  private long hold(Attempt event, Course course) {
    long started = course.dispatched;
    if (microsPerLaunch > 0) {
      launcherFree = Math.max(launcherFree, started) + microsPerLaunch;
      started = (long) Math.rint(launcherFree);
    }
    SetInstance instance = graph.instanceOf(event.task);
    String set = instance.set().name();
    long place = (event.task - instance.firstTask()) * ATTEMPTS + course.number;
    long duration = workload.durationMicros(event.task);
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
    event.started = started;
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

  private long now() {
    return (long) clock.time();
  }

  /** Lets the dispatcher decide once everything that happens at this instant has happened. */
  private void decide() {
    decisionDue = true;
  }

  /** Decides where a decision is due, unless something else happens at this instant. */
  private void settle() {
    if (decisionDue && !events.hasMoreAt(clock.time())) {
      decisionDue = false;
      dispatcher.dispatch(now());
      // Nodes would go on failing and being repaired for ever.
      if (dispatcher.finished()) {
        clock.stop();
      }
    }
  }

  private final class Begin extends Event {
    Begin() {
      super(clock);
    }

    @Override
    public void actions() {
      dispatcher.begin(now());
      if (nodeFaults != null) {
        for (int node = 0; node < nodeFaults.nodes(); node++) {
          new NodeFailure(node).schedule(nodeFaults.upMicros(node));
        }
      }
      settle();
    }
  }

  private final class Release extends Event {
    private final int group;

    Release(int group) {
      super(clock);
      this.group = group;
    }

    @Override
    public void actions() {
      dispatcher.release(group, now());
      decide();
      settle();
    }
  }

  private final class Walltime extends Event {
    Walltime() {
      super(clock);
      setPriority(AFTER_ENDS);
    }

    @Override
    public void actions() {
      ended = true;
      dispatcher.stop();
      for (Attempt attempt : running) {
        if (attempt != null) {
          attempt.cutShort(TaskEnd.CANCELED);
        }
      }
      clock.stop();
    }
  }

  private final class NodeFailure extends Event {
    private final int node;

    NodeFailure(int node) {
      super(clock);
      this.node = node;
    }

    @Override
    public void actions() {
      for (int task : dispatcher.nodeDown(node)) {
        Attempt attempt = running[task];
        if (attempt != null) {
          attempt.cutShort(TaskEnd.LOST);
        }
      }
      new NodeRepair(node).schedule(Math.max(1, faults.nodeRepairMicros()));
      decide();
      settle();
    }
  }

  private final class NodeRepair extends Event {
    private final int node;

    NodeRepair(int node) {
      super(clock);
      this.node = node;
    }

    @Override
    public void actions() {
      dispatcher.nodeUp(node);
      if (nodeFaults != null) {
        new NodeFailure(node).schedule(nodeFaults.upMicros(node));
      }
      decide();
      settle();
    }
  }

  /** What there is to know of an attempt that may be more than its task's duration. */
  private static final class Course {
    private int number;
    private long ready;
    private long dispatched;
    private long stopped;
    private TaskEnd end = TaskEnd.DONE;
    private boolean over; // cut short before its time
  }

  /**
   * A started task, which happens when its resources are free again; then used again itself. It is
   * kept small: where many are pending, getting at them in memory takes most of the time.
   */
  private final class Attempt extends Event {
    private final int id;
    private final @Nullable Course course;
    private int task;
    private long started;

    Attempt(int id, @Nullable Course course) {
      super(clock);
      this.id = id;
      this.course = course;
    }

    @Override
    public void actions() {
      if (course == null) {
        lastFreed = now();
        finish(null, started, lastFreed, TaskEnd.DONE);
        decide();
      } else if (course.over) {
        course.over = false;
      } else {
        lastFreed = now();
        finish(course, started, course.stopped, course.end);
        decide();
      }
      idle[idleCount++] = id;
      settle();
    }

    /**
     * Ends now, by no fault of its own; it may not even have left the launcher. It stays in the
     * list of events, for looking for it there takes long.
     */
    void cutShort(TaskEnd how) {
      Course c = Objects.requireNonNull(course);
      c.over = true;
      lastFreed = now();
      if (started > lastFreed) {
        launcherFree -= microsPerLaunch; // still in the queue: it gives its turn back
      }
      // What had stopped already only waited for its release: its work is done.
      finish(
          c,
          Math.min(started, lastFreed),
          Math.min(c.stopped, lastFreed),
          c.stopped <= lastFreed ? c.end : how);
    }

    private void finish(@Nullable Course known, long from, long to, TaskEnd how) {
      Resources r = graph.instance(graph.instanceIdOf(task)).set().resources();
      if (figures != null) {
        figures.add(r.totalSlots(), r.totalGpus(), from, to, how);
      } else {
        report(Objects.requireNonNull(known), from, to, how);
      }
      if (running.length > 0) {
        running[task] = null;
      }
      dispatcher.ended(task, how, lastFreed);
    }

    private void report(Course known, long from, long to, TaskEnd how) {
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
              known.number,
              groups.get(dispatcher.group(task)).label(),
              r.slots(),
              r.gpus(),
              r.memoryMiB(),
              nodes,
              known.ready,
              known.dispatched,
              from,
              to,
              lastFreed,
              workload.durationMicros(task),
              how));
    }
  }
}
