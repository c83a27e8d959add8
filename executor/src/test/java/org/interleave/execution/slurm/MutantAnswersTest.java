package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the tools print, there is a result or one documented exception. */
class MutantAnswersTest {
  private static final int MUTANTS = 10_000;
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  private static final List<String> PARTS =
      List.of(
          "",
          "|",
          "=",
          "\n",
          " ",
          "_",
          "[",
          "]",
          "-1",
          "0",
          "99999999999999999999",
          "999999999",
          "1e9",
          "NaN",
          "\u0000",
          "\u00e9",
          "(null)",
          "gpu:999999999",
          "CPUTot=0",
          "Nodes=",
          "%",
          "Sockets=999999999",
          "ThreadsPerCore=-3",
          "CPU_IDs=5-1",
          "UNKNOWN",
          "None",
          "+",
          ",,");

  @Test
  void mutatedAnswersEndInAResultOrInASlurmException() {
    long seed = 6;
    SplittableRandom random = new SplittableRandom(seed);
    FakeSlurm fake = new FakeSlurm();
    fake.nodes = fake.nodes.lines().limit(3).map(line -> line + "\n").collect(Collectors.joining());
    Slurm honest = Slurm.of(fake, fake, SHORT, note -> {});
    long job = honest.submit(Submission.of("job", List.of("true")).array(List.of(0, 1, 2, 3, 4)));
    Slurm slurm =
        Slurm.of(
            (argv, patience) -> {
              Answer answer = honestly(fake, argv, patience);
              return new Answer(
                  random.nextInt(20) == 0 ? random.nextInt(300) - 3 : answer.exit(),
                  mutant(answer.out(), random),
                  mutant(answer.err(), random));
            },
            fake,
            SHORT,
            note -> {});
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      try {
        switch (i % 6) {
          case 0 -> slurm.states(List.of(job, 7L));
          case 1 -> slurm.find("job");
          case 2 -> slurm.shape(i % 4 < 2 ? null : "debug");
          case 3 ->
              slurm.allocation(Map.of("SLURM_JOB_ID", "" + job, "SLURM_JOB_NODELIST", "n[01-02]"));
          case 4 -> slurm.hosts("n[01-09]");
          default -> slurm.cancel(List.of(1L));
        }
      } catch (SlurmException e) {
        refused++;
        assertThat(e.getMessage()).as("mutant %d of seed %d", i, seed).doesNotContain("\n");
      } catch (RuntimeException e) {
        throw new AssertionError("mutant " + i + " of seed " + seed, e);
      }
    }
    assertThat(refused).isBetween(MUTANTS / 100, MUTANTS);
  }

  /** A mutant of one answer may be part of the next question, which the fake can't read either. */
  private static Answer honestly(FakeSlurm fake, List<String> argv, Duration patience) {
    try {
      return fake.call(argv, patience);
    } catch (RuntimeException e) {
      return Answer.failed("Invalid hostlist: " + argv);
    }
  }

  private static String mutant(String text, SplittableRandom random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int n = random.nextInt(3); n > 0; n--) {
      int from = random.nextInt(mutant.length() + 1);
      int to = Math.min(mutant.length(), from + random.nextInt(1 + random.nextInt(30)));
      mutant.replace(from, to, PARTS.get(random.nextInt(PARTS.size())));
    }
    return mutant.toString();
  }
}
