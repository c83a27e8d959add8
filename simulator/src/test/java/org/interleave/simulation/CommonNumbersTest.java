package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.interleave.Scenario;
import org.interleave.simulation.Replications.Measure;
import org.junit.jupiter.api.Test;

/** Is the difference between modes known better than the modes themselves? */
class CommonNumbersTest {

  private static final long SEED = 4_211;
  private static final int REPLICATIONS = 300;

  /**
   * W1. The ratio of two variances of 300 values each is known to about 16% (2/sqrt(n - 1) times
   * sqrt 2), so a tenfold one shows clearly.
   */
  @Test
  void isTheVarianceOfTheSavingATenthWithCommonNumbers() {
    List<Scenario> w1 = Witnesses.bothModes(Witnesses.w1(), Witnesses.NODES_16);
    Replications common = Witnesses.replicateFast(w1, SEED, REPLICATIONS);
    Replications other = Witnesses.replicateFast(w1, SEED + 1, REPLICATIONS);
    double[] sequential = common.values(0, Measure.TTX);
    double[] asynchronous = common.values(1, Measure.TTX);
    double[] independent = other.values(1, Measure.TTX);
    double[] shared = new double[REPLICATIONS];
    double[] apart = new double[REPLICATIONS];
    Arrays.setAll(shared, r -> sequential[r] - asynchronous[r]);
    Arrays.setAll(apart, r -> sequential[r] - independent[r]);
    double ratio = Witnesses.variance(apart) / Witnesses.variance(shared);
    System.out.println(
        "W1: variance of the saving without common numbers over that with them: " + ratio);
    System.out.println("W1: I = " + common.improvement(1) + ", saving = " + common.saving(1));
    System.out.println(
        "W1: sd of sequential, asynchronous: "
            + common.estimate(0, Measure.TTX).sd()
            + ", "
            + common.estimate(1, Measure.TTX).sd());

    assertThat(common.saving(1).mean()).isCloseTo(Witnesses.mean(shared), within(1e-9));
    assertThat(common.improvement(1).high()).as("seed %d", SEED).isNegative();
    assertThat(common.improvement(1).excludesZero()).isTrue();
    assertThat(ratio).as("seed %d", SEED).isGreaterThanOrEqualTo(10);
  }

  /** The same workload for every scenario of a replication: a scenario saves nothing on itself. */
  @Test
  void doEqualScenariosShareAllNumbers() {
    Scenario w1 = Witnesses.bothModes(Witnesses.w1(), Witnesses.NODES_16).get(1);
    Replications r = Witnesses.replicateFast(List.of(w1, w1), SEED, 10);
    assertThat(r.saving(1).mean()).isZero();
    assertThat(r.saving(1).sd()).isZero();
    assertThat(r.values(0, Measure.TTX)).doesNotHaveDuplicates();
  }
}
