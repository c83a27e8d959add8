package org.interleave.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.interleave.presets.SpecSource;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepRunTest {

  private static final Sweep SWEEP =
      PointsTest.sweep(
          """
          vary:
            iterations: [1, 2, 3]
            policy.order: [submission, longest-path]
            cluster.nodes[0].count: [0, 1, 2, 4, 8]
          where: ['{iterations} != 2']
          replications: 3
          seed: 5
          """);

  @TempDir private Path folder;

  private static SweepFolder in(Path path, Shard shard) {
    return SweepFolder.of(path, SWEEP, SpecSource.of(SWEEP.base(), Path.of("")), shard);
  }

  private static byte[] run(SweepFolder to, int threads) throws IOException {
    assertThat(new SweepRun(to, threads).run(done -> {})).isTrue();
    return Files.readAllBytes(to.points());
  }

  @Test
  void theTableDependsNeitherOnThreadsNorOnShards() throws IOException {
    byte[] whole = run(in(folder.resolve("a"), Shard.WHOLE), 1);
    assertThat(run(in(folder.resolve("b"), Shard.WHOLE), 3)).isEqualTo(whole);
    for (int s = 1; s <= 4; s++) {
      run(in(folder.resolve("c"), new Shard(s, 4)), 2);
    }
    Path c = folder.resolve("c");
    assertThat(Merge.shards(c)).isEqualTo(4);
    SweepFolder merged = Merge.of(c, SWEEP, SpecSource.of("diamond", Path.of("")), 4);
    assertThat(Files.readAllBytes(merged.points())).isEqualTo(whole);
    assertThat(merged.path().resolve("manifest.json"))
        .hasSameBinaryContentAs(folder.resolve("a/manifest.json"));
    assertThat(Files.readAllLines(merged.points())).hasSize(1 + 2 * 2 * 5);
  }

  @Test
  void aPointThatCannotBeRunSaysWhy() throws IOException {
    run(in(folder, Shard.WHOLE), 2);
    assertThat(Files.readAllLines(folder.resolve("points.csv")))
        .filteredOn(line -> line.contains("invalid"))
        .hasSize(4)
        .allMatch(line -> line.contains("count of a node group must be"));
    SweepSummary summary = SweepSummary.of(in(folder, Shard.WHOLE));
    assertThat(summary.refused()).isEqualTo(4);
    assertThat(summary.done()).isEqualTo(16);
  }

  @Test
  void whyAPointCannotBeRunDoesNotTellWhereTheSpecificationLies() throws IOException {
    Files.writeString(
        folder.resolve("w.yaml"),
        """
        interleave: 1
        name: w
        cluster: {nodes: [{count: 1, cores: 4}]}
        sets: {A: {tasks: 1, slots: 2, time: 10 s}}
        """);
    Sweep sweep = PointsTest.sweep("vary: {'cluster.nodes[0].cores': [1]}\nreplications: 1\n");
    SweepFolder to =
        SweepFolder.of(
            folder.resolve("out"),
            sweep,
            SpecSource.of("w.yaml", folder.toAbsolutePath()),
            Shard.WHOLE);
    run(to, 1);
    assertThat(Files.readString(to.points()))
        .contains("invalid: w.yaml:4:")
        .doesNotContain(folder.toString());
  }

  /** A kill leaves any part of the file, from its beginning on. */
  @Test
  void whateverWasWrittenIsGoneOnWith() throws IOException {
    SweepFolder to = in(folder, Shard.WHOLE);
    byte[] whole = run(to, 2);
    String manifest = Files.readString(folder.resolve("manifest.json"));
    SplittableRandom random = new SplittableRandom(3);
    for (int cut = 0; cut <= 12; cut++) {
      int length = cut == 0 ? 0 : random.nextInt(whole.length + 1);
      Files.write(to.points(), Arrays.copyOf(whole, length));
      Files.writeString(
          folder.resolve("manifest.json"),
          manifest.replace("\"complete\" : true", "\"complete\" : false"));
      assertThat(run(to, 2)).as("cut after %d bytes", length).isEqualTo(whole);
      assertThat(folder.resolve("manifest.json")).hasContent(manifest);
    }
  }

  @Test
  void whatIsDoneIsNotMadeAgain() throws IOException {
    SweepFolder to = in(folder, Shard.WHOLE);
    byte[] whole = run(to, 2);
    long[] made = new long[1];
    assertThat(new SweepRun(to, 2).run(done -> made[0]++)).isTrue();
    assertThat(made[0]).isZero();
    assertThat(Files.readAllBytes(to.points())).isEqualTo(whole);
  }

  @Test
  void resultsOfAnotherSweepAreNotMixedWithThese() throws IOException {
    run(in(folder, Shard.WHOLE), 2);
    Sweep other = PointsTest.sweep("vary: {iterations: [1]}\n");
    SweepFolder same =
        SweepFolder.of(folder, other, SpecSource.of("diamond", Path.of("")), Shard.WHOLE);
    assertThatThrownBy(() -> new SweepRun(same, 1).run(done -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("of another sweep, specification or version");
  }

  @Test
  void shardsOfDifferentSplitsAreNotMerged() throws IOException {
    assertThat(Merge.shards(folder)).isZero();
    for (String name : List.of("shard-1-of-2", "shard-2-of-2", "shard-3-of-4", "shard-x-of-9")) {
      Files.createDirectory(folder.resolve(name));
    }
    assertThatThrownBy(() -> Merge.shards(folder))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            folder
                + ":1:1: here are shards of different splits: shard-1-of-2 and 1 more; shard-3-of-4;"
                + " keep the folders of one split, and move the others elsewhere or delete them");
    Files.delete(folder.resolve("shard-3-of-4"));
    assertThat(Merge.shards(folder)).isEqualTo(2);
  }

  @Test
  void shardsThatAreMissingAreNamed() throws IOException {
    run(in(folder, new Shard(2, 3)), 1);
    SpecSource base = SpecSource.of("diamond", Path.of(""));
    assertThat(Merge.missing(folder, SWEEP, base, 3))
        .isEqualTo(List.of(new Shard(1, 3), new Shard(3, 3)));
    assertThatThrownBy(() -> Merge.of(folder, SWEEP, base, 3))
        .hasMessageContaining("shard 1/3 and 1 more are not finished");
  }

  @Test
  void aTableThatIsMadeAnewIsNotFinishedBeforeItsEnd() throws IOException {
    SweepFolder to = in(folder, new Shard(1, 1));
    run(to, 1);
    Files.delete(to.points());
    SweepRun run = new SweepRun(to, 1);
    assertThat(run.run(done -> run.stop())).isFalse();
    assertThat(to.isFinished()).isFalse();
  }

  @Test
  void stoppingLeavesARowFileThatCanBeGoneOnWith() throws IOException {
    byte[] whole = run(in(folder.resolve("whole"), Shard.WHOLE), 1);
    SweepFolder to = in(folder.resolve("stopped"), Shard.WHOLE);
    SweepRun run = new SweepRun(to, 2);
    assertThat(
            run.run(
                done -> {
                  if (done == 7) {
                    run.stop();
                  }
                }))
        .isFalse();
    assertThat(Files.readAllLines(to.points())).hasSize(8);
    assertThat(run(to, 2)).isEqualTo(whole);
  }

  @Test
  void aSlipInAPathIsSaidBeforeAnythingIsSimulated() {
    Sweep slip = PointsTest.sweep("vary: {iteration: [1, 2]}\n");
    SweepFolder to =
        SweepFolder.of(folder, slip, SpecSource.of("diamond", Path.of("")), Shard.WHOLE);
    assertThatThrownBy(() -> new SweepRun(to, 1).check())
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("unknown key 'iteration'");
    assertThat(folder).isEmptyDirectory();
    new SweepRun(in(folder, Shard.WHOLE), 1).check();
  }

  @Test
  void aFolderInWhichNothingWasSimulatedIsTakenForAnotherSweep() throws IOException {
    Sweep none = PointsTest.sweep("vary: {iterations: [0]}\n");
    SweepFolder to =
        SweepFolder.of(folder, none, SpecSource.of("diamond", Path.of("")), Shard.WHOLE);
    assertThat(new SweepRun(to, 1).run(done -> {})).isTrue();
    assertThat(Files.readAllLines(to.points())).hasSize(2);
    assertThat(run(in(folder, Shard.WHOLE), 1)).isNotEmpty();
  }
}
