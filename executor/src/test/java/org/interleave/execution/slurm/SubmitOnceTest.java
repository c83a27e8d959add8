package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.execution.slurm.FakeSlurm.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer of the controller's may be lost so that a job is submitted twice, or never. */
class SubmitOnceTest {
  private final List<String> notes = new ArrayList<>();

  private Slurm slurm(FakeSlurm fake) {
    return Slurm.of(fake, fake, Patience.USUAL, notes::add);
  }

  private static Submission job(String name) {
    return Submission.of(name, List.of("true"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122})
  void thousandSubmissionsWithLostAnswersMakeThousandJobs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Fault[] all = Fault.values();
    int[] lost = {0};
    FakeSlurm fake =
        new FakeSlurm(
            argv -> {
              if (random.nextInt(10) > 0) {
                return Fault.NONE;
              }
              Fault fault = all[1 + random.nextInt(all.length - 1)];
              lost[0] += argv.get(0).equals("sbatch") ? 1 : 0;
              // Only submissions come into effect later than they were given up.
              return fault == Fault.DELAYED && !argv.get(0).equals("sbatch") ? Fault.LATE : fault;
            });
    Slurm slurm = slurm(fake);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      ids.add(slurm.submit(job("run-" + i)));
    }
    fake.sleep(Duration.ofSeconds(10));
    assertThat(lost[0]).as("lost answers, seed %d", seed).isGreaterThan(70);
    Map<String, List<Long>> jobs = fake.byName();
    assertThat(jobs).as("seed %d", seed).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(jobs.get("run-" + i)).as("seed %d", seed).containsExactly(ids.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"DONE_BUT_LATE", "DONE_BUT_BROKEN", "DONE_BUT_GARBAGE", "DELAYED"})
  void whatWasSubmittedIsFoundByItsName(Fault fault) {
    FakeSlurm fake = faulty(fault, "sbatch");
    long id = slurm(fake).submit(job("once"));
    assertThat(fake.calls("sbatch")).isEqualTo(1);
    assertThat(fake.byName().get("once")).containsExactly(id);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LATE", "BROKEN"})
  void whatWasNotSubmittedIsSubmittedAgain(Fault fault) {
    FakeSlurm fake = faulty(fault, "sbatch");
    long id = slurm(fake).submit(job("again"));
    assertThat(fake.calls("sbatch")).isEqualTo(2);
    assertThat(fake.byName().get("again")).containsExactly(id);
  }

  @Test
  void aJobThatIsForgottenAlreadyIsFoundInTheAccounts() {
    FakeSlurm fake = faulty(Fault.DONE_BUT_LATE, "sbatch");
    fake.memory = Duration.ZERO;
    fake.durations = id -> Duration.ZERO;
    fake.accounts = true;
    long id = slurm(fake).submit(job("short"));
    assertThat(fake.calls("sbatch")).isEqualTo(1);
    assertThat(fake.byName().get("short")).containsExactly(id);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE", "DONE_BUT_LATE", "DONE_BUT_BROKEN", "DONE_BUT_GARBAGE"})
  void aLateSecondJobIsCancelled(Fault second) {
    // Under way for longer than it was looked for: both come into being.
    Iterator<Fault> faults = List.of(Fault.DELAYED, second).iterator();
    FakeSlurm fake =
        new FakeSlurm(
            argv -> argv.get(0).equals("sbatch") && faults.hasNext() ? faults.next() : Fault.NONE);
    fake.durations = id -> Duration.ofHours(1);
    Patience hasty =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofMinutes(1));
    Slurm slow =
        Slurm.of(
            (argv, patience) -> {
              if (argv.get(0).equals("sbatch") && fake.calls("sbatch") == 1) {
                fake.sleep(Duration.ofSeconds(4));
              }
              return fake.call(argv, patience);
            },
            fake,
            hasty,
            notes::add);
    long id = slow.submit(job("both"));
    assertThat(fake.calls("sbatch")).isEqualTo(2);
    assertThat(fake.byName().get("both")).containsExactly(id);
  }

  @Test
  void aRefusalIsOneLineAndNotTriedAgain() {
    FakeSlurm fake = new FakeSlurm();
    assertThatThrownBy(() -> slurm(fake).submit(job("x").partition("nope")))
        .isInstanceOfSatisfying(
            SlurmException.class, e -> assertThat(e.kind()).isEqualTo(SlurmException.Kind.REFUSED))
        .hasMessage(
            "can't submit job 'x', Slurm refuses: invalid partition specified: nope; Batch job"
                + " submission failed: Invalid partition name specified");
    assertThat(fake.calls("sbatch")).isEqualTo(1);
    assertThat(fake.byName()).isEmpty();
  }

  @Test
  void aSilentControllerIsWaitedForAndReported() {
    FakeSlurm fake = new FakeSlurm();
    fake.silent(Duration.ofMinutes(3));
    long id = slurm(fake).submit(job("patient"));
    assertThat(fake.byName().get("patient")).containsExactly(id);
    assertThat(notes.get(0))
        .isEqualTo(
            "Slurm does not answer (Unable to contact slurm controller (connect failure)); asking"
                + " again for 29 min");
    assertThat(notes.get(notes.size() - 1)).startsWith("Slurm answers again, after ");
    assertThat(notes).hasSizeLessThan(10);
  }

  @Test
  void patienceEnds() {
    FakeSlurm fake = new FakeSlurm();
    fake.silent(Duration.ofDays(1));
    Patience patience =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(8),
            Duration.ofMinutes(1));
    long from = fake.nanos();
    assertThatThrownBy(() -> Slurm.of(fake, fake, patience, notes::add).find("x"))
        .isInstanceOfSatisfying(
            SlurmException.class, e -> assertThat(e.kind()).isEqualTo(SlurmException.Kind.SILENT))
        .hasMessage(
            "can't look for job 'x', no answer from Slurm for 61 s: Unable to contact slurm"
                + " controller (connect failure)");
    // Waits of 1, 2, 4, 8, 8, ... s and calls of 1 s.
    assertThat(fake.calls("squeue")).isEqualTo(10);
    assertThat(Duration.ofNanos(fake.nanos() - from).toSeconds()).isEqualTo(61);
  }

  @Test
  void anInterruptedWaitEnds() {
    FakeSlurm fake = new FakeSlurm();
    fake.silent(Duration.ofDays(1));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> slurm(fake).submit(job("x")))
          .isInstanceOf(SlurmException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  /** The first call of a tool fails. */
  private static FakeSlurm faulty(Fault fault, String tool) {
    int[] calls = {0};
    return new FakeSlurm(argv -> argv.get(0).equals(tool) && calls[0]++ == 0 ? fault : Fault.NONE);
  }
}
