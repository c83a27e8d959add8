package org.interleave.execution.slurm.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Progress;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.duration.Constant;
import org.interleave.execution.Executor;
import org.interleave.execution.RunListener;
import org.interleave.execution.local.LocalBackend.Setting;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.Plan;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class PilotTest {

  private static final int NODES = 3;
  private static final int SLOTS = 4;

  @TempDir Path folder;

  private final String id = "test-" + UUID.randomUUID();
  private final FakeSrun srun = new FakeSrun();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void nothingIsLeft() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (living() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(living()).as("processes of the run").isZero();
    for (int n = 0; n < NODES; n++) {
      for (Process agent : srun.agents("h" + n)) {
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).as("agent %d leaves", n).isTrue();
      }
    }
  }

  /** How many processes bear the run's id. */
  private long living() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .filter(this::ours)
          .count();
    }
  }

  private boolean ours(Path process) {
    try {
      String environment =
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return environment.contains("INTERLEAVE_RUN=" + id);
    } catch (IOException e) {
      return false;
    }
  }

  private Pilot pilot() {
    return Pilot.start(
        new Allocation("1", List.of("h0", "h1", "h2")), srun, folder.resolve("agents"), notes::add);
  }

  private static Cluster cluster(int nodes) {
    return Cluster.of("virtual", nodes, SLOTS, 0).asVirtual();
  }

  private static TaskSet set(
      String name, int tasks, double seconds, Command command, String... after) {
    return set(name, tasks, Resources.of(1, 0), seconds, command, after);
  }

  private static TaskSet set(
      String name,
      int tasks,
      Resources resources,
      double seconds,
      Command command,
      String... after) {
    return new TaskSet(
        name,
        tasks,
        resources,
        new Constant(seconds),
        Stream.of(after).map(Dependency::on).toList(),
        command);
  }

  private static Command shell(String script) {
    return new Command.Argv(List.of("sh", "-c", script));
  }

  private Executor executor(Pilot pilot, RunListener listener, TaskSet... sets) {
    Workflow workflow = Workflow.of("w", sets);
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    Scenario scenario =
        new Scenario(
            Workload.ofMeans(graph),
            Plan.asynchronous(graph),
            cluster(NODES),
            StandardPolicy.RECORDED,
            Overheads.NONE,
            FailurePolicy.STRICT);
    Setting setting =
        new Setting(id, folder.resolve("run"), folder, workflow, cluster(NODES), 500_000);
    return new Executor(scenario, pilot.backend(setting), listener);
  }

  private static void sound(Outcome outcome, TaskSet... sets) {
    assertThat(
            TraceChecker.check(outcome.requireTrace(), Workflow.of("w", sets), outcome.complete()))
        .isEmpty();
  }

  @Test
  void severalRunsShareTheAgentsOfAllNodes() {
    TaskSet[] sets = {
      set("A", 24, 0.1, new Command.Sleep()), set("B", 5, 0.05, new Command.Sleep(), "A")
    };
    try (Pilot pilot = pilot()) {
      for (int run = 0; run < 2; run++) {
        Outcome outcome = executor(pilot, RunListener.NONE, sets).run(Map.of());
        assertThat(outcome.complete()).isTrue();
        sound(outcome, sets);
        List<TaskRecord> records = outcome.requireTrace().records();
        assertThat(records).hasSize(29).allMatch(r -> r.end() == TaskEnd.DONE);
        assertThat(records.stream().flatMap(r -> r.nodes().stream()).distinct()).hasSize(NODES);
        assertThat(records).allMatch(r -> r.endedMicros() - r.startedMicros() >= 49_000);
      }
      for (int n = 0; n < NODES; n++) {
        assertThat(srun.agents("h" + n)).hasSize(1);
      }
      assertThat(pilot.provenance())
          .containsEntry("slurm-job", "1")
          .containsKey("clock-uncertainty-micros");
    }
  }

  @Test
  void tasksOfAKilledAgentRunAgainAndItsNodeComesBack() throws Exception {
    TaskSet[] sets = {
      set("A", 24, 2, new Command.Sleep()), set("B", 6, 0.1, new Command.Sleep(), "A")
    };
    CountDownLatch begun = new CountDownLatch(1);
    RunListener listener =
        new RunListener() {
          @Override
          public void progress(Progress progress) {
            if (progress.nowMicros() > 1_000_000
                && progress.runningSince().size() == NODES * SLOTS) {
              begun.countDown();
            }
          }

          @Override
          public void ended(TaskRecord attempt, String why) {
            begun.countDown();
          }
        };
    Outcome outcome;
    try (Pilot pilot = pilot()) {
      Thread killer =
          new Thread(
              () -> {
                try {
                  begun.await();
                  srun.agent("h1").destroyForcibly();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      killer.start();
      outcome = executor(pilot, listener, sets).run(Map.of());
      killer.join();
    }
    assertThat(outcome.complete()).isTrue();
    sound(outcome, sets);
    List<TaskRecord> records = outcome.requireTrace().records();
    List<TaskRecord> lost = records.stream().filter(r -> r.end() == TaskEnd.LOST).toList();
    assertThat(lost).isNotEmpty().allMatch(r -> r.nodes().contains(1));
    assertThat(records.stream().filter(r -> r.end() == TaskEnd.DONE)).hasSize(30);
    assertThat(records).hasSize(30 + lost.size());
    assertThat(notes).anyMatch(n -> n.contains("the agent on h1 is gone"));
  }

  @Test
  void aTaskMaySpreadOverNodesAndItsProcessesAreNumberedThroughout() throws Exception {
    TaskSet[] sets = {
      set(
          "S",
          2,
          new Resources(3, SLOTS, 0, 0),
          1,
          shell("echo $INTERLEAVE_NODE.$INTERLEAVE_PROCESS"))
    };
    try (Pilot pilot = pilot()) {
      Outcome outcome = executor(pilot, RunListener.NONE, sets).run(Map.of());
      assertThat(outcome.complete()).isTrue();
      sound(outcome, sets);
      for (TaskRecord record : outcome.requireTrace().records()) {
        for (int p = 0; p < 3; p++) {
          Share share = record.execution().shares().get(p);
          Path out = folder.resolve("run/output/S/0/" + record.index() + "-1-" + p + ".out");
          assertThat(out).hasContent(share.node() + "." + p);
        }
      }
    }
  }

  @Test
  void ifOneProcessFailsTheOthersAreEnded() {
    TaskSet[] sets = {
      set(
          "S",
          1,
          new Resources(3, SLOTS, 0, 0),
          1,
          shell("if [ $INTERLEAVE_PROCESS = 2 ]; then sleep 0.3; exit 7; fi; sleep 1000"))
    };
    try (Pilot pilot = pilot()) {
      Outcome outcome = executor(pilot, RunListener.NONE, sets).run(Map.of());
      assertThat(outcome.complete()).isFalse();
      TaskRecord record = outcome.requireTrace().records().get(0);
      assertThat(record.end()).isEqualTo(TaskEnd.FAILED);
      assertThat(record.execution().exitCode()).isEqualTo(7);
    }
  }

  @Test
  void aStoppedRunCancelsItsTasksAndTheAgentsStay() throws Exception {
    TaskSet[] sets = {set("A", 12, 1_000, new Command.Sleep())};
    try (Pilot pilot = pilot()) {
      Executor[] executor = new Executor[1];
      executor[0] =
          executor(
              pilot,
              new RunListener() {
                @Override
                public void progress(Progress progress) {
                  if (!progress.runningSince().isEmpty()) {
                    executor[0].stop();
                  }
                }
              },
              sets);
      Outcome outcome = executor[0].run(Map.of());
      assertThat(outcome.complete()).isFalse();
      assertThat(outcome.requireTrace().records())
          .hasSize(12)
          .allMatch(r -> r.end() == TaskEnd.CANCELED);
      assertThat(living()).isZero();
      assertThat(srun.agent("h0").isAlive()).isTrue();
    }
  }

  @Test
  void aNodeWhoseAgentDoesNotComeIsDoneWithout() {
    srun.instead("h2", "sh", "-c", "echo no node");
    TaskSet[] sets = {set("A", 12, 0.1, new Command.Sleep())};
    try (Pilot pilot = pilot()) {
      Outcome outcome = executor(pilot, RunListener.NONE, sets).run(Map.of());
      assertThat(outcome.complete()).isTrue();
      assertThat(
              outcome.requireTrace().records().stream()
                  .filter(r -> r.end() == TaskEnd.DONE)
                  .flatMap(r -> r.nodes().stream())
                  .distinct())
          .containsExactlyInAnyOrder(0, 1);
    }
  }

  @Test
  void withoutAnyAgentThereIsNoRun() {
    for (int n = 0; n < NODES; n++) {
      srun.instead("h" + n, "false");
    }
    assertThatThrownBy(this::pilot)
        .isInstanceOf(PilotException.class)
        .hasMessageContaining("no agent could be started on any of the 3 nodes of job 1");
  }

  @Test
  void theClusterMustHaveAsManyNodesAsTheAllocation() {
    try (Pilot pilot = pilot()) {
      Workflow workflow = Workflow.of("w", set("A", 1, 1, new Command.Sleep()));
      assertThatThrownBy(
              () -> pilot.backend(new Setting(id, folder, folder, workflow, cluster(2), 0)))
          .isInstanceOf(PilotException.class)
          .hasMessageContaining("has 2 nodes, but job 1 has 3");
    }
  }

  @Test
  void aNodeSaysWhatItLacks() {
    try (Pilot pilot = pilot()) {
      TaskSet set = set("A", 1, 1, new Command.Argv(List.of("no-such-program")));
      assertThatThrownBy(() -> executor(pilot, RunListener.NONE, set).run(Map.of()))
          .isInstanceOf(PilotException.class)
          .hasMessageContaining("refuses the run: task set 'A' runs 'no-such-program'");
    }
  }
}
