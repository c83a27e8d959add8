package org.interleave.execution.slurm.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.execution.Ledger;
import org.interleave.execution.RunListener;
import org.interleave.execution.journal.Journal;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.slurm.JobId;
import org.interleave.execution.slurm.JobState;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.SlurmException;
import org.interleave.execution.slurm.Waits;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.trace.TraceHeader;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * One run as job arrays: an array for every set instance, which Slurm holds back until the arrays
 * before have ended well. Slurm decides what starts when and where; this submits, watches, and
 * submits again what failed or was lost.
 *
 * <p>Every task tells its beginning and its end in files of the run's folder, so that instants are
 * exact and nothing is lost while nobody watches: a run that is resumed first takes in what
 * happened meanwhile. An array is noted before it is submitted, and found again by its name.
 *
 * <p>Which slots and GPUs a task had is not known here: traces show nodes only.
 */
public final class JobsRun {

  /** What the trace's header says of where it was made. */
  public static final String LABEL = "slurm-jobs";

  private static final String FOLDER = "jobs";
  private static final String SUBMITTED = "submitted";
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
  private static final long FIRST_QUESTION_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_QUESTION_NANOS = Duration.ofSeconds(15).toNanos();

  private final Scenario scenario;
  private final LocalBackend.Setting setting;
  private final Slurm slurm;
  private final JobTerms terms;
  private final List<String> nodes;
  private final RunListener listener;
  private final Waits waits;
  private final LongSupplier epochMicros;
  private final Set<String> told = new HashSet<>();
  private final Set<String> mended = new HashSet<>();
  private volatile boolean stopAsked;

  /**
   * A run.
   *
   * @param setting its folder and what is run
   * @param nodes the names of the cluster's nodes in the order of their numbers; empty if they are
   *     to be numbered as they appear
   */
  public JobsRun(
      Scenario scenario,
      LocalBackend.Setting setting,
      Slurm slurm,
      JobTerms terms,
      List<String> nodes,
      RunListener listener) {
    this(
        scenario,
        setting,
        slurm,
        terms,
        nodes,
        listener,
        Waits.REAL,
        () -> TimeUnit.NANOSECONDS.toMicros(nanos(Clock.systemUTC())));
  }

  JobsRun(
      Scenario scenario,
      LocalBackend.Setting setting,
      Slurm slurm,
      JobTerms terms,
      List<String> nodes,
      RunListener listener,
      Waits waits,
      LongSupplier epochMicros) {
    this.scenario = scenario;
    this.setting = setting;
    this.slurm = slurm;
    this.terms = terms;
    this.nodes = List.copyOf(nodes);
    this.listener = listener;
    this.waits = waits;
    this.epochMicros = epochMicros;
  }

