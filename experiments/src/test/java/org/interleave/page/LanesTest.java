package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noTwoBarsOfALaneOverlapAndNoNodeHasMoreLanesThanItNeeds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TaskRecord> records = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<Integer> nodes = new ArrayList<>();
      for (int p = random.nextInt(1, 4); p > 0; p--) {
        nodes.add(random.nextInt(5) * 2);
      }
      long at = random.nextLong(1_000);
      long started = at + random.nextLong(20);
      long ended = started + random.nextLong(200);
      records.add(
          new TaskRecord(
              "S",
              0,
              i,
              1,
              "S",
              1,
              0,
              0,
              nodes,
              at,
              at,
              started,
              ended,
              ended + 1,
              0,
              TaskEnd.DONE));
    }
    records.sort(java.util.Comparator.comparingLong(TaskRecord::startedMicros));
    Lanes lanes = Lanes.of(records);

    assertThat(lanes.bars()).hasSize(records.stream().mapToInt(r -> r.nodes().size()).sum());
    Map<Integer, List<TaskRecord>> byLane = new HashMap<>();
    for (Lanes.Bar bar : lanes.bars()) {
      for (TaskRecord other : byLane.computeIfAbsent(bar.lane(), l -> new ArrayList<>())) {
        boolean apart =
            other.freedMicros() <= bar.task().dispatchedMicros()
                || bar.task().freedMicros() <= other.dispatchedMicros();
        assertThat(apart).as("lane %d: %s and %s", bar.lane(), other, bar.task()).isTrue();
      }
      byLane.get(bar.lane()).add(bar.task());
      assertThat(lanes.nodes())
          .anyMatch(
              n ->
                  bar.task().nodes().contains(n.node())
                      && bar.lane() >= n.first()
                      && bar.lane() < n.first() + n.lanes());
    }
    for (Lanes.Node node : lanes.nodes()) {
      long most =
          records.stream()
              .mapToLong(
                  r ->
                      records.stream()
                          .filter(
                              o ->
                                  o.dispatchedMicros() <= r.dispatchedMicros()
                                      && o.freedMicros() > r.dispatchedMicros())
                          .flatMap(o -> o.nodes().stream())
                          .filter(n -> n == node.node())
                          .count())
              .max()
              .orElse(0);
      assertThat((long) node.lanes()).isEqualTo(most);
    }
  }
}
