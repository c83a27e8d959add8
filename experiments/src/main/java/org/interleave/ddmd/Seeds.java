package org.interleave.ddmd;

import java.util.SplittableRandom;

/** Random numbers of each task, from the seed and the task's name alone. */
final class Seeds {
  private Seeds() {}

  static SplittableRandom of(long seed, String task, int iteration, int index) {
    long hash = mixed(seed);
    hash = mixed(hash ^ task.hashCode());
    hash = mixed(hash ^ iteration);
    return new SplittableRandom(mixed(hash ^ index));
  }

  /** A standard normal number, by the polar method: the same on every machine. */
  static double gaussian(SplittableRandom random) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** The finalizer of SplitMix64 after its increment. */
  private static long mixed(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
