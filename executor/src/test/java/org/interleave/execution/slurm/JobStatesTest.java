package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.interleave.execution.slurm.JobState.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatesTest {
  private final FakeSlurm fake = new FakeSlurm();
  private final Slurm slurm = Slurm.of(fake, fake, Patience.USUAL, note -> {});

  private static Submission job(String name) {
    return Submission.of(name, List.of("true"));
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, WAITING",
    "CONFIGURING, WAITING",
    "REQUEUED, WAITING",
    "REQUEUE_FED, WAITING",
    "REQUEUE_HOLD, WAITING",
    "RESV_DEL_HOLD, WAITING",
    "SPECIAL_EXIT, WAITING",
    "RUNNING, RUNNING",
    "SUSPENDED, RUNNING",
    "COMPLETING, RUNNING",
    "RESIZING, RUNNING",
    "SIGNALING, RUNNING",
    "STAGE_OUT, RUNNING",
    "STOPPED, RUNNING",
    "A_NEW_ONE, RUNNING",
    "COMPLETED, DONE",
    "FAILED, FAILED",
    "OUT_OF_MEMORY, FAILED",
    "TIMEOUT, TIMEOUT",
    "DEADLINE, TIMEOUT",
    "CANCELLED, CANCELLED",
    "CANCELLED+, CANCELLED",
    "CANCELLED by 0, CANCELLED",
    "REVOKED, CANCELLED",
    "NODE_FAIL, LOST",
    "BOOT_FAIL, LOST",
    "PREEMPTED, LOST",
  })
  void everyStateOfSlurmMeansSomething(String word, Phase phase) {
    assertThat(JobState.of(word, "", "").phase()).isEqualTo(phase);
    assertThat(JobTable.states("7|" + word + "||None\n").get(JobId.of(7)).phase()).isEqualTo(phase);
  }

  @Test
  void jobsAndArraysAreToldApart() {
    long job = slurm.submit(job("a"));
    long array = slurm.submit(job("b").array(List.of(0, 1, 2)));
    fake.put(new JobId(array, 1), "FAILED", "NonZeroExitCode");
    Map<JobId, JobState> states = slurm.states(List.of(job, array, 999L));
    assertThat(states.keySet())
        .containsExactly(
            JobId.of(job),
            new JobId(array, 0),
            new JobId(array, 1),
            new JobId(array, 2),
            JobId.of(999));
    assertThat(states.get(JobId.of(job)).phase()).isEqualTo(Phase.RUNNING);
    assertThat(states.get(new JobId(array, 1))).hasToString("FAILED (NonZeroExitCode)");
    assertThat(states.get(JobId.of(999))).isEqualTo(JobState.FORGOTTEN);
  }

  @Test
  void manyJobsAreAskedForAFewHundredAtATime() {
    List<Long> jobs =
        LongStream.range(0, 1200).map(i -> slurm.submit(job("j" + i))).boxed().toList();
    assertThat(slurm.states(jobs)).hasSize(1200);
    assertThat(fake.calls("squeue")).isEqualTo(3);
  }

  @Test
  void aDependencyWaitsAndIsCancelledWhenItCantBeMet() {
    long first = slurm.submit(job("first"));
    long second = slurm.submit(job("second").after(List.of(first)));
    assertThat(slurm.state(second)).hasToString("PENDING (Dependency)");
    fake.put(JobId.of(first), "FAILED", "NonZeroExitCode");
    fake.sleep(Duration.ofSeconds(1));
    assertThat(slurm.state(second).phase()).isEqualTo(Phase.CANCELLED);
  }

  @Test
  void aDependencyIsMet() {
    long first = slurm.submit(job("first"));
    long second = slurm.submit(job("second").after(List.of(first)));
    fake.sleep(Duration.ofMillis(1100));
    assertThat(slurm.state(first).phase()).isEqualTo(Phase.DONE);
    assertThat(slurm.state(second).phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatWaitsForNothingIsStuck() {
    assertThat(JobState.of("PENDING", "DependencyNeverSatisfied", "").stuck()).isTrue();
    assertThat(JobState.of("PENDING", "PartitionNodeLimit", "").stuck()).isTrue();
    assertThat(JobState.of("PENDING", "JobHeldUser", "").stuck()).isTrue();
    assertThat(JobState.of("REQUEUE_HOLD", "None", "").stuck()).isTrue();
    assertThat(JobState.of("PENDING", "Priority", "").stuck()).isFalse();
    assertThat(JobState.of("RUNNING", "None", "").stuck()).isFalse();
  }

  @Test
  void aRequeuedJobWaitsAgain() {
    long kept = slurm.submit(job("kept").requeue(true));
    long lost = slurm.submit(job("lost").requeue(false));
    fake.capacity = 0;
    fake.failNode(kept);
    fake.failNode(lost);
    assertThat(slurm.state(kept).phase()).isEqualTo(Phase.WAITING);
    assertThat(slurm.state(lost).phase()).isEqualTo(Phase.LOST);
  }

  @Test
  void whatIsForgottenIsLookedUpInTheAccounts() {
    long job = slurm.submit(job("old"));
    fake.sleep(Duration.ofSeconds(2));
    assertThat(slurm.state(job).phase()).isEqualTo(Phase.DONE);
    fake.sleep(Duration.ofHours(1));
    fake.accounts = true;
    assertThat(slurm.state(job).phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void withoutAccountsItStaysForgottenAndTheyAreNotAskedAgain() {
    long job = slurm.submit(job("old"));
    fake.sleep(Duration.ofSeconds(2));
    slurm.state(job);
    fake.sleep(Duration.ofHours(1));
    assertThat(slurm.state(job).phase()).isEqualTo(Phase.FORGOTTEN);
    assertThat(slurm.state(job).phase()).isEqualTo(Phase.FORGOTTEN);
    assertThat(fake.calls("sacct")).isEqualTo(1);
  }

  @Test
  void cancelledJobsAreCancelled() {
    long array = slurm.submit(job("a").array(List.of(1, 2, 5)));
    slurm.cancel(List.of(array, 999L));
    assertThat(slurm.states(List.of(array)).values())
        .hasSize(3)
        .allMatch(state -> state.phase() == Phase.CANCELLED);
  }
}
