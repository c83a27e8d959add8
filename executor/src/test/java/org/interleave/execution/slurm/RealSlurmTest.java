package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.execution.slurm.JobState.Phase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On 16 nodes of 44 cores and 6 GPUs, which this machine stands for. */
@Timeout(300)
class RealSlurmTest {
  @TempDir static Path folder;
  @TempDir Path files;

  private static LocalSlurm cluster;
  private static Slurm slurm;

  @BeforeAll
  static void start() {
    cluster = LocalSlurm.start(folder, Map.of("NODES", "16", "CORES", "22", "GPUS", "6"));
    slurm = cluster.slurm(Patience.USUAL, note -> {});
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Submission job(String name, String... command) {
    return Submission.of(name, List.of(command))
        .directory(files)
        .output("out-%a.txt")
        .walltimeMicros(600_000_000);
  }

  private static JobState await(long job, Predicate<JobState> until) throws InterruptedException {
    JobState state = slurm.state(job);
    while (!until.test(state)) {
      Thread.sleep(100);
      state = slurm.state(job);
    }
    return state;
  }

  @Test
  void theShapeIsThatOfTheCluster() {
    assertThat(slurm.absent()).isEmpty();
    Shape shape = slurm.shape(null);
    assertThat(shape.cluster())
        .isEqualTo(
            new Cluster(
                "slurm:all", SlotKind.CORE, List.of(new NodeGroup(16, 44, 1, 6, 0, 524288))));
    assertThat(shape.nodes()).startsWith("n01").endsWith("n16");
    assertThat(shape.notes()).isEmpty();
    assertThat(slurm.hosts("n[01-03],n07")).containsExactly("n01", "n02", "n03", "n07");
  }

  @Test
  void aJobRunsWithItsWordsAndVariables() throws Exception {
    long job =
        slurm.submit(
            job("words", "sh", "-c", "printf '<%s>' \"$@\" \"$NAME\" > words.txt", "x", "a  'b'")
                .environment(Map.of("NAME", "$HOME \u00e9")));
    assertThat(await(job, s -> s.phase().ended()).phase()).isEqualTo(Phase.DONE);
    assertThat(files.resolve("words.txt")).hasContent("<a  'b'><$HOME \u00e9>");
    assertThat(slurm.find("words")).hasValue(job);
    assertThat(slurm.find("never-submitted")).isEmpty();
  }

  @Test
  void theTasksOfAnArrayHaveTheirOwnStates() throws Exception {
    long array =
        slurm.submit(job("array", "sh", "-c", "exit $SLURM_ARRAY_TASK_ID").array(List.of(0, 1, 2)));
    Map<JobId, JobState> states = slurm.states(List.of(array));
    while (states.size() < 3 || !states.values().stream().allMatch(s -> s.phase().ended())) {
      Thread.sleep(100);
      states = slurm.states(List.of(array));
    }
    assertThat(states.get(new JobId(array, 0)).phase()).isEqualTo(Phase.DONE);
    assertThat(states.get(new JobId(array, 1))).hasToString("FAILED (NonZeroExitCode)");
    assertThat(states.get(new JobId(array, 2)).phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void whatDependsOnAFailedJobIsCancelled() throws Exception {
    long failing = slurm.submit(job("failing", "false"));
    long fine = slurm.submit(job("fine", "true"));
    long after = slurm.submit(job("after-failing", "true").after(List.of(fine, failing)));
    long met = slurm.submit(job("after-fine", "true").after(List.of(fine)));
    assertThat(await(after, s -> s.phase().ended()).phase()).isEqualTo(Phase.CANCELLED);
    assertThat(await(met, s -> s.phase().ended()).phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void aJobIsSignalledAndCancelled() throws Exception {
    long job =
        slurm.submit(
            job(
                "signalled",
                "sh",
                "-c",
                "trap 'touch got' USR1; touch ready; while :; do sleep 0.1; done"));
    await(job, s -> s.phase() == Phase.RUNNING);
    awaitFile("ready"); // a signal before the trap would end the job
    slurm.signal(job, "USR1");
    awaitFile("got");
    slurm.cancel(List.of(job, 999_999L));
    assertThat(await(job, s -> s.phase().ended()).phase()).isEqualTo(Phase.CANCELLED);
    slurm.cancel(List.of(job));
  }

  private void awaitFile(String name) throws InterruptedException {
    for (int i = 0; i < 600 && !Files.exists(files.resolve(name)); i++) {
      Thread.sleep(100);
    }
    assertThat(files.resolve(name)).exists();
  }

  @Test
  void anAllocationIsWhatTheJobWasGiven() throws Exception {
    long job =
        slurm.submit(
            job("part", "sleep", "600").nodes(2).tasksPerNode(1).cpusPerTask(11).gpusPerNode(3));
    JobState running = await(job, s -> s.phase() == Phase.RUNNING && !s.nodes().isEmpty());
    Shape shape =
        Objects.requireNonNull(
            slurm.allocation(
                Map.of(
                    "SLURM_JOB_ID", Long.toString(job),
                    "SLURM_JOB_NODELIST", running.nodes(),
                    "SLURM_JOB_PARTITION", "all")));
    slurm.cancel(List.of(job));
    assertThat(shape.cluster().groups()).containsExactly(new NodeGroup(2, 11, 1, 3, 0, 524288));
    assertThat(shape.nodes()).hasSize(2);
  }

  @Test
  void aRefusedJobIsNotSubmitted() {
    assertThatThrownBy(() -> slurm.submit(job("refused", "true").partition("nope")))
        .isInstanceOf(SlurmException.class)
        .hasMessageContaining("invalid partition specified: nope");
    assertThat(slurm.find("refused")).isEmpty();
  }

  @Test
  void aJobWhoseAnswerWasLostIsNotSubmittedTwice() {
    List<List<String>> submissions = new ArrayList<>();
    Tools real = cluster.tools();
    Tools lossy =
        (argv, patience) -> {
          Answer answer = real.call(argv, patience);
          if (argv.get(0).equals("sbatch")) {
            submissions.add(argv);
            return new Answer(Answer.LATE, "", "lost");
          }
          return answer;
        };
    long job = Slurm.of(lossy, Waits.REAL, Patience.USUAL, note -> {}).submit(job("lost", "true"));
    assertThat(submissions).hasSize(1);
    assertThat(slurm.find("lost")).hasValue(job);
  }

  @Test
  void aControllerThatIsAwayIsWaitedFor() throws Exception {
    List<String> notes = Collections.synchronizedList(new ArrayList<>());
    Patience patience =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMinutes(3));
    Slurm patient = cluster.slurm(patience, notes::add);
    long job = slurm.submit(job("outliving", "sleep", "2"));
    await(job, s -> s.phase() == Phase.RUNNING);
    cluster.killController("TERM");
    CompletableFuture<JobState> asked = CompletableFuture.supplyAsync(() -> patient.state(job));
    while (notes.isEmpty()) {
      Thread.sleep(50);
    }
    assertThat(asked).isNotDone();
    cluster.startController();
    assertThat(asked.get().phase()).isIn(Phase.RUNNING, Phase.DONE);
    assertThat(await(job, s -> s.phase().ended()).phase()).isEqualTo(Phase.DONE);
    assertThat(notes.get(0)).startsWith("Slurm does not answer");
    assertThat(notes.get(notes.size() - 1)).startsWith("Slurm answers again");
  }
}
