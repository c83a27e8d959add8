package org.interleave;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Where random numbers come from: not from a generator that is handed around, but from what they
 * are for. The numbers of a purpose are the same whatever else is drawn, in whatever order, by
 * however many threads; so two runs that differ in one thing share all other numbers.
 */
public final class RandomKey {

  private final long key;

  private RandomKey(long key) {
    this.key = key;
  }

  /**
   * The numbers for one purpose.
   *
   * @param seed of the whole study
   * @param replication from 0
   * @param purpose what they are for, such as the name of a task set
   * @param number which of several things of that name, such as the iteration
   */
  public static RandomKey of(long seed, int replication, String purpose, int number) {
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    long h = mixed(seed + 0x9E3779B97F4A7C15L);
    h = mixed(h ^ (name.length * 0xD6E8FEB86659FD93L));
    for (byte b : name) {
      h = mixed(h ^ b);
    }
    h = mixed(h ^ (number * 0xA0761D6478BD642FL));
    return new RandomKey(mixed(h + replication * 0xD1B54A32D192ED03L));
  }

  /** A generator of all the numbers, in their order. */
  public SplittableRandom stream() {
    return new SplittableRandom(key);
  }

  /** The number at one place, strictly between 0 and 1; places do not depend on each other. */
  public double uniform(long place) {
    return uniformOf(mixed(mixed(key ^ (place * 0x9E3779B97F4A7C15L)) + key));
  }

  /**
   * The next number of a generator, strictly between 0 and 1: the centre of one of 2^52 parts, so
   * never 0 or 1.
   */
  static double uniform(SplittableRandom stream) {
    return uniformOf(stream.nextLong());
  }

  private static double uniformOf(long bits) {
    return ((bits >>> 12) + 0.5) * 0x1.0p-52;
  }

  /** The finalizer of MurmurHash3 (variant 13 of Stafford), a bijection that mixes well. */
  private static long mixed(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
