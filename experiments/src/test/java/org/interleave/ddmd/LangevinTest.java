package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LangevinTest {

  @Test
  void withoutFrictionEnergyIsConserved() {
    Langevin nve = new Langevin(Protein.barrel(), Chains.shaken(11), 0, new SplittableRandom(11));
    nve.heat(0.5);
    double before = nve.potential() + nve.kinetic();
    double worst = 0;
    double kinetic = nve.kinetic();
    double exchanged = 0;
    for (int i = 0; i < 200; i++) {
      nve.steps(100, 0.5);
      worst = Math.max(worst, Math.abs(nve.potential() + nve.kinetic() - before));
      exchanged = Math.max(exchanged, Math.abs(nve.kinetic() - kinetic));
    }
    assertThat(worst).isLessThan(0.3);
    assertThat(exchanged).as("energy went to and fro").isGreaterThan(10 * worst);
  }

  @Test
  void theThermostatHoldsTheTemperature() {
    Langevin dynamics = Chains.moving(13, 5_000);
    double sum = 0;
    int samples = 400;
    for (int i = 0; i < samples; i++) {
      dynamics.steps(50, 0.6);
      sum += dynamics.temperature() / samples;
    }
    assertThat(sum).isCloseTo(0.6, within(0.03));
  }

  @Test
  void coolingWithRelaxationGoesDownhill() {
    double[] x = Chains.shaken(14);
    double[] force = new double[x.length];
    double before = Protein.barrel().energy(x, force);
    double[] y = x.clone();
    double after = new Relaxation(Protein.barrel(), 2_000).relax(y);
    assertThat(after).isLessThan(before - 10);
    assertThat(Protein.barrel().energy(y, force)).isEqualTo(after);
    assertThat(Math.sqrt(Superposition.squares(force))).as("what force is left").isLessThan(0.5);
  }
}
