package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProteinTest {
  private static final Protein BARREL = Protein.barrel();

  private static double energy(Protein protein, double[] x) {
    return protein.energy(x, new double[x.length]);
  }

  @Test
  void theBarrelHas46Beads() {
    assertThat(BARREL.beads()).isEqualTo(46);
    assertThat(BARREL.coordinates()).isEqualTo(138);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void forcesAreMinusTheGradient(long seed) {
    double[] x = Chains.shaken(seed);
    double[] force = new double[x.length];
    BARREL.energy(x, force);
    double h = 1e-5;
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (energy(BARREL, up) - energy(BARREL, down)) / (2 * h);
      assertThat(force[i]).as("coordinate %d of seed %d", i, seed).isCloseTo(-slope, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void energyDependsOnTheShapeOnly(long seed) {
    double[] x = Chains.shaken(seed);
    double[] y = Chains.turned(x, new SplittableRandom(seed));
    assertThat(energy(BARREL, y)).isCloseTo(energy(BARREL, x), within(1e-8));
  }

  @Test
  void theExtendedChainIsUnstrained() {
    // Four beads have one bonded term of each kind beside three bonds; N and N neither attract nor
    // reach each other: 4 / r^12.
    Protein four = Protein.of("NNNN");
    double[] x = four.extended();
    double r2 = Math.pow(x[9] - x[0], 2) + Math.pow(x[10] - x[1], 2);
    assertThat(energy(four, x)).isCloseTo(4 / Math.pow(r2, 6), within(1e-12));
  }

  @Test
  void energiesOfFourBeadsAreThoseOfTheFormula() {
    // A square: bonds of length 1, angles of 90 degrees, cis, the ends touching.
    double[] square = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};
    double bend = Math.toRadians(15);
    double angles = 20 * bend * bend;
    assertThat(energy(Protein.of("BBBB"), square)).isCloseTo(angles + 4.8, within(1e-9));
    assertThat(energy(Protein.of("LBBL"), square)).isCloseTo(angles + 4.8 + 16.0 / 3, within(1e-9));
    assertThat(energy(Protein.of("LBBB"), square)).isCloseTo(angles + 4.8 + 16.0 / 3, within(1e-9));
    assertThat(energy(Protein.of("NBBB"), square)).isCloseTo(angles + 4.8 + 4, within(1e-9));
    assertThat(energy(Protein.of("NNBB"), square)).isCloseTo(angles + 0.4 + 4, within(1e-9));
    double[] longer = square.clone();
    longer[10] = 1.1;
    longer[7] = 1.1;
    double pair = Math.pow(1.1, -12) - Math.pow(1.1, -6);
    assertThat(energy(Protein.of("BBBB"), longer))
        .isCloseTo(angles + 4.8 + 231.2 / 2 * 0.01 + 4 * pair, within(1e-9));
  }

  @Test
  void onlyBeadsOfTheModelAreTaken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protein.of("BBXB"))
        .withMessageContaining("BBXB");
    assertThatIllegalArgumentException().isThrownBy(() -> Protein.of("BBB"));
  }
}
