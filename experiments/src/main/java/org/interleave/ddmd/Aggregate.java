package org.interleave.ddmd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one dataset of an iteration's trajectories. The frames, equally spaced ones of each, are
 * relaxed first: what remains when the heat is taken away is what tells folds apart.
 */
final class Aggregate {
  static final List<String> OPTIONS =
      List.of("work", "iteration", "simulations", "sample", "relax", "keep");

  static final int SAMPLE = 100;
  static final int RELAX = 300;
  static final int KEEP = 200;

  private Aggregate() {}

  static void run(Options options) {
    WorkFolder work = options.work();
    int iteration = options.number("iteration", 0, 1_000_000);
    int simulations = options.number("simulations", 1, 1_000_000);
    int sample = options.number("sample", 1, 1_000_000, SAMPLE);
    int relax = options.number("relax", 0, 1_000_000, RELAX);
    int keep = options.number("keep", 0, 1_000_000, KEEP);
    Relaxation relaxation = new Relaxation(Protein.barrel(), relax);
    List<Frame> frames = new ArrayList<>();
    for (int s = 0; s < simulations; s++) {
      Path file = work.trajectory(iteration, s);
      List<double[]> trajectory = Trajectory.read(file).frames();
      int taken = Math.min(sample, trajectory.size());
      for (int i = 1; i <= taken; i++) {
        int f = (int) ((long) i * trajectory.size() / taken) - 1;
        double[] x = trajectory.get(f);
        double energy = relaxation.relax(x);
        if (!(Math.abs(energy) < Double.MAX_VALUE)) {
          throw new BadInput(file + ": the energy of frame " + f + " is not finite");
        }
        frames.add(Frame.of(new Origin(iteration, s, f), energy, x));
      }
    }
    if (iteration > 0) {
      frames.addAll(Dataset.read(work.dataset(iteration - 1)).sample(keep));
    }
    new Dataset(simulations, frames).write(work.dataset(iteration));
  }
}
