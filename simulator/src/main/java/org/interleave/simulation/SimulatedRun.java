package org.interleave.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import umontreal.ssj.simevents.eventlist.SplayTree;

/** One run: the dispatcher, driven by SSJ's events. */
final class SimulatedRun implements Dispatcher.Engine {

  /** Later than everything else at the same instant: SSJ executes low numbers first. */
  private static final double LAST = 2;

  /** Later than all ends at the same instant, but nothing new starts at it any more. */
  private static final double BEFORE_LAST = 1.5;

  /** Places in the numbers of overheads: more than a task can have attempts. */
  private static final long ATTEMPTS = 1 << 20;

  /** A double holds whole numbers up to here. */
  private static final long LONGEST_MICROS = 1L << 53;

  private final Simulator clock = new Simulator();
  private final Overheads overheads;
  private final Faults faults;
  private final Workload workload;
  private final WorkflowGraph graph;
  private final List<ReleaseGroup> groups;
  private final Dispatcher dispatcher;
  private final Metrics.@Nullable Collector figures;
  private final TraceSink sink;
  private final double microsPerLaunch;
  private final Decision decision = new Decision();
  private final @Nullable NodeFaults nodeFaults;
  private final @Nullable Attempt[] running; // empty where no attempt is ever cut short
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
    boolean cut = nodeFaults != null || faults.walltimeMicros() > 0;
    this.running = new Attempt[cut ? graph.taskCount() : 0];
  }

  /** Lets it happen, and returns its makespan in microseconds. */
  long run() {
    clock.init(new SplayTree());
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
    long started = nowMicros;
    if (microsPerLaunch > 0) {
      launcherFree = Math.max(launcherFree, nowMicros) + microsPerLaunch;
      started = (long) Math.rint(launcherFree);
    }
    SetInstance instance = graph.instanceOf(task);
    String set = instance.set().name();
    long place = (task - instance.firstTask()) * ATTEMPTS + attempt;
    long duration = workload.durationMicros(task);
    started += draw(overheads.launchLatency(set), "latency", instance, place);
    TaskEnd end = TaskEnd.DONE;
    long executes =
        duration + draw(overheads.overrun(set).of(duration), "overrun", instance, place);
    double probability = faults.probability(set);
    if (probability > 0 && numbers("failure", instance).uniform(place) < probability) {
      end = TaskEnd.FAILED;
      executes = (long) Math.ceil(duration * numbers("moment of failure", instance).uniform(place));
    }
    long timeout = instance.set().timeoutMicros();
    if (timeout > 0 && executes > timeout) {
      end = TaskEnd.FAILED;
      executes = timeout;
    }
    long stopped = started + executes;
    if (stopped > LONGEST_MICROS) {
      throw new NoProgressException(
          "the run would take longer than 285 years, which its clock of microseconds can't hold;"
              + " check the times of '"
              + set
              + "'");
    }
    Attempt event = new Attempt(task, attempt, readyMicros, nowMicros, started, stopped, end);
    if (running.length > 0) {
      running[task] = event;
    }
    event.schedule(stopped + draw(overheads.release(), "release", instance, place) - nowMicros);
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
    if (!decisionDue) {
      decisionDue = true;
      decision.schedule(0);
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
    }
  }

  private final class Decision extends Event {
    Decision() {
      super(clock);
      setPriority(LAST);
    }

    @Override
    public void actions() {
      decisionDue = false;
      dispatcher.dispatch(now());
      // Nodes would go on failing and being repaired for ever.
      if (dispatcher.finished()) {
        clock.stop();
      }
    }
  }

  private final class Walltime extends Event {
    Walltime() {
      super(clock);
      setPriority(BEFORE_LAST);
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
    }
  }

  /** A started task, which happens when its resources are free again. */
  private final class Attempt extends Event {
    private final int task;
    private final int number;
    private final long ready;
    private final long dispatched;
    private final long started;
    private final long stopped;
    private final TaskEnd end;

    Attempt(
        int task,
        int number,
        long ready,
        long dispatched,
        long started,
        long stopped,
        TaskEnd end) {
      super(clock);
      this.task = task;
      this.number = number;
      this.ready = ready;
      this.dispatched = dispatched;
      this.started = started;
      this.stopped = stopped;
      this.end = end;
    }

    @Override
    public void actions() {
      lastFreed = now();
      finish(started, stopped, end);
      decide();
    }

    /** Ends now, by no fault of its own; it may not even have left the launcher. */
    void cutShort(TaskEnd how) {
      cancel();
      lastFreed = now();
      if (started > lastFreed) {
        launcherFree -= microsPerLaunch; // still in the queue: it gives its turn back
      }
      // What had stopped already only waited for its release: its work is done.
      finish(
          Math.min(started, lastFreed),
          Math.min(stopped, lastFreed),
          stopped <= lastFreed ? end : how);
    }

    private void finish(long from, long to, TaskEnd how) {
      report(from, to, how);
      if (running.length > 0) {
        running[task] = null;
      }
      dispatcher.ended(task, how, lastFreed);
    }

    private void report(long from, long to, TaskEnd how) {
      SetInstance set = graph.instanceOf(task);
      Resources r = set.set().resources();
      if (figures != null) {
        figures.add(r.totalSlots(), r.totalGpus(), from, to, how);
        return;
      }
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
