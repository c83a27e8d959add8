package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuperpositionTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rmsdAndContactsDependOnTheShapeOnly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = Chains.shaken(seed);
    double[] y = Chains.shaken(seed + 100);
    double[] turned = Chains.turned(x, random);
    assertThat(Superposition.rmsd(x, turned)).isCloseTo(0, within(1e-5));
    assertThat(Superposition.rmsd(turned, y)).isCloseTo(Superposition.rmsd(x, y), within(1e-8));
    assertThat(Superposition.rmsd(y, x)).isCloseTo(Superposition.rmsd(x, y), within(1e-8));
    assertThat(ContactMap.of(turned)).isEqualTo(ContactMap.of(x));
  }

  /** Against plain search: no rotation brings the frames nearer, and small ones nearly as near. */
  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void rmsdIsThatOfTheBestRotation(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = Superposition.centred(Chains.shaken(seed));
    double[] y = Superposition.centred(Chains.shaken(seed + 100));
    double best = Double.MAX_VALUE;
    double[] near = y;
    for (int i = 0; i < 2_000; i++) {
      double[] turned = Superposition.centred(Chains.turned(y, random));
      if (distance(x, turned) < best) {
        best = distance(x, turned);
        near = turned;
      }
    }
    for (double angle = 0.5; angle > 1e-5; angle *= 0.8) {
      for (int i = 0; i < 60; i++) {
        double[] turned = turnedAbout(near, i % 3, angle * (2 * random.nextDouble() - 1));
        if (distance(x, turned) < best) {
          best = distance(x, turned);
          near = turned;
        }
      }
    }
    assertThat(Superposition.rmsd(x, y)).isLessThan(best + 1e-9).isCloseTo(best, within(1e-3));
  }

  private static double distance(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum / (x.length / 3));
  }

  private static double[] turnedAbout(double[] x, int axis, double angle) {
    double[] y = x.clone();
    int a = (axis + 1) % 3;
    int b = (axis + 2) % 3;
    for (int i = 0; i < x.length; i += 3) {
      y[i + a] = Math.cos(angle) * x[i + a] - Math.sin(angle) * x[i + b];
      y[i + b] = Math.sin(angle) * x[i + a] + Math.cos(angle) * x[i + b];
    }
    return y;
  }

  @Test
  void mirrorImagesDiffer() {
    double[] x = Chains.shaken(9);
    double[] mirrored = x.clone();
    for (int i = 0; i < x.length; i += 3) {
      mirrored[i] = -x[i];
    }
    assertThat(Superposition.rmsd(x, mirrored)).isGreaterThan(0.1);
    assertThat(ContactMap.of(mirrored)).isEqualTo(ContactMap.of(x));
  }

  @Test
  void contactsAreCountedAndCompared() {
    // Five beads: of the pairs 0-3, 0-4 and 1-4 only the first touches.
    double[] x = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 9};
    assertThat(ContactMap.pairs(5)).isEqualTo(3);
    BitSet only = new BitSet();
    only.set(0);
    assertThat(ContactMap.of(x)).isEqualTo(only);
    BitSet two = new BitSet();
    two.set(0, 2);
    assertThat(ContactMap.difference(only, two)).isEqualTo(1);
    assertThat(ContactMap.shared(only, two)).isEqualTo(0.5);
    assertThat(ContactMap.shared(two, only)).isEqualTo(1);
    assertThat(ContactMap.shared(two, new BitSet())).isEqualTo(1);
  }
}
