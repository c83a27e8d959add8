package org.interleave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.simulation.Simulator;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what the simulator's speed is measured against simulate the same? */
class YardstickTest {

  private static final long SEED = 614;

  static Stream<Case> cases() {
    return Stream.concat(
        Stream.of(
            Case.w1(96),
            Case.w1(7),
            Case.w2(5_000),
            Case.w3(50, 100),
            Case.w3(20, 1_000),
            Case.w4(20_000, 100)),
        LongStream.range(0, 300).mapToObj(Case::random));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areTheMakespansEqual(Case c) {
    Scenario scenario = c.scenario();
    Yardstick yardstick = c.yardstick();
    for (int replication = 0; replication < 3; replication++) {
      Workload drawn = Workload.draw(c.graph(), SEED, replication);
      check(c, scenario, yardstick, drawn);
      check(c, scenario, yardstick, Workload.of(c.graph(), few(c.graph(), replication)));
    }
  }

  /** The makespans of the durations that the yardstick itself draws. */
  @ParameterizedTest
  @MethodSource("cases")
  void areTheMakespansOfItsOwnDurationsEqual(Case c) {
    Yardstick yardstick = c.yardstick();
    check(c, c.scenario(), yardstick, Workload.of(c.graph(), yardstick.draw(SEED)));
  }

  private static void check(Case c, Scenario scenario, Yardstick yardstick, Workload w) {
    long[] durations = new long[c.graph().taskCount()];
    Arrays.setAll(durations, w::durationMicros);
    double seconds = Simulator.measure(scenario.withWorkload(w)).ttxSeconds();
    assertThat(Math.round(seconds * 1e6)).as(c.name()).isEqualTo(yardstick.makespan(durations));
  }

  /** So few distinct durations that much happens at once. */
  private static long[] few(WorkflowGraph graph, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.longs(graph.taskCount(), 1, 5).toArray();
  }
}
