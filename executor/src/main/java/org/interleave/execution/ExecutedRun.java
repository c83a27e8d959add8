package org.interleave.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.Outcome;
import org.interleave.Progress;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Share;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.Dispatcher;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.Resources;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * One run: the dispatcher, driven by the reports of a backend. All decisions are made on one
 * thread; what is decided is recorded durably before it is acted upon.
 */
final class ExecutedRun implements Dispatcher.Engine {

  private static final long NEVER = Long.MAX_VALUE / 4;
  private static final long PROGRESS_MICROS = 100_000;

  /** Exit codes of who was ended by HUP, INT or TERM. */
  private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(129, 130, 143);

  private static final long DOUBT_MICROS = 200_000;

  private final Scenario scenario;
  private final Workload workload;
  private final WorkflowGraph graph;
  private final Backend backend;
  private final FactLog log;
  private final RunListener listener;
  private final AttemptRecords attempts;
  private final History recovery;
  private final Timeline time;
  private final Inbox inbox;
  private final Dispatcher dispatcher;
  private final SlotIds ids;
  private final Map<Integer, RunningTask> running = new HashMap<>();
  private final Map<Integer, Integer> launches = new HashMap<>();
  private final List<TaskRecord> records;
  private final BitSet done;
  private final BitSet failed;
  private final List<TaskLaunch> toStart = new ArrayList<>();
  private final List<Inbox.Report.Ended> doubtful = new ArrayList<>();
  private long doubtMicros;
  private final long walltimeMicros;
  private volatile boolean stopAsked;
  private boolean ending;
  private long shownMicros = Long.MIN_VALUE / 2;
  private boolean unshown = true;

  /**
   * A run that is yet to happen, or to go on.
   *
   * @param walltimeMicros the instant at which it is ended, or 0 for never
   */
  ExecutedRun(
      Scenario scenario,
      Backend backend,
      FactLog log,
      RunListener listener,
      History recovery,
      AttemptRecords attempts,
      Timeline time,
      Inbox inbox,
      long walltimeMicros) {
    this.scenario = scenario;
    this.workload = scenario.workload();
    this.graph = workload.graph();
    this.backend = backend;
    this.log = log;
    this.listener = listener;
    this.recovery = recovery;
    this.attempts = attempts;
    this.time = time;
    this.inbox = inbox;
    this.walltimeMicros = walltimeMicros > 0 ? walltimeMicros : NEVER;
    this.dispatcher =
        new Dispatcher(
            scenario.plan(), scenario.cluster(), scenario.policy(), scenario.failures(), this);
    this.ids = SlotIds.of(scenario.cluster(), scenario.policy().placement().pooled());
    this.records = new ArrayList<>(recovery.records());
    this.done = (BitSet) recovery.done().clone();
    this.failed = (BitSet) recovery.failed().clone();
  }

  /** Asks for an early end, from any thread: what runs is canceled, nothing more is started. */
  void stop() {
    stopAsked = true;
    inbox.nudge();
  }

  /** Lets it happen. */
  Outcome run(Map<String, String> provenance) {
    dispatcher.resume(recovery.done(), recovery.failed(), recovery.failures());
    dispatcher.begin(time.micros());
    if (stopAsked) {
      end();
    }
    decide(time.micros());
    while (!dispatcher.finished()) {
      long until = ending ? NEVER : walltimeMicros;
      until = doubtful.isEmpty() ? until : Math.min(until, doubtMicros);
      time.await(inbox, unshown ? Math.min(until, shownMicros + PROGRESS_MICROS) : until);
      List<Inbox.Report> reports = inbox.take();
      long now = time.micros();
      reports.forEach(report -> handle(report, now));
      if (stopAsked || now >= doubtMicros) {
        settleDoubts(now);
      }
      if (!ending && (stopAsked || now >= walltimeMicros)) {
        end();
      }
      decide(now);
      show(now, false);
    }
    long ttx = time.micros();
    log.append(new Fact.Finished(dispatcher.complete(), ttx));
    log.force();
    show(ttx, true);
    TraceHeader header = scenario.header("executed", "measured", provenance).withTtxMicros(ttx);
    Trace trace = Trace.of(header, records);
    return new Outcome(Metrics.of(trace), dispatcher.complete(), trace);
  }

  private void decide(long now) {
    dispatcher.dispatch(now);
    log.force();
    toStart.forEach(backend::start);
    toStart.clear();
  }

