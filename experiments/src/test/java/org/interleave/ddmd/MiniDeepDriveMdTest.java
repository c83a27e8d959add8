package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tasks together: what is coupled, what is repeated, what is refused. */
class MiniDeepDriveMdTest {

  @TempDir private static Path shared;
  @TempDir private Path folder;

  @BeforeAll
  static void runTwoIterations() {
    fresh(shared, 31);
  }

  private static SmallRun fresh(Path folder, long seed) {
    SmallRun run = new SmallRun(folder, seed);
    run.iteration(0);
    run.iteration(1);
    return run;
  }

  /** A copy of the run that the tests share, for each to spoil. */
  private SmallRun twoIterations() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(shared.relativize(file)));
      }
    }
    return new SmallRun(copy, 31);
  }

  /** Every file below a folder by its path, as text of its bytes. */
  private static Map<String, String> files(Path folder) {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  @Test
  void anIterationStartsWhereTheInferenceBeforeFoundSomething() throws IOException {
    SmallRun run = twoIterations();
    WorkFolder work = run.work();
    Dataset found = Dataset.read(work.dataset(0));
    List<Frame> picked = Candidates.pick(Candidates.ofAllParts(work, 0), 2);
    for (int i = 0; i < SmallRun.SIMULATIONS; i++) {
      assertThat(Trajectory.read(work.trajectory(0, i)).start()).isEqualTo(Origin.EXTENDED);
      Trajectory next = Trajectory.read(work.trajectory(1, i));
      Frame start = picked.get(i);
      assertThat(next.start()).isEqualTo(start.origin());
      assertThat(start.origin().iteration()).isZero();
      assertThat(found.frames())
          .anySatisfy(
              f -> {
                assertThat(f.origin()).isEqualTo(start.origin());
                assertThat(f.positions()).isEqualTo(start.positions());
              });
      // 150 steps later it is still near: the trajectory really begins there.
      assertThat(Superposition.rmsd(next.frames().get(0), start.positions())).isLessThan(2);
    }
    assertThat(picked.get(0).origin()).isNotEqualTo(picked.get(1).origin());
  }

  @Test
  void aDatasetHoldsThisIterationAndSomeOfTheEarlier() throws IOException {
    WorkFolder work = twoIterations().work();
    List<Frame> first = Dataset.read(work.dataset(0)).frames();
    List<Frame> second = Dataset.read(work.dataset(1)).frames();
    assertThat(first).hasSize(40).allMatch(f -> f.origin().iteration() == 0);
    assertThat(second).hasSize(55);
    assertThat(second.subList(0, 40)).allMatch(f -> f.origin().iteration() == 1);
    assertThat(second.subList(40, 55)).allMatch(f -> f.origin().iteration() == 0);
    assertThat(second.get(40).energy()).isEqualTo(Dataset.read(work.dataset(0)).lowest().energy());
  }

  @Test
  void trainingGoesOnFromTheWeightsBefore() throws IOException {
    WorkFolder work = twoIterations().work();
    List<String> fresh = Files.readAllLines(work.losses(0));
    List<String> warm = Files.readAllLines(work.losses(1));
    assertThat(loss(warm.get(1))).isLessThan(loss(fresh.get(1)) / 2);
    assertThat(loss(fresh.get(2))).isLessThan(loss(fresh.get(1)));
  }

  private static double loss(String row) {
    return Double.parseDouble(row.substring(row.indexOf(',') + 1));
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    fresh(folder.resolve("b"), 31);
    fresh(folder.resolve("c"), 32);
    Map<String, String> a = files(shared);
    assertThat(a).hasSize(2 * (2 * 2 + 1 + 2 + 2 * 2 + 2 * 2));
    assertThat(files(folder.resolve("b"))).isEqualTo(a);
    Map<String, String> c = files(folder.resolve("c"));
    assertThat(c.keySet()).isEqualTo(a.keySet());
    a.forEach((name, bytes) -> assertThat(c.get(name)).as(name).isNotEqualTo(bytes));
  }

  @Test
  void anotherFindingLeadsToAnotherIteration() throws IOException {
    SmallRun run = twoIterations();
    WorkFolder work = run.work();
    List<double[]> before = Trajectory.read(work.trajectory(1, 0)).frames();
    List<Frame> other = Dataset.read(work.dataset(0)).frames().subList(0, 1);
    new Candidates(new Part(0, 2), other).write(work.candidates(0, 0));
    new Candidates(new Part(1, 2), other).write(work.candidates(0, 1));
    assertThat(run.task("simulate", 1, 0)).isZero();
    Trajectory after = Trajectory.read(work.trajectory(1, 0));
    assertThat(after.start()).isEqualTo(other.get(0).origin());
    assertThat(after.frames().get(0)).isNotEqualTo(before.get(0));
  }

  @Test
  void theAnalysesShareTheFrames() throws IOException {
    WorkFolder work = twoIterations().work();
    List<String> first = Files.readAllLines(work.analysis(1, 0));
    List<String> second = Files.readAllLines(work.analysis(1, 1));
    assertThat(first).hasSize(1 + 20);
    assertThat(second).hasSize(1 + 20).doesNotContainAnyElementsOf(first.subList(1, 21));
    for (String row : first.subList(1, 21)) {
      String[] cells = row.split(",", -1);
      assertThat(Double.parseDouble(cells[2])).as("radius").isBetween(1.0, 15.0);
      assertThat(Double.parseDouble(cells[3])).as("contacts of the best").isBetween(0.0, 1.0);
      assertThat(Integer.parseInt(cells[5])).as("itself at least").isBetween(1, 40);
    }
    int clustered =
        Files.readAllLines(work.clusters(1, 0)).stream()
            .skip(1)
            .mapToInt(row -> Integer.parseInt(row.split(",", -1)[1]))
            .sum();
    assertThat(clustered).as("no frame is in two clusters").isBetween(2, 40);
  }

  @Test
  void whatIsMissingOrDamagedIsNamedInOneLine() throws IOException {
    SmallRun run = twoIterations();
    WorkFolder work = run.work();
    refuses(run, "simulate", 1, work.candidates(0, 0));
    refuses(run, "simulate", 1, work.candidates(0, 1));
    refuses(run, "aggregate", 1, work.trajectory(1, 1));
    refuses(run, "aggregate", 1, work.dataset(0));
    refuses(run, "train", 1, work.dataset(1));
    refuses(run, "train", 1, work.weights(0));
    refuses(run, "infer", 1, work.dataset(1));
    refuses(run, "infer", 1, work.weights(1));
    refuses(run, "analyse", 1, work.dataset(1));
    refuses(run, "analyse", 1, work.trajectory(1, 0));
  }

  private static void refuses(SmallRun run, String task, int iteration, Path file)
      throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    complains(run, task, iteration, file + " is missing");
    byte[] changed = whole.clone();
    changed[changed.length / 2] ^= 1;
    for (byte[] damaged :
        List.of(changed, Arrays.copyOf(whole, whole.length / 2), new byte[0], new byte[8])) {
      Files.write(file, damaged);
      complains(run, task, iteration, file + " ");
    }
    String kind = file.toString().endsWith(".weights") ? "candidates" : "weights";
    DataFile.write(file, kind, out -> out.writeInt(1));
    complains(run, task, iteration, file + " holds '" + kind + "', not 'mini-ddmd ");
    Files.write(file, whole);
    assertThat(run.task(task, iteration, 0)).as(run.complaint()).isZero();
  }

  private static void complains(SmallRun run, String task, int iteration, String message) {
    assertThat(run.task(task, iteration, 0)).isEqualTo(2);
    assertThat(run.complaint()).startsWith("mini-ddmd: " + message).endsWith("\n");
    assertThat(run.complaint().lines()).hasSize(1);
  }

  @Test
  void filesThatEndEarlyOrLateAreRefused() throws IOException {
    SmallRun run = twoIterations();
    Path file = run.work().dataset(0);
    DataFile.write(file, "mini-ddmd dataset 1", out -> out.writeInt(1));
    complains(run, "train", 0, file + " ends early");
    DataFile.write(file, "mini-ddmd dataset 1", out -> out.write(new byte[9]));
    complains(run, "train", 0, file + " holds more than it says");
  }

  @Test
  void inferencesOfDifferentSizesAreNotMixed() throws IOException {
    SmallRun run = twoIterations();
    Path second = run.work().candidates(0, 1);
    new Candidates(new Part(1, 3), Candidates.read(second).frames()).write(second);
    complains(run, "simulate", 1, second + " is of an inference with another number of tasks");
  }

  @Test
  void moreSimulationsThanStartingPointsAreRefused() throws IOException {
    SmallRun run = twoIterations();
    assertThat(run.task("simulate", 1, 4)).isEqualTo(2);
    assertThat(run.complaint()).contains("no starting point 4").contains("only 4");
  }

  @Test
  void wrongOptionsAreNamed() {
    SmallRun run = new SmallRun(folder.resolve("a"), 31);
    assertThat(run.run()).isEqualTo(2);
    assertThat(run.run("fold")).isEqualTo(2);
    assertThat(run.complaint()).contains("'fold'").contains("simulate");
    assertThat(run.run("train", "--iteration", "0")).isEqualTo(2);
    assertThat(run.complaint()).isEqualTo("mini-ddmd: train needs --work\n");
    assertThat(run.run("train", "--work")).isEqualTo(2);
    assertThat(run.complaint()).isEqualTo("mini-ddmd: train: --work has no value\n");
    assertThat(run.run("train", "--pace", "1")).isEqualTo(2);
    assertThat(run.complaint()).contains("'--pace'").contains("--epochs");
    assertThat(run.run("train", "--work", "w", "--work", "w")).isEqualTo(2);
    assertThat(run.complaint()).contains("twice");
    for (String wrong : List.of("x", "-1", "", "9999999999", "1.5")) {
      assertThat(run.run("train", "--work", "w", "--iteration", wrong)).isEqualTo(2);
      assertThat(run.complaint()).contains("--iteration is '" + wrong + "'");
    }
    assertThat(
            run.run("infer --work w --iteration 0 --tasks 2 --index 2 --starts 1".split(" ", -1)))
        .isEqualTo(2);
    assertThat(run.complaint()).contains("from 0 to 1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws IOException {
    Files.writeString(folder.resolve("a"), "a file");
    SmallRun run = new SmallRun(folder.resolve("a"), 31);
    assertThat(run.task("simulate", 0, 0)).isEqualTo(74);
    assertThat(run.complaint().lines()).hasSize(1);
    assertThat(run.complaint()).contains("cannot write");
  }
}
