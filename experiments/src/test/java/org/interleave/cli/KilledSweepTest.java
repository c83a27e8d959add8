package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps that are killed at any moment go on behind their last whole row, and end with the same
 * bytes. {@code -Dkills=20} tries more of them, {@code -Dkillsfrom=1000} others.
 */
class KilledSweepTest {

  private static final int KILLS = Integer.getInteger("kills", 5);
  private static final long MOST_MILLIS = 1_500;
  private static final int FIRST_SEED = Integer.getInteger("killsfrom", 1);

  private static final String SWEEP =
      """
      sweep: 1
      spec: spec.yaml
      name: killed
      vary:
        cluster.nodes[0].count: {from: 1, to: 20, step: 1}
        sets.A.time.normal.cv: {from: 0.02, to: 0.4, count: 10}
      replications: 8
      """;

  private static final String SPEC =
      """
      interleave: 1
      name: killed
      sets:
        A: {tasks: 24, slots: 1, time: {normal: {mean: 30 s, cv: 0.1}}}
        B: {tasks: 24, slots: 1, time: 40 s, after: [A]}
        C: {tasks: 8, slots: 2, time: 60 s}
      cluster: {slot: core, nodes: [{count: 2, cores: 6}]}
      """;

  @TempDir private Path folder;

  @Test
  void theFinalTableHasTheBytesOfAnUninterruptedRun() throws Exception {
    Files.writeString(folder.resolve("spec.yaml"), SPEC);
    Path sweep = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
    Path whole = folder.resolve("whole");
    long start = System.nanoTime();
    assertThat(sweep(sweep, whole).code()).isZero();
    long usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    byte[] expected = Files.readAllBytes(whole.resolve("points.csv"));
    int within = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + KILLS; seed++) {
      Path out = folder.resolve("out-" + seed);
      Path table = out.resolve("points.csv");
      SplittableRandom random = new SplittableRandom(seed);
      // Several kills of one sweep, until it is done: each some time after its first new bytes.
      int kills = 1 + random.nextInt(3);
      for (int k = 0; k < kills; k++) {
        long before = size(table);
        try (RealProgram program =
            RealProgram.start(folder, "sweep", sweep.toString(), "--out", out.toString())) {
          program.await("rows", () -> size(table) > before || !program.isAlive());
          TimeUnit.MILLISECONDS.sleep(random.nextLong(0, Math.min(MOST_MILLIS, usual + 2)));
        }
      }
      byte[] left = Files.readAllBytes(table);
      within += left.length < expected.length ? 1 : 0;
      assertThat(expected).as("seed %d: what a kill leaves", seed).startsWith(left);

      CommandRun resumed = sweep(sweep, out);

      assertThat(resumed.code()).as("seed %d: %s", seed, resumed.err()).isZero();
      assertThat(table).as("seed %d", seed).hasBinaryContent(expected);
      for (String file : new String[] {"manifest.json", "summary.json", "summary.txt"}) {
        assertThat(out.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
      }
    }
    System.out.printf("%d sweeps of %d ms killed, %d of them in the midst%n", KILLS, usual, within);
    assertThat(within).as("kills in the midst").isPositive();
  }

  private static CommandRun sweep(Path sweep, Path out) {
    return CommandRun.of("sweep", sweep.toString(), "--out", out.toString(), "--threads", "2");
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
