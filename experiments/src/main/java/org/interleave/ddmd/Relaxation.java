package org.interleave.ddmd;

/**
 * Slides a frame downhill towards its inherent structure with FIRE (Bitzek and others, 2006), for a
 * fixed number of steps, so that every frame costs the same.
 */
final class Relaxation {
  private static final double LONGEST_STEP = 0.02;
  private static final double MIXING = 0.1;
  private static final int PATIENCE = 5;

  private final Protein protein;
  private final int steps;

  Relaxation(Protein protein, int steps) {
    this.protein = protein;
    this.steps = steps;
  }

  /** Relaxes x in place and returns its energy. */
  double relax(double[] x) {
    double[] v = new double[x.length];
    double[] force = new double[x.length];
    double energy = protein.energy(x, force);
    double step = Langevin.STEP;
    double mixing = MIXING;
    int downhill = 0;
    for (int s = 0; s < steps; s++) {
      double power = dot(v, force);
      if (power > 0) {
        double turn = mixing * Math.sqrt(dot(v, v) / Math.max(1e-300, dot(force, force)));
        for (int i = 0; i < v.length; i++) {
          v[i] = (1 - mixing) * v[i] + turn * force[i];
        }
        if (++downhill > PATIENCE) {
          step = Math.min(LONGEST_STEP, 1.1 * step);
          mixing *= 0.99;
        }
      } else {
        java.util.Arrays.fill(v, 0);
        step /= 2;
        mixing = MIXING;
        downhill = 0;
      }
      for (int i = 0; i < v.length; i++) {
        v[i] += step * force[i];
        x[i] += step * v[i];
      }
      energy = protein.energy(x, force);
    }
    return energy;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
