package org.interleave.ddmd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Cools a chain slowly from where it starts: the extended chain in iteration 0, later what the
 * inference of the iteration before proposes.
 */
final class Simulate {
  static final List<String> OPTIONS =
      List.of("work", "iteration", "index", "seed", "steps", "frames");

  static final int STEPS = 75_000;
  static final int FRAMES = 980;
  static final double FRICTION = 0.1;

  /** Between the collapse of the chain and its glass, in epsilon. */
  static final double HOT = 0.6;

  static final double COLD = 0.25;

  private Simulate() {}

  static void run(Options options) {
    WorkFolder work = options.work();
    int iteration = options.number("iteration", 0, 1_000_000);
    int index = options.number("index", 0, 1_000_000);
    int steps = options.number("steps", 1, 1_000_000_000, STEPS);
    int frames = options.number("frames", 1, Math.min(steps, 1_000_000), Math.min(steps, FRAMES));
    SplittableRandom random = Seeds.of(options.seed(), "simulate", iteration, index);
    Protein protein = Protein.barrel();
    Origin origin = Origin.EXTENDED;
    double[] start = protein.extended();
    if (iteration > 0) {
      Frame frame = start(work, iteration - 1, index);
      origin = frame.origin();
      start = frame.positions();
    }

    Langevin dynamics = new Langevin(protein, start, FRICTION, random);
    dynamics.heat(HOT);
    List<double[]> trajectory = new ArrayList<>(frames);
    StringBuilder table = new StringBuilder("step,potential,kinetic,temperature,radius\n");
    int done = 0;
    for (int f = 1; f <= frames; f++) {
      int until = (int) ((long) steps * f / frames);
      dynamics.steps(until - done, HOT + (COLD - HOT) * f / frames);
      done = until;
      double[] x = dynamics.positions();
      trajectory.add(x);
      table.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.6f,%.6f,%.6f\n",
              done,
              dynamics.potential(),
              dynamics.kinetic(),
              dynamics.temperature(),
              Superposition.radiusOfGyration(Superposition.centred(x))));
    }
    DataFile.write(work.energies(iteration, index), table.toString());
    new Trajectory(origin, trajectory).write(work.trajectory(iteration, index));
  }

  /** Starting point number so and so after an iteration. */
  static Frame start(WorkFolder work, int iteration, int index) {
    List<Frame> starts = Candidates.pick(Candidates.ofAllParts(work, iteration), index + 1);
    if (index >= starts.size()) {
      throw new BadInput(
          "simulate: there is no starting point "
              + index
              + ", for the inference of iteration "
              + iteration
              + " proposed only "
              + starts.size()
              + "; raise its --starts");
    }
    return starts.get(index);
  }
}
