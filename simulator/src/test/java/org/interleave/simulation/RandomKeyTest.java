package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.interleave.RandomKey;
import org.junit.jupiter.api.Test;

/** Are the numbers of different purposes different, and each of them random? */
class RandomKeyTest {

  private static final long SEED = 31;
  private static final int TRIPLES = 1_000_000;

  /**
   * A million random (set, iteration, replication), among them names that are prefixes of each
   * other: equal first numbers of two streams would mean equal keys, and by chance alone they have
   * a probability of 3e-8.
   */
  @Test
  void doNoTwoPurposesShareTheirNumbers() {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] names = new String[200];
    String name = "";
    for (int i = 0; i < 100; i++) {
      name += i % 3 == 0 ? "a" : "0";
      names[i] = name;
      names[100 + i] = "T" + i;
    }
    long[] triples = new long[TRIPLES];
    for (int i = 0; i < TRIPLES; i++) {
      long set = random.nextInt(names.length);
      long iteration = random.nextInt(1000);
      long replication = random.nextInt(100_000);
      triples[i] = (set * 1000 + iteration) * 100_000 + replication;
    }
    triples = Arrays.stream(triples).distinct().toArray();
    long[] first = new long[triples.length];
    long[] places = new long[triples.length];
    for (int i = 0; i < triples.length; i++) {
      RandomKey key =
          RandomKey.of(
              SEED,
              (int) (triples[i] % 100_000),
              names[(int) (triples[i] / 100_000_000)],
              (int) (triples[i] / 100_000 % 1000));
      first[i] = key.stream().nextLong();
      places[i] = Double.doubleToRawLongBits(key.uniform(0));
    }
    assertThat(triples.length).isGreaterThan(TRIPLES - 1000);
    assertThat(Arrays.stream(first).distinct().count()).isEqualTo(triples.length);
    // Of 2^53 values a million should share one with a probability of 6e-5.
    assertThat(Arrays.stream(places).distinct().count()).isEqualTo(triples.length);
  }

  @Test
  void doSeedsReplicationsNumbersAndNamesAllTellNumbersApart() {
    RandomKey[] keys = {
      RandomKey.of(1, 0, "X", 0),
      RandomKey.of(0, 0, "X", 0),
      RandomKey.of(1, 1, "X", 0),
      RandomKey.of(1, 0, "X", 1),
      RandomKey.of(1, 0, "X", -1),
      RandomKey.of(1, 0, "", 0),
      RandomKey.of(1, 0, "XX", 0),
      RandomKey.of(1, 0, "X\0", 0),
      RandomKey.of(1, 0, "Y", 0),
      RandomKey.of(1, 0, "\u00e9", 0),
      RandomKey.of(-1, 0, "X", 0)
    };
    assertThat(Arrays.stream(keys).map(k -> k.stream().nextLong()).distinct()).hasSize(keys.length);
    assertThat(Arrays.stream(keys).map(k -> k.uniform(0)).distinct()).hasSize(keys.length);
  }

  @Test
  void areTheNumbersOfPlacesAndStreamsUniform() {
    for (int purpose = 0; purpose < 5; purpose++) {
      RandomKey key = RandomKey.of(SEED, purpose, "purpose", purpose);
      SplittableRandom stream = key.stream();
      int n = 100_000;
      double[] ofPlaces = new double[n];
      double[] sparse = new double[n];
      double[] ofStream = new double[n];
      Arrays.setAll(ofPlaces, key::uniform);
      Arrays.setAll(sparse, i -> key.uniform(((long) i << 20) + 1));
      Arrays.setAll(ofStream, i -> stream.nextDouble());
      checkUniform(ofPlaces, "places");
      checkUniform(sparse, "first attempts");
      checkUniform(ofStream, "stream");
      checkPairs(ofPlaces, "places");
      checkPairs(sparse, "first attempts");
      checkPairs(ofStream, "stream");
    }
  }

  /** The first numbers of neighbouring replications, iterations and names. */
  @Test
  void areTheFirstNumbersOfNeighbouringKeysUniform() {
    int n = 100_000;
    double[] replications = new double[n];
    double[] iterations = new double[n];
    double[] names = new double[n];
    Arrays.setAll(replications, i -> RandomKey.of(SEED, i, "X", 0).stream().nextDouble());
    Arrays.setAll(iterations, i -> RandomKey.of(SEED, 0, "X", i).uniform(0));
    Arrays.setAll(names, i -> RandomKey.of(SEED, 0, "T" + i, 0).stream().nextDouble());
    for (double[] u : new double[][] {replications, iterations, names}) {
      checkUniform(u, "neighbours");
      checkPairs(u, "neighbours");
    }
  }

  /**
   * That every number lies strictly between 0 and 1, at the place where the mixer gives all ones.
   * The mixer is a bijection, so there is such a place in every key; it is worked out backwards.
   */
  @Test
  void isNoNumberOne() {
    RandomKey key = RandomKey.of(1, 0, "X", 0);
    long golden = 0x9E3779B97F4A7C15L;
    long bits = unmixed(key.stream().nextLong()) - golden;
    for (long target : new long[] {-1L, 0L}) {
      long place = (unmixed(unmixed(target) - bits) ^ bits) * inverse(golden);
      double u = key.uniform(place);
      assertThat(u).as("place %d", place).isGreaterThan(0).isLessThan(1);
      assertThat(1 - u).as("place %d, mirrored", place).isGreaterThan(0).isLessThan(1);
    }
  }

  /** Kolmogorov's test and a chi-square test of 100 cells, both at 1e-5. */
  private static void checkUniform(double[] u, String what) {
    double[] sorted = u.clone();
    Arrays.sort(sorted);
    double worst = 0;
    double[] expected = new double[100];
    long[] counts = new long[100];
    Arrays.fill(expected, u.length / 100.0);
    for (int i = 0; i < sorted.length; i++) {
      worst = Math.max(worst, Math.abs(sorted[i] - (i + 0.5) / sorted.length));
      counts[(int) (100 * sorted[i])]++;
    }
    String message = what + ", seed " + SEED;
    assertThat(2 * Math.exp(-2 * u.length * worst * worst)).as(message).isGreaterThan(1e-5);
    assertThat(new ChiSquareTest().chiSquareTest(expected, counts)).as(message).isGreaterThan(1e-5);
  }

  /** Whether a number tells something of the next one: a chi-square test of 10 x 10 cells. */
  private static void checkPairs(double[] u, String what) {
    double[] expected = new double[100];
    long[] counts = new long[100];
    Arrays.fill(expected, u.length / 200.0);
    for (int i = 0; i + 1 < u.length; i += 2) {
      int row = (int) (10 * u[i]);
      int column = (int) (10 * u[i + 1]);
      counts[10 * row + column]++;
    }
    assertThat(new ChiSquareTest().chiSquareTest(expected, counts))
        .as(what + ", pairs, seed " + SEED)
        .isGreaterThan(1e-5);
  }

  private static long unmixed(long z) {
    long x = unshifted(z, 31) * inverse(0x94D049BB133111EBL);
    x = unshifted(x, 27) * inverse(0xBF58476D1CE4E5B9L);
    return unshifted(x, 30);
  }

  private static long unshifted(long z, int bits) {
    return z ^ (z >>> bits) ^ (z >>> (2 * bits));
  }

  /** The inverse of an odd number modulo 2^64, by Newton's iteration. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 6; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
