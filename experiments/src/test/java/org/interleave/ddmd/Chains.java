package org.interleave.ddmd;

import java.util.SplittableRandom;

/** Frames for tests. */
final class Chains {
  private Chains() {}

  /** A frame of a hot, half-collapsed chain. */
  static double[] shaken(long seed) {
    return moving(seed, 3_000).positions();
  }

  static Langevin moving(long seed, int steps) {
    Protein protein = Protein.barrel();
    SplittableRandom random = new SplittableRandom(seed);
    Langevin dynamics = new Langevin(protein, protein.extended(), 0.5, random);
    dynamics.heat(0.6);
    dynamics.steps(steps, 0.6);
    return dynamics;
  }

  /** The same shape, turned and moved at random. */
  static double[] turned(double[] x, SplittableRandom random) {
    double[] q = new double[4];
    double[] shift = new double[3];
    double norm = 0;
    for (int i = 0; i < 4; i++) {
      q[i] = Seeds.gaussian(random);
      norm += q[i] * q[i];
    }
    for (int i = 0; i < 4; i++) {
      q[i] /= Math.sqrt(norm);
    }
    for (int i = 0; i < 3; i++) {
      shift[i] = 10 * Seeds.gaussian(random);
    }
    double[][] r = {
      {
        1 - 2 * (q[2] * q[2] + q[3] * q[3]),
        2 * (q[1] * q[2] - q[0] * q[3]),
        2 * (q[1] * q[3] + q[0] * q[2])
      },
      {
        2 * (q[1] * q[2] + q[0] * q[3]),
        1 - 2 * (q[1] * q[1] + q[3] * q[3]),
        2 * (q[2] * q[3] - q[0] * q[1])
      },
      {
        2 * (q[1] * q[3] - q[0] * q[2]),
        2 * (q[2] * q[3] + q[0] * q[1]),
        1 - 2 * (q[1] * q[1] + q[2] * q[2])
      }
    };
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i += 3) {
      for (int d = 0; d < 3; d++) {
        y[i + d] = shift[d] + r[d][0] * x[i] + r[d][1] * x[i + 1] + r[d][2] * x[i + 2];
      }
    }
    return y;
  }
}