  private void end() {
    ending = true;
    dispatcher.stop();
    List.copyOf(running.keySet()).forEach(backend::cancel);
  }

  private void handle(Inbox.Report report, long now) {
    if (report instanceof Inbox.Report.Started s) {
      RunningTask attempt = running.get(s.task());
      if (attempt != null && attempt.launch == s.launch()) {
        attempt.startedMicros = s.micros();
        log.append(new Fact.Started(s.task(), s.launch(), s.pid(), s.micros()));
        unshown = true;
      }
    } else if (report instanceof Inbox.Report.Ended e) {
      RunningTask attempt = running.get(e.task());
      if (attempt != null && attempt.launch == e.launch()) {
        if (e.end() == TaskEnd.FAILED && ENDED_FROM_OUTSIDE.contains(e.exitCode())) {
          doubtful.add(e);
          doubtMicros = now + DOUBT_MICROS;
        } else {
          ended(attempt, e.end(), e.exitCode(), e.why(), e.micros(), now);
        }
      }
    } else if (report instanceof Inbox.Report.NodeDown d) {
      for (int task : dispatcher.nodeDown(d.node())) {
        RunningTask attempt = running.get(task);
        if (attempt != null) {
          backend.cancel(task);
          ended(attempt, TaskEnd.LOST, -1, "its node is out of service", now, now);
        }
      }
    } else if (report instanceof Inbox.Report.NodeUp u) {
      dispatcher.nodeUp(u.node());
    }
  }

  /**
   * When a whole allocation is ended, its signal reaches tasks and this program in any order. A
   * task that was ended by one has not failed if this program was asked to end as well.
   */
  private void settleDoubts(long now) {
    for (Inbox.Report.Ended e : doubtful) {
      RunningTask attempt = running.get(e.task());
      if (attempt != null && attempt.launch == e.launch()) {
        TaskEnd end = stopAsked ? TaskEnd.CANCELED : e.end();
        ended(attempt, end, e.exitCode(), e.why(), e.micros(), now);
      }
    }
    doubtful.clear();
  }

  private void ended(
      RunningTask attempt, TaskEnd end, int exitCode, String why, long micros, long now) {
    running.remove(attempt.task);
    attempt.shares.forEach(ids::give);
    TaskRecord record = attempts.record(attempt, end, exitCode, micros, now);
    records.add(record);
    log.append(
        new Fact.Ended(
            attempt.task,
            attempt.launch,
            end,
            exitCode,
            why,
            record.endedMicros(),
            record.freedMicros()));
    if (end == TaskEnd.DONE) {
      done.set(attempt.task);
    } else if (end == TaskEnd.FAILED && attempt.number > scenario.failures().retries()) {
      failed.set(attempt.task);
    }
    unshown = true;
    listener.ended(record, why);
    dispatcher.ended(attempt.task, end, now);
  }

  @Override
  public void eligible(int group, long nowMicros) {
    dispatcher.release(group, nowMicros);
  }

  @Override
  public void launch(int task, int attempt, long readyMicros, long nowMicros) {
    SetInstance set = graph.instanceOf(task);
    Resources r = set.set().resources();
    int[] nodes = r.processes() == 1 ? new int[] {dispatcher.node(task)} : dispatcher.nodes(task);
    List<Share> shares =
        Arrays.stream(nodes).mapToObj(n -> ids.take(n, r.slots(), r.gpus())).toList();
    int launch = launches.merge(task, recovery.launches(task) + 1, (before, first) -> before + 1);
    running.put(task, new RunningTask(task, attempt, launch, readyMicros, nowMicros, shares));
    log.append(new Fact.Intended(task, attempt, launch, readyMicros, nowMicros, shares));
    toStart.add(new TaskLaunch(task, launch, set, workload.durationMicros(task), shares));
    unshown = true;
  }

  private void show(long now, boolean last) {
    if (listener.equals(RunListener.NONE) || !unshown) {
      unshown = false;
      return;
    }
    if (last || now - shownMicros >= PROGRESS_MICROS) {
      shownMicros = now;
      unshown = false;
      Map<Integer, Long> since = new HashMap<>();
      running.forEach(
          (task, a) ->
              since.put(
                  task,
                  a.startedMicros == RunningTask.NOT_YET ? a.dispatchedMicros : a.startedMicros));
      listener.progress(new Progress(now, done, failed, since));
    }
  }
}
