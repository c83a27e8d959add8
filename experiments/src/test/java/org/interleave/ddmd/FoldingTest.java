package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That steering works: simulations that start where the autoencoder says fold further. */
class FoldingTest {
  private static final long SEED = 7;
  private static final int SIMULATIONS = 4;

  @TempDir private Path folder;

  private void task(String line) {
    SmallRun run = new SmallRun(folder, SEED);
    List<String> args = new ArrayList<>(List.of(line.split(" ", -1)));
    args.add("--work");
    args.add(folder.toString());
    assertThat(run.run(args.toArray(String[]::new))).as(run.complaint()).isZero();
  }

  private Dataset simulated(int iteration) {
    for (int i = 0; i < SIMULATIONS; i++) {
      String what = " --iteration " + iteration + " --index " + i;
      task("simulate" + what + " --seed " + SEED + " --steps 15000 --frames 50");
    }
    task("aggregate --iteration " + iteration + " --simulations 4 --sample 50 --relax 150");
    return Dataset.read(new WorkFolder(folder).dataset(iteration));
  }

  private static double meanEnergy(List<Frame> frames) {
    return frames.stream().mapToDouble(Frame::energy).average().orElseThrow();
  }

  @Test
  void learnedStartsFoldFurtherThanRandomOnes() throws IOException {
    WorkFolder work = new WorkFolder(folder);
    final Dataset first = simulated(0);
    task("train --iteration 0 --seed " + SEED + " --epochs 10");
    for (int i = 0; i < 2; i++) {
      task("infer --iteration 0 --tasks 2 --starts 4 --copies 4 --seed " + SEED + " --index " + i);
    }
    List<Frame> picked = Candidates.pick(Candidates.ofAllParts(work, 0), SIMULATIONS);
    double all = meanEnergy(first.frames());
    assertThat(meanEnergy(picked)).isLessThan(all - 5);
    assertThat(noveltyOfPicked(work.candidatesTable(0, 0))).isGreaterThan(0.5);
    final Dataset learned = simulated(1);

    SplittableRandom random = new SplittableRandom(SEED);
    List<Frame> drawn = new ArrayList<>();
    for (int i = 0; i < SIMULATIONS; i++) {
      drawn.add(first.frames().get(random.nextInt(first.frames().size())));
    }
    new Candidates(new Part(0, 1), drawn).write(work.candidates(0, 0));
    Dataset unlearned = simulated(1);

    int own = SIMULATIONS * 50;
    double steered = meanEnergy(learned.frames().subList(0, own));
    double unsteered = meanEnergy(unlearned.frames().subList(0, own));
    assertThat(steered).isLessThan(unsteered - 2);
    assertThat(unsteered).isLessThan(all);
    assertThat(learned.lowest().energy()).isLessThan(first.lowest().energy());
  }

  private static double noveltyOfPicked(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(row -> row.split(",", -1))
        .filter(cells -> cells[5].equals("1"))
        .mapToDouble(cells -> Double.parseDouble(cells[4]))
        .average()
        .orElseThrow();
  }
}
