package org.interleave.simulation;

import java.util.Arrays;
import java.util.List;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.scheduling.Dispatcher;
import org.interleave.scheduling.ReleaseGroup;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceSink;
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

  private final Simulator clock = new Simulator();
  private final Overheads overheads;
  private final Workload workload;
  private final WorkflowGraph graph;
  private final List<ReleaseGroup> groups;
  private final Dispatcher dispatcher;
  private final Metrics.@Nullable Collector figures;
  private final TraceSink sink;
  private final double microsPerLaunch;
  private final Decision decision = new Decision();
  private double launcherFree;
  private long lastFreed;
  private boolean decisionDue;

  /**
   * A run that is yet to happen.
   *
   * @param figures takes the figures of attempts without a record being made of them, or null
   * @param sink takes the records, unless figures are taken
   */
  SimulatedRun(Scenario scenario, Metrics.@Nullable Collector figures, TraceSink sink) {
    this.overheads = scenario.overheads();
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
  }

  /** Lets it happen, and returns its makespan in microseconds. */
  long run() {
    clock.init(new SplayTree());
    new Begin().schedule(overheads.bootstrapMicros());
    clock.start();
    return lastFreed + overheads.tailMicros();
  }

  boolean complete() {
    return dispatcher.complete();
  }

  @Override
  public void eligible(int group, long nowMicros) {
    long gap =
        switch (groups.get(group).gap()) {
          case NONE -> 0;
          case STAGE -> overheads.stageGapMicros();
          case PIPELINE -> overheads.pipelineGapMicros();
          case SET -> overheads.setGapMicros();
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
    long started = nowMicros;
    if (microsPerLaunch > 0) {
      launcherFree = Math.max(launcherFree, nowMicros) + microsPerLaunch;
      started = (long) Math.rint(launcherFree);
    }
    started += overheads.launchLatencyMicros();
    long duration = workload.durationMicros(task);
    long ended = started + duration + overheads.overrun().of(duration);
    new Attempt(task, attempt, readyMicros, nowMicros, started, ended)
        .schedule(ended + overheads.releaseMicros() - nowMicros);
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
    }
  }

  /** A started task, which happens when its resources are free again. */
  private final class Attempt extends Event {
    private final int task;
    private final int number;
    private final long ready;
    private final long dispatched;
    private final long started;
    private final long ended;

    Attempt(int task, int number, long ready, long dispatched, long started, long ended) {
      super(clock);
      this.task = task;
      this.number = number;
      this.ready = ready;
      this.dispatched = dispatched;
      this.started = started;
      this.ended = ended;
    }

    @Override
    public void actions() {
      lastFreed = now();
      report();
      dispatcher.ended(task, TaskEnd.DONE, lastFreed);
      decide();
    }

    private void report() {
      SetInstance set = graph.instanceOf(task);
      var r = set.set().resources();
      if (figures != null) {
        figures.add(r.totalSlots(), r.totalGpus(), started, ended, TaskEnd.DONE);
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
              started,
              ended,
              lastFreed,
              workload.durationMicros(task),
              TaskEnd.DONE));
    }
  }
}
