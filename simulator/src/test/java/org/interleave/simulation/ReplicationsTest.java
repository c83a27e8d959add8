package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.duration.Duration;
import org.interleave.duration.Exponential;
import org.interleave.duration.Normal;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Replications.Effort;
import org.interleave.simulation.Replications.Measure;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Do the estimates hold what their intervals promise? */
class ReplicationsTest {

  private static final long SEED = 1_000_003;
  private static final int REPETITIONS = 2_000;

  /** The expected maximum of four standard normals: 3/sqrt(pi) (1/2 + asin(1/3)/pi). */
  private static final double SLOWEST_OF_4 =
      3 / Math.sqrt(Math.PI) * (0.5 + Math.asin(1.0 / 3) / Math.PI);

  /**
   * The coverage of 2,000 intervals has a standard deviation of 0.5%: the bounds allow for four.
   */
  @Test
  void doIntervalsOf95PercentCoverTheKnownMeanThatOften() {
    double mean = 100 + 5 * SLOWEST_OF_4;
    WorkflowGraph graph = Witnesses.oneSet(4, new Normal(100, 5));
    List<Scenario> one = Witnesses.bothModes(graph, Witnesses.UNLIMITED).subList(1, 2);
    int covered = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      Estimate e = Witnesses.replicate(one, SEED + i, 20).estimate(0, Measure.TTX);
      assertThat(e.n()).isEqualTo(20);
      covered += e.low() <= mean && mean <= e.high() ? 1 : 0;
    }
    double coverage = (double) covered / REPETITIONS;
    System.out.println("coverage of 20 replications: " + coverage);
    assertThat(coverage).as("seed %d", SEED).isBetween(0.93, 0.97);
  }

  /** t(19) at 97.5% is 2.093024, t(1) 12.7062. */
  @Test
  void isTheIntervalStudents() {
    double[] x = new double[20];
    for (int i = 0; i < 20; i++) {
      x[i] = 1e9 + i;
    }
    Estimate e = Estimate.of(x);
    assertThat(e.mean()).isEqualTo(1e9 + 9.5);
    assertThat(e.sd()).isCloseTo(Math.sqrt(35), within(1e-9));
    assertThat(e.halfWidth()).isCloseTo(2.0930240544 * Math.sqrt(35.0 / 20), within(1e-6));

    Estimate two = Estimate.of(new double[] {1, 3});
    assertThat(two.halfWidth()).isCloseTo(12.7062047362, within(1e-8));
    assertThat(two.excludesZero()).isFalse();
    assertThat(Estimate.of(new double[] {7}).halfWidth()).isZero();
  }

  /** Some of the values are in Newcombe (1998), Table I; all follow from the quadratic. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "20, 20, 0.8389, 1.0000",
    "5, 10, 0.2366, 0.7634",
    "0, 1, 0.0000, 0.7935"
  })
  void isTheIntervalOfAShareWilsons(int successes, int n, double low, double high) {
    Proportion p = Proportion.of(successes, n);
    assertThat(p.low()).isCloseTo(low, within(5e-5));
    assertThat(p.high()).isCloseTo(high, within(5e-5));
    assertThat(p.share()).isEqualTo((double) successes / n);
  }

  @Test
  void isEveryShareInItsOwnInterval() {
    for (int n = 1; n <= 50; n++) {
      for (int successes = 0; successes <= n; successes++) {
        Proportion p = Proportion.of(successes, n);
        assertThat(p.share()).as("%s", p).isBetween(p.low(), p.high());
      }
    }
  }

  @Test
  void areAntitheticPairsUnbiasedAndNoWorseThanOthers() {
    double[] slowest = {100 + 5 * SLOWEST_OF_4, 50 * (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0)};
    Duration[] times = {new Normal(100, 5), new Exponential(50)};
    for (int i = 0; i < 2; i++) {
      List<Scenario> one =
          Witnesses.bothModes(Witnesses.oneSet(4, times[i]), Witnesses.UNLIMITED).subList(1, 2);
      int pairs = 5_000;
      Replications r =
          Replications.run(one, SEED, new Effort(2 * pairs, 0, 2 * pairs, true, 2), done -> {});
      Estimate paired = r.estimate(0, Measure.TTX);
      Estimate single = Witnesses.replicateFast(one, SEED, 2 * pairs).estimate(0, Measure.TTX);
      assertThat(r.count()).isEqualTo(2 * pairs);
      assertThat(paired.n()).isEqualTo(pairs);
      assertThat(paired.mean())
          .as("%s, seed %d", times[i], SEED)
          .isCloseTo(slowest[i], within(4 * paired.sd() / Math.sqrt(pairs)));
      double ratio = 2 * paired.sd() * paired.sd() / (single.sd() * single.sd());
      System.out.println("variance of antithetic pairs over that of others: " + ratio);
      // The runs of a monotone case are negatively correlated, clearly so here.
      assertThat(ratio).as("%s, seed %d", times[i], SEED).isLessThan(0.9);
    }
  }

  @Test
  void isTheFirstOfAnAntitheticPairWhatIsDrawnOtherwise() {
    WorkflowGraph graph = Witnesses.oneSet(50, new Normal(100, 5));
    Workload drawn = Workload.draw(graph, SEED, 3);
    Workload first = Workload.drawAntithetic(graph, SEED, 3, false);
    Workload second = Workload.drawAntithetic(graph, SEED, 3, true);
    for (int t = 0; t < 50; t++) {
      assertThat(first.durationMicros(t)).isEqualTo(drawn.durationMicros(t));
      assertThat(second.durationMicros(t))
          .isCloseTo(200_000_000 - drawn.durationMicros(t), within(2L));
    }
  }

  /**
   * I = 1 - 100 / (100 + b) with b ~ N(50, 10): one task always takes 100 s, and the other runs
   * beside it or after it. Stopping when the interval is narrow favours samples of little spread,
   * so the coverage is somewhat less than 95%.
   */
  @Test
  void doesSamplingUntilTheIntervalIsNarrowEnoughCoverNineTimesInTen() {
    WorkflowGraph graph =
        WorkflowGraph.of(
            Workflow.of(
                "pair",
                Witnesses.simple("A", 1, Duration.ofSeconds(100)),
                Witnesses.simple("B", 1, new Normal(50, 10))));
    List<Scenario> both =
        List.of(
            Witnesses.scenario(
                Plan.sequential(graph, SequentialBaseline.SETS), Witnesses.UNLIMITED),
            Witnesses.scenario(Plan.asynchronous(graph), Witnesses.UNLIMITED));
    double expected = 0;
    double h = 0.01;
    for (int i = -490; i <= 490; i++) {
      double z = h * i;
      double weight = h * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      expected += weight * (1 - 100 / (150 + 10 * z));
    }
    int covered = 0;
    long replications = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      Replications r =
          Replications.run(both, SEED + i, new Effort(10, 0.0113, 10_000, false, 1), done -> {});
      Estimate e = r.improvement(1);
      assertThat(e.halfWidth()).as("seed %d", SEED + i).isLessThanOrEqualTo(0.0113);
      covered += e.low() <= expected && expected <= e.high() ? 1 : 0;
      replications += r.count();
    }
    double coverage = (double) covered / REPETITIONS;
    System.out.println(
        "coverage of the sequential procedure: "
            + coverage
            + ", replications on average: "
            + replications / REPETITIONS);
    assertThat(replications / REPETITIONS).isBetween(30L, 100L);
    assertThat(coverage).as("seed %d", SEED).isBetween(0.90, 0.97);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "1, 1", "1, 2", "7, 8", "10, 13", "10, 14", "100, 131"})
  void areNoMoreReplicationsMadeThanTheMost(int least, int most) {
    List<Scenario> both =
        Witnesses.bothModes(Witnesses.oneSet(4, new Normal(100, 5)), Witnesses.UNLIMITED);
    // One set takes as long in both modes, so I varies only with the clusters; never this little.
    List<Scenario> differing = List.of(both.get(0), slower(both.get(1)));
    Replications r =
        Replications.run(differing, SEED, new Effort(least, 1e-12, most, false, 1), done -> {});
    assertThat(r.count()).as("least %d, most %d", least, most).isEqualTo(most);
  }

  private static Scenario slower(Scenario s) {
    return new Scenario(
        s.workload(),
        s.plan(),
        org.interleave.cluster.Cluster.of("two slots", 1, 2, 0),
        s.policy(),
        s.overheads(),
        s.failures());
  }

  @Test
  void areAllEstimatesTheSameBitsWhateverTheNumberOfThreads() {
    List<Scenario> w1 = Witnesses.bothModes(Witnesses.w1(), Witnesses.NODES_16);
    List<Effort> efforts =
        List.of(
            new Effort(30, 0, 30, false, 1),
            new Effort(30, 0, 30, true, 1),
            new Effort(10, 2e-3, 60, false, 1));
    for (Effort e : efforts) {
      List<Object> alone = everything(w1, e);
      for (int threads : new int[] {2, 7}) {
        Effort other = new Effort(e.least(), e.halfWidth(), e.most(), e.antithetic(), threads);
        assertThat(everything(w1, other)).as("%s", other).isEqualTo(alone);
      }
    }
  }

  private static List<Object> everything(List<Scenario> scenarios, Effort effort) {
    Replications r = Replications.run(scenarios, SEED, effort, done -> {});
    List<Object> all = new ArrayList<>();
    all.add(r.count());
    for (int s = 0; s < scenarios.size(); s++) {
      for (Measure m : Measure.values()) {
        all.add(r.estimate(s, m));
        for (double x : r.values(s, m)) {
          all.add(Double.doubleToRawLongBits(x));
        }
      }
      all.add(r.improvement(s));
      all.add(r.spanImprovement(s));
      all.add(r.saving(s));
      all.add(r.gains(s));
    }
    return all;
  }

  @Test
  void areSenselessEffortsRefused() {
    double[] widths = {Double.NaN, -1};
    for (double width : widths) {
      assertThatThrownBy(() -> new Effort(1, width, 1, false, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    int[][] numbers = {{0, 1, 1}, {2, 1, 1}, {1, 1, 0}, {1, Replications.MOST + 1, 1}, {-1, -1, 1}};
    for (int[] n : numbers) {
      assertThatThrownBy(() -> new Effort(n[0], 0, n[1], false, n[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