  private static long nanos(Clock clock) {
    var now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** Why a workflow can't be run as job arrays, in one line; empty if it can. */
  public static String refusal(Workflow workflow) {
    for (TaskSet set : workflow.sets()) {
      if (set.resources().processes() > 1) {
        return "task set '"
            + set.name()
            + "' has tasks of "
            + set.resources().processes()
            + " processes, which job arrays do not start; leave --slurm-mode out";
      }
    }
    return "";
  }

  /** Whether a run was begun like this in a folder. */
  public static boolean begun(Path folder) {
    return Files.exists(folder.resolve(FOLDER).resolve(SUBMITTED));
  }

  /** Asks for an early end, from any thread: all jobs are cancelled and the run returns soon. */
  public void stop() {
    stopAsked = true;
  }

  /**
   * Runs, or goes on.
   *
   * @param journal of this scenario: new, or of an interrupted run; null to keep nothing
   * @param retryFailed whether tasks that had failed for good are tried again
   * @param wallClock the date and time of now, ISO 8601
   * @param provenance what the trace's header should say besides
   * @throws SlurmException if Slurm refuses, or is silent for too long; jobs that run go on then,
   *     and are found again when the run is resumed
   */
  public Outcome run(
      @Nullable Journal journal,
      boolean retryFailed,
      String wallClock,
      Map<String, String> provenance) {
    Ledger ledger = Ledger.open(scenario, journal, retryFailed, wallClock, listener);
    if (ledger.finished()) {
      return ledger.close(ledger.lastMicros(), withoutIds(provenance));
    }
    Path jobs = setting.directory().resolve(FOLDER);
    var graph = scenario.workload().graph();
    try (ArrayLog log = ArrayLog.open(jobs.resolve(SUBMITTED), graph::instance)) {
      log.nodes(nodes);
      Watch watch = new Watch(jobs, scenario, log, ledger, waits, epochMicros);
      find(log, jobs);
      boolean first = log.originMicros() < 0;
      if (!first) {
        watch.look(states(log), false);
      }
      if (first || live(log).isEmpty()) {
        // Where nothing went on meanwhile, time goes on where it ended.
        long last = Math.max(ledger.lastMicros(), lastEnd(ledger));
        log.origin(epochMicros.getAsLong() - last);
      }
      Submitter submitter =
          new Submitter(
              jobs,
              setting,
              scenario,
              log,
              ledger,
              slurm,
              terms,
              a -> mended.contains(a.name) || watch.isDoubtful(a));
      watch(log, ledger, watch, submitter);
      return ledger.close(
          Math.max(0, epochMicros.getAsLong() - log.originMicros()), withoutIds(provenance));
    }
  }

  private long lastEnd(Ledger ledger) {
    long last = 0;
    for (int task = 0; task < scenario.workload().graph().taskCount(); task++) {
      last = Math.max(last, ledger.endedMicros(task));
    }
    return last;
  }

  /** Finds the arrays again whose numbers were not noted. */
  private void find(ArrayLog log, Path jobs) {
    for (TaskArray array : List.copyOf(log.arrays().values())) {
      if (array.job != TaskArray.UNKNOWN || !array.live()) {
        continue;
      }
      OptionalLong job = slurm.find(array.name);
      if (job.isPresent()) {
        array.job = job.getAsLong();
        log.submitted(array);
        listener.note("found job " + array.job + ", whose number had not been noted");
        continue;
      }
      TaskFolder folder = TaskFolder.of(jobs, array);
      array.parts.forEach(
          (index, part) -> {
            if (folder.forbid(index, part.restarts)) {
              log.never(array, index);
              part.closed = true;
            }
          });
    }
  }

  private void watch(ArrayLog log, Ledger ledger, Watch watch, Submitter submitter) {
    Duration wait = FIRST_WAIT;
    long between = FIRST_QUESTION_NANOS;
    long asked = waits.nanos();
    boolean changed = true;
    boolean cancelled = false;
    boolean ended = false;
    while (true) {
      ended |= stopAsked || stopsFor(ledger) || unwanted(watch, log);
      if (stopAsked && !cancelled) {
        cancelled = true;
        slurm.cancel(live(log));
        between = FIRST_QUESTION_NANOS;
      } else if (ended && !stopAsked) {
        cancelWaiting(log);
      } else if (changed && !ended) {
        mend(log, watch);
        submitter.submit(() -> !stopAsked);
      }
      if (stopAsked && !cancelled) {
        continue;
      }
      if (live(log).isEmpty()) {
        return;
      }
      long now = waits.nanos();
      boolean ask = now - asked >= between || cancelled;
      Map<JobId, JobState> states = ask ? states(log) : Map.of();
      if (ask) {
        asked = waits.nanos();
        between = Math.min(LONGEST_QUESTION_NANOS, between + between / 4);
      }
      changed = watch.look(states, cancelled);
      if (changed) {
        ledger.force();
        wait = FIRST_WAIT;
        between = FIRST_QUESTION_NANOS;
      } else {
        Duration longer = wait.plus(wait.dividedBy(4));
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
      }
      ledger.show(Math.max(0, epochMicros.getAsLong() - log.originMicros()), watch.running());
      if (!live(log).isEmpty()) {
        pause(wait);
      }
    }
  }

  private boolean stopsFor(Ledger ledger) {
    return ledger.anyFailed() && scenario.failures().onFailure() == FailurePolicy.OnFailure.STOP;
  }

  /** Somebody does not want it to run. */
  private boolean unwanted(Watch watch, ArrayLog log) {
    int task = watch.unwanted();
    if (task >= 0 && told.add("unwanted")) {
      listener.note(
          "task "
              + task
              + " was cancelled "
              + (Watch.CANCELS + 1)
              + " times by somebody else: the run ends");
      slurm.cancel(live(log));
    }
    return task >= 0;
  }

  private void cancelWaiting(ArrayLog log) {
    List<Long> some = live(log).stream().filter(job -> mended.add("end " + job)).toList();
    if (!some.isEmpty()) {
      slurm.cancelWaiting(some);
    }
  }

  /** Cancels what waits for something that has failed: it is submitted anew, behind the retry. */
  private void mend(ArrayLog log, Watch watch) {
    List<Long> broken = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      for (TaskArray array : log.arrays().values()) {
        boolean waits = array.live() && (watch.isBroken(array) || follows(array));
        if (waits && mended.add(array.name)) {
          broken.add(array.job);
          more = true;
        }
      }
    }
    if (!broken.isEmpty()) {
      slurm.cancelWaiting(broken);
    }
  }

  /** Whether it waits for an array that is itself to be submitted anew. */
  private boolean follows(TaskArray array) {
    return array.after.stream().anyMatch(mended::contains)
        || array.afterSameIndex.stream().anyMatch(mended::contains);
  }

  private static List<Long> live(ArrayLog log) {
    return log.arrays().values().stream()
        .filter(TaskArray::live)
        .map(array -> array.job)
        .distinct()
        .toList();
  }

  private Map<JobId, JobState> states(ArrayLog log) {
    List<Long> live = live(log).stream().filter(job -> job != TaskArray.UNKNOWN).toList();
    Map<JobId, JobState> states = slurm.states(live);
    states.forEach(
        (id, state) -> {
          if (state.stuck()
              && !state.reason().equals("DependencyNeverSatisfied")
              && told.add(id.job() + state.reason())) {
            listener.note("job " + id + " waits for what can't come: " + state);
          }
        });
    return states.isEmpty() ? Map.of(JobId.of(Long.MAX_VALUE), JobState.FORGOTTEN) : states;
  }

  private void pause(Duration time) {
    try {
      long left = time.toMillis();
      while (left > 0 && !stopAsked) {
        long some = Math.min(left, 100);
        waits.sleep(Duration.ofMillis(some));
        left -= some;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopAsked = true;
    }
  }

  /** Slurm alone knows which slots and GPUs a task had. */
  private static Map<String, String> withoutIds(Map<String, String> provenance) {
    Map<String, String> all = new TreeMap<>(provenance);
    all.putAll(TraceHeader.WITHOUT_IDS);
    return all;
  }
}
