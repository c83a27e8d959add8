package org.interleave.execution.slurm.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Constant;
import org.interleave.execution.RunListener;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.execution.local.LocalBackend;
import org.interleave.execution.slurm.FakeSlurm;
import org.interleave.execution.slurm.JobId;
import org.interleave.execution.slurm.Patience;
import org.interleave.execution.slurm.Slurm;
import org.interleave.execution.slurm.Tools;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Command;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsRunTest {
  private static final long LIMIT_NANOS = Duration.ofHours(2).toNanos();

  @TempDir private Path folder;

  private FakeTasks tasks = new FakeTasks(new FakeSlurm());
  private Workflow workflow =
      Workflow.of(
          "w",
          set("A", 3),
          set("B", 2, Dependency.on("A")),
          set("C", 2, Dependency.on("A")),
          set("D", 2, Dependency.on("B"), Dependency.on("C")));
  private FailurePolicy failures = FailurePolicy.STRICT;
  private boolean sequential;

  /** Commands, so that nobody expects them to take a certain time. */
  private static TaskSet set(String name, int count, Dependency... after) {
    return new TaskSet(
        name,
        count,
        Resources.of(2, 1),
        new Constant(0.5),
        Arrays.asList(after),
        new Command.Argv(List.of("true")));
  }

  private Scenario scenario() {
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    return new Scenario(
        Workload.ofMeans(graph),
        sequential ? Plan.sequential(graph, SequentialBaseline.RANKS) : Plan.asynchronous(graph),
        Cluster.of("big", 1, 1_000, 1_000),
        StandardPolicy.RECORDED,
        Overheads.NONE,
        failures);
  }

  private JobsRun run(Tools tools) {
    Slurm slurm = Slurm.of(tools, tasks, Patience.USUAL, note -> {});
    LocalBackend.Setting setting =
        new LocalBackend.Setting(
            "id", folder, folder, workflow, Cluster.of("big", 1, 1_000, 1_000), 0);
    return new JobsRun(
        scenario(),
        setting,
        slurm,
        JobTerms.USUAL,
        List.of(),
        RunListener.NONE,
        tasks,
        tasks::epochMicros);
  }

  private Outcome execute(Tools tools) {
    return execute(run(tools));
  }

  private Outcome execute(JobsRun run) {
    Path file = folder.resolve("journal");
    int count = WorkflowGraph.of(workflow).taskCount();
    try (Journal journal =
        Journal.hasBegun(file)
            ? Journal.open(file)
            : Journal.create(file, new Fact.Begun("id", "1", "0", "m", count, "now"))) {
      return run.run(journal, false, "now", Map.of());
    }
  }

  /** Does something once, when a state of affairs is there. */
  private Tools when(Predicate<FakeSlurm> condition, Runnable action) {
    boolean[] done = {false};
    return (argv, patience) -> {
      assertThat(tasks.nanos()).isLessThan(LIMIT_NANOS);
      if (!done[0] && condition.test(tasks.slurm)) {
        done[0] = true;
        action.run();
      }
      return tasks.call(argv, patience);
    };
  }

  private static boolean isRunning(FakeSlurm slurm, JobId id) {
    return "RUNNING".equals(slurm.all().get(id));
  }

  private void assertSound(Outcome outcome) {
    assertThat(TraceChecker.check(outcome.requireTrace(), workflow, outcome.complete())).isEmpty();
  }

  private List<TaskEnd> ends(Outcome outcome, String set, int index) {
    return outcome.requireTrace().records().stream()
        .filter(r -> r.set().equals(set) && r.index() == index)
        .map(TaskRecord::end)
        .toList();
  }

  @Test
  void everySetIsAnArrayThatWaitsForThoseBefore() {
    Outcome outcome = execute(tasks);
    assertThat(outcome.complete()).isTrue();
    assertSound(outcome);
    assertThat(tasks.slurm.calls("sbatch")).isEqualTo(4);
    assertThat(tasks.slurm.option(101, "array")).isEqualTo("0-2");
    assertThat(tasks.slurm.option(101, "cpus-per-task")).isEqualTo("2");
    assertThat(tasks.slurm.option(101, "gres")).isEqualTo("gpu:1");
    assertThat(tasks.slurm.option(101, "dependency")).isEmpty();
    assertThat(tasks.slurm.option(102, "dependency")).isEqualTo("afterok:101");
    assertThat(tasks.slurm.option(104, "dependency")).isEqualTo("afterok:102:103");
  }

  @Test
  void inSequenceEveryStageWaitsForAllOfTheOneBefore() {
    sequential = true;
    workflow = Workflow.of("w", set("A", 1), set("X", 2), set("B", 1, Dependency.on("A")));
    assertSound(execute(tasks));
    assertThat(tasks.slurm.option(103, "dependency")).isEqualTo("afterok:101:102");
  }

  @Test
  void tasksOfEqualIndexWaitForEachOtherOnly() {
    Dependency same = new Dependency("A", false, Dependency.Match.INDEX);
    workflow = Workflow.of("w", set("A", 3), set("B", 3, same));
    tasks.slurm.durations = id -> Duration.ofSeconds(id.job() == 101 ? 1 + 60 * id.task() : 1);
    Outcome outcome = execute(tasks);
    assertSound(outcome);
    assertThat(tasks.slurm.option(102, "dependency")).isEqualTo("aftercorr:101");
    TaskRecord first =
        outcome.requireTrace().records().stream()
            .filter(r -> r.set().equals("B") && r.index() == 0)
            .findFirst()
            .orElseThrow();
    assertThat(first.endedMicros()).isLessThan(60_000_000);
  }

  @Test
  void whatFailedIsSubmittedAgainAndWhatWaitsForItBehind() {
    failures = new FailurePolicy(1, FailurePolicy.OnFailure.STOP);
    tasks.codes.put("1/1", 3);
    Outcome outcome = execute(when(s -> false, () -> {}));
    assertThat(outcome.complete()).isTrue();
    assertSound(outcome);
    assertThat(ends(outcome, "A", 1)).containsExactly(TaskEnd.FAILED, TaskEnd.DONE);
    assertThat(tasks.begun.values()).allMatch(n -> n == 1);
    assertThat(tasks.begun).hasSize(10);
  }

  @Test
  void aTaskThatANodeCouldNotStartIsLostAndRunsAgain() {
    tasks.stillborn.add("1/1");
    Outcome outcome = execute(when(s -> false, () -> {}));
    assertThat(outcome.complete()).isTrue();
    assertSound(outcome);
    assertThat(ends(outcome, "A", 1)).containsExactly(TaskEnd.LOST, TaskEnd.DONE);
    assertThat(tasks.begun.values()).allMatch(n -> n == 1).hasSize(9);
    assertThat(tasks.slurm.calls("sbatch")).isLessThan(12);
  }

  @Test
  void whatEndedByASignalOfItsOwnHasFailed() {
    tasks.codes.put("1/1", 143);
    Outcome outcome = execute(when(s -> false, () -> {}));
    assertThat(outcome.complete()).isFalse();
    assertThat(ends(outcome, "A", 1)).containsExactly(TaskEnd.FAILED);
  }

  @Test
  void afterAFailureForGoodNothingMoreBegins() {
    tasks.codes.put("1/1", 3);
    Outcome outcome = execute(when(s -> false, () -> {}));
    assertThat(outcome.complete()).isFalse();
    assertSound(outcome);
    assertThat(tasks.begun).hasSize(3);
    assertThat(tasks.slurm.all().values()).doesNotContain("PENDING", "RUNNING");
  }

  @Test
  void whatDoesNotDependOnAFailureGoesOnIfAskedTo() {
    failures = new FailurePolicy(0, FailurePolicy.OnFailure.CONTINUE);
    tasks.codes.put("2/0", 3);
    Outcome outcome = execute(when(s -> false, () -> {}));
    assertThat(outcome.complete()).isFalse();
    assertSound(outcome);
    assertThat(ends(outcome, "B", 0)).containsExactly(TaskEnd.FAILED);
    assertThat(ends(outcome, "C", 1)).containsExactly(TaskEnd.DONE);
    assertThat(ends(outcome, "D", 0)).isEmpty();
  }

  @Test
  void aTaskWhoseNodeFailedIsLostAndRunsAgain() {
    JobId lost = new JobId(101, 2);
    Outcome outcome =
        execute(when(s -> isRunning(s, lost), () -> tasks.slurm.put(lost, "NODE_FAIL", "None")));
    assertThat(outcome.complete()).isTrue();
    assertSound(outcome);
    assertThat(ends(outcome, "A", 2)).containsExactly(TaskEnd.LOST, TaskEnd.DONE);
  }

  @Test
  void aTaskThatSomebodyElseCancelledRunsAgain() {
    JobId one = new JobId(101, 0);
    Outcome outcome =
        execute(when(s -> isRunning(s, one), () -> tasks.slurm.put(one, "CANCELLED", "None")));
    assertThat(outcome.complete()).isTrue();
    assertSound(outcome);
    assertThat(ends(outcome, "A", 0)).containsExactly(TaskEnd.LOST, TaskEnd.DONE);
  }

  @Test
  void aTaskThatTookTooLongHasFailed() {
    JobId late = new JobId(101, 0);
    Outcome outcome =
        execute(when(s -> isRunning(s, late), () -> tasks.slurm.put(late, "TIMEOUT", "TimeLimit")));
    assertThat(outcome.complete()).isFalse();
    assertSound(outcome);
    assertThat(ends(outcome, "A", 0)).containsExactly(TaskEnd.FAILED);
  }

  @Test
  void stoppingCancelsEverythingAndResumingFinishesIt() {
    JobsRun[] run = new JobsRun[1];
    run[0] = run(when(s -> isRunning(s, new JobId(102, 0)), () -> run[0].stop()));
    Outcome stopped = execute(run[0]);
    assertThat(stopped.complete()).isFalse();
    assertSound(stopped);
    assertThat(tasks.slurm.all().values()).doesNotContain("PENDING", "RUNNING");
    assertThat(ends(stopped, "B", 0)).containsExactly(TaskEnd.CANCELED);
    Outcome resumed = execute(tasks);
    assertThat(resumed.complete()).isTrue();
    assertSound(resumed);
    assertThat(ends(resumed, "A", 0)).containsExactly(TaskEnd.DONE);
  }

  /** The watcher is killed before or after any call to Slurm. */
  @Test
  void whereverTheWatcherIsKilledNothingRunsTwiceAndNothingIsLost() {
    for (int kill = 1; kill < 40; kill++) {
      for (boolean after : new boolean[] {false, true}) {
        tasks = new FakeTasks(new FakeSlurm());
        Path base = folder;
        folder = base.resolve(kill + (after ? "a" : "b"));
        assertThat(folder.toFile().mkdirs()).isTrue();
        AtomicInteger left = new AtomicInteger(kill);
        Tools deadly =
            (argv, patience) -> {
              boolean now = left.decrementAndGet() == 0;
              if (now && !after) {
                throw new IllegalStateException("killed");
              }
              var answer = tasks.call(argv, patience);
              if (now) {
                throw new IllegalStateException("killed");
              }
              return answer;
            };
        boolean killed = false;
        try {
          execute(deadly);
        } catch (IllegalStateException e) {
          killed = true;
        }
        if (killed && kill % 3 == 0) {
          tasks.sleep(Duration.ofMinutes(kill % 2 == 0 ? 2 : 30)); // remembered or forgotten
        }
        Outcome outcome = execute(tasks);
        assertThat(outcome.complete()).as("kill %d", kill).isTrue();
        assertSound(outcome);
        assertThat(outcome.metrics().attempts()).as("kill %d", kill).isEqualTo(9);
        assertThat(tasks.begun.values()).as("kill %d", kill).allMatch(n -> n == 1).hasSize(9);
        folder = base;
      }
    }
  }

  @Test
  void noArrayIsSubmittedTwiceWhateverBecomesOfAnswers() {
    for (int seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FakeSlurm slurm =
          new FakeSlurm(
              argv ->
                  argv.get(0).equals("sbatch") && random.nextInt(3) == 0
                      ? FakeSlurm.Fault.values()[random.nextInt(FakeSlurm.Fault.values().length)]
                      : FakeSlurm.Fault.NONE);
      tasks = new FakeTasks(slurm);
      Path base = folder;
      folder = base.resolve("s" + seed);
      assertThat(folder.toFile().mkdirs()).isTrue();
      Outcome outcome = execute(tasks);
      assertThat(outcome.complete()).as("seed %d", seed).isTrue();
      assertSound(outcome);
      assertThat(tasks.begun.values()).as("seed %d", seed).allMatch(n -> n == 1).hasSize(9);
      folder = base;
    }
  }

  @Test
  void aSetOfManyTasksIsSplitForSitesWithShortArrays() {
    workflow = Workflow.of("w", set("A", 2_100), set("B", 1, Dependency.on("A")));
    Outcome outcome = execute(tasks);
    assertThat(outcome.complete()).isTrue();
    assertThat(tasks.slurm.option(101, "array")).isEqualTo("0-999");
    assertThat(tasks.slurm.option(103, "array")).isEqualTo("0-99");
    assertThat(tasks.slurm.option(104, "dependency")).isEqualTo("afterok:101:102:103");
  }

  @Test
  void tasksOfSeveralProcessesAreRefused() {
    Workflow spread =
        Workflow.of(
            "w",
            new TaskSet(
                "A",
                1,
                new Resources(2, 1, 0, 0),
                new Constant(1),
                List.of(),
                new Command.Sleep()));
    assertThat(JobsRun.refusal(spread)).contains("'A'").contains("2 processes");
    assertThat(JobsRun.refusal(workflow)).isEmpty();
    assertThatThrownBy(() -> new JobTerms(null, -1, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
