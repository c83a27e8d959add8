package org.interleave.ddmd;

import java.util.SplittableRandom;

/**
 * Langevin dynamics by the BAOAB splitting of Leimkuhler and Matthews; without friction it is
 * velocity Verlet. The noise is uniform with the right variance, which serves as well as a normal
 * one (Dünweg and Paul, 1991): a bead's speed is the sum of many kicks.
 */
final class Langevin {
  /** The time step, in units of sigma sqrt(mass / epsilon). */
  static final double STEP = 0.005;

  private static final double UNIFORM = Math.sqrt(12);

  private final Protein protein;
  private final SplittableRandom random;
  private final double friction;
  private final double[] x;
  private final double[] v;
  private final double[] force;
  private double potential;

  /**
   * A system at rest.
   *
   * @param friction per unit of time; 0 conserves energy
   */
  Langevin(Protein protein, double[] start, double friction, SplittableRandom random) {
    this.protein = protein;
    this.random = random;
    this.friction = friction;
    this.x = start.clone();
    this.v = new double[x.length];
    this.force = new double[x.length];
    this.potential = protein.energy(x, force);
  }

  /** Draws velocities of a temperature (in epsilon, Boltzmann's constant being 1). */
  void heat(double temperature) {
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.sqrt(temperature) * Seeds.gaussian(random);
    }
  }

  void steps(int count, double temperature) {
    double keep = StrictMath.exp(-friction * STEP);
    double kick = UNIFORM * Math.sqrt(temperature * (1 - keep * keep));
    for (int s = 0; s < count; s++) {
      step(keep, kick);
    }
  }

  private void step(double keep, double kick) {
    for (int i = 0; i < x.length; i++) {
      v[i] += STEP / 2 * force[i];
      x[i] += STEP / 2 * v[i];
    }
    if (friction > 0) {
      for (int i = 0; i < x.length; i++) {
        v[i] = keep * v[i] + kick * (random.nextDouble() - 0.5);
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] += STEP / 2 * v[i];
    }
    potential = protein.energy(x, force);
    for (int i = 0; i < x.length; i++) {
      v[i] += STEP / 2 * force[i];
    }
  }

  double[] positions() {
    return x.clone();
  }

  double potential() {
    return potential;
  }

  double kinetic() {
    double sum = 0;
    for (double each : v) {
      sum += each * each;
    }
    return sum / 2;
  }

  double temperature() {
    return 2 * kinetic() / v.length;
  }
}
