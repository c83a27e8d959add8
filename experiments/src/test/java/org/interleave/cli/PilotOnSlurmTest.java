package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs on a real Slurm of this machine, which is interrupted in every way: nothing that was
 * recorded is lost or done twice, resuming finishes the workflow, and no process is left.
 */
class PilotOnSlurmTest extends OnSlurm {

  private int tasks = 44;

  private static final String SPEC =
      """
      interleave: 1
      name: piloted
      sets:
        A: {tasks: 24, slots: 1, time: 1500 ms}
        B: {tasks: 4, slots: 2, processes: 2, time: 1 s, after: [A]}
        C: {tasks: 16, slots: 1, time: 1 s, after: [A]}
      cluster: {slot: core, virtual: true, nodes: [{count: 3, cores: 4}]}
      """;

  private RealProgram begin(String... more) throws IOException {
    return begin(SPEC, List.of(more));
  }

  private static String job(RealProgram program) {
    Matcher job = Pattern.compile("submitted job (\\d+)").matcher(program.err());
    assertThat(job.find()).as(program.err()).isTrue();
    return job.group(1);
  }

  /** Resumes what was interrupted; everything that was recorded still is, and was not repeated. */
  private void resumed(List<Fact> before) throws Exception {
    run().millisToQuiet();
    List<Integer> done = RealFolder.done(before);
    assertThat(done).isNotEmpty().hasSizeLessThan(tasks);
    try (RealProgram again = resume(List.of())) {
      finished(again, tasks);
    }
    List<Fact> after = run().facts();
    assertThat(after.subList(0, before.size())).isEqualTo(before);
    assertThat(
            after.subList(before.size(), after.size()).stream()
                .filter(f -> f instanceof Fact.Intended)
                .map(f -> ((Fact.Intended) f).task()))
        .doesNotContainAnyElementsOf(done);
  }

  private static List<ProcessHandle> agents(String host) {
    return ProcessHandle.allProcesses().filter(p -> slurm.isAgent(p.pid(), host)).toList();
  }

  @Test
  void aRunIsAJobWithAnAgentANode() throws Exception {
    try (RealProgram program = begin()) {
      Trace trace = finished(program, tasks);
      assertThat(trace.records()).hasSize(tasks);
      assertThat(trace.records().stream().flatMap(r -> r.nodes().stream()).distinct()).hasSize(3);
      assertThat(program.err()).contains("time limit: 3 min", "job " + job(program), "C: 16 of 16");
      assertThat(program.out()).contains("piloted executed on");
    }
  }

  @Test
  void tasksOfAnAgentThatIsKilledRunAgain() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 3);
      List<ProcessHandle> agents = agents("n02");
      assertThat(agents).isNotEmpty();
      agents.forEach(ProcessHandle::destroyForcibly);
      Trace trace = finished(program, tasks);
      assertThat(trace.records())
          .filteredOn(r -> r.end() == TaskEnd.LOST)
          .isNotEmpty()
          .allMatch(r -> r.nodes().contains(1));
    }
  }

  @Test
  void whatScancelEndsGoesOnWhenResumed() throws Exception {
    List<Fact> before;
    try (RealProgram program = begin()) {
      awaitDone(program, 5);
      slurm.command("scancel", job(program));
      assertThat(program.exitCode()).as(program.err()).isEqualTo(143);
    }
    before = run().facts();
    resumed(before);
  }

  @Test
  void whatKillsTheDispatcherKillsItsTasksAndGoesOnWhenResumed() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 5);
      List<ProcessHandle> dispatchers =
          ProcessHandle.allProcesses().filter(p -> slurm.isDispatcher(p.pid())).toList();
      assertThat(dispatchers).hasSize(1);
      dispatchers.get(0).destroyForcibly();
      assertThat(program.exitCode()).as(program.err()).isEqualTo(1);
    }
    resumed(run().facts());
  }

  @Test
  void aSignalToTheWatcherCancelsTheJob() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 5);
      program.signal("INT");
      assertThat(program.exitCode()).as(program.err()).isEqualTo(130);
      assertThat(program.err()).contains("cancelling job " + job(program));
    }
    resumed(run().facts());
  }

  @Test
  void theControllerIsNotNeededWhileARunGoesOn() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 3);
      slurm.script("kill-controller");
      TimeUnit.SECONDS.sleep(3);
      slurm.script("start-controller");
      finished(program, tasks);
    }
  }

  @Test
  void tasksOfANodeThatCrashesRunAgain() throws Exception {
    try (RealProgram program = begin("--time-scale", "4")) {
      awaitDone(program, 1);
      slurm.script("crash-node", "3");
      Trace trace = finished(program, tasks);
      assertThat(trace.records())
          .filteredOn(r -> r.end() == TaskEnd.LOST)
          .isNotEmpty()
          .allMatch(r -> r.nodes().contains(2));
    } finally {
      slurm.script("start-node", "3");
    }
  }

  @Test
  void aNodesDaemonIsNotNeededForLong() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 1);
      slurm.script("kill-node", "2");
      TimeUnit.SECONDS.sleep(1);
      slurm.script("start-node", "2");
      Trace trace = finished(program, tasks);
      assertThat(trace.records()).allMatch(r -> r.end() == TaskEnd.DONE);
    }
  }

  @Test
  void nothingIsSubmittedWhenNothingIsLeftToDo() throws Exception {
    try (RealProgram program = begin()) {
      finished(program, tasks);
    }
    try (RealProgram again = resume(List.of())) {
      assertThat(again.exitCode()).isZero();
      assertThat(again.err()).contains("all runs are done already").doesNotContain("submitted");
    }
  }

  @Test
  void validationIsOneJobAsWell() throws Exception {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    Path out = folder.resolve("validation");
    List<String> words =
        List.of(
            "validate",
            spec.toString(),
            "--backend",
            "slurm",
            "--time-scale",
            "0.2",
            "--out",
            out.toString(),
            "--time",
            "5");
    try (RealProgram program = slurm.program(folder, words)) {
      assertThat(program.exitCode()).as(program.err()).isZero();
      assertThat(program.out()).contains("error without overheads");
      assertThat(out.resolve("validation.json")).exists();
    }
  }

  @Test
  void aWatcherThatWasKilledWatchesAgain() throws Exception {
    try (RealProgram program = begin()) {
      awaitDone(program, 1);
    }
    try (RealProgram again = resume(List.of())) {
      finished(again, tasks);
      assertThat(again.err()).contains("has not ended: watching it").doesNotContain("submitted");
    }
  }

  @Test
  @Tag("soak")
  void whatItsTimeLimitEndsGoesOnWhenResumed() throws Exception {
    List<Fact> before;
    tasks = 620;
    try (RealProgram program = begin("--time", "1", "--set", "sets.A.tasks=600")) {
      program.await(
          "the end of the job",
          () -> program.err().contains("TIMEOUT") || program.err().contains("FAILED"));
      assertThat(program.exitCode()).as(program.err()).isEqualTo(143);
    }
    before = run().facts();
    resumed(before);
  }
}
