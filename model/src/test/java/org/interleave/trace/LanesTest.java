package org.interleave.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Lanes.Bar;
import org.interleave.trace.Lanes.Lane;
import org.interleave.trace.TaskRecord.Execution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Test
  void lanesAreFilledFromTheFirst() {
    Lanes lanes =
        Lanes.of(
            trace(
                task(0, 0, 10, null, 0),
                task(1, 5, 20, null, 0),
                task(2, 10, 15, null, 0),
                task(3, 20, 20, null, 0),
                task(4, 0, 5, null, 3)));
    assertThat(lanes.bars()).extracting(Bar::lane).containsExactly(0, 0, 1, 0, 0);
    assertThat(lanes.bars()).extracting(b -> b.record().index()).containsExactly(0, 4, 1, 2, 3);
    assertThat(lanes.used())
        .containsExactly(new Lane(0, 0, false), new Lane(0, 1, false), new Lane(3, 0, false));
  }

  @Test
  void aSlotOfItsOwnIsTheLane() {
    Share slots = new Share(0, List.of(4, 5), List.of());
    Share gpuOnly = new Share(0, List.of(), List.of(1));
    Lanes lanes =
        Lanes.of(
            trace(
                task(0, 0, 10, new Execution(0, List.of(slots)), 0),
                task(1, 0, 10, new Execution(0, List.of(gpuOnly)), 0),
                task(2, 3, 12, new Execution(0, List.of(slots)), 0)));
    assertThat(lanes.bars()).extracting(Bar::lane).containsExactly(4, 5, 6);
    assertThat(lanes.used())
        .containsExactly(new Lane(0, 4, true), new Lane(0, 5, false), new Lane(0, 6, false));
  }

  @Test
  void everyProcessHasABarOrOnlyTheFirst() {
    Trace trace = trace(task(0, 0, 10, null, 2, 0, 0), task(1, 1, 10, null, 2));
    assertThat(Lanes.of(trace).bars()).extracting(Bar::node).containsExactly(2, 0, 0, 2);
    assertThat(Lanes.of(trace).bars()).extracting(Bar::process).containsExactly(0, 1, 2, 0);
    assertThat(Lanes.ofFirstProcesses(trace).bars()).extracting(Bar::node).containsExactly(2, 2);
  }

  @Test
  void nothingOverlapsAndNoLaneIsTooMany() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TaskRecord[] records = new TaskRecord[200];
      for (int i = 0; i < records.length; i++) {
        int from = random.nextInt(300);
        records[i] = task(i, from, from + random.nextInt(60), null, random.nextInt(3));
      }
      Lanes lanes = Lanes.of(trace(records));
      assertThat(lanes.bars()).as("seed %d", seed).hasSize(200);
      Map<Lane, List<Bar>> byLane = new HashMap<>();
      for (Bar b : lanes.bars()) {
        byLane.computeIfAbsent(new Lane(b.node(), b.lane(), false), k -> new ArrayList<>()).add(b);
      }
      assertThat(byLane.keySet()).containsExactlyInAnyOrderElementsOf(lanes.used());
      byLane.values().forEach(LanesTest::checkApart);
      for (int node = 0; node < 3; node++) {
        int on = node;
        assertThat(lanes.used().stream().filter(l -> l.node() == on).count())
            .as("seed %d", seed)
            .isEqualTo(most(lanes.bars().stream().filter(b -> b.node() == on).toList()));
      }
    }
  }

  private static void checkApart(List<Bar> bars) {
    bars.sort(Comparator.comparingLong(Bar::fromMicros).thenComparingLong(Bar::toMicros));
    for (int i = 1; i < bars.size(); i++) {
      assertThat(bars.get(i).fromMicros()).isGreaterThanOrEqualTo(bars.get(i - 1).toMicros());
    }
  }

  /** How many bars there are at most at one time; one of no length counts as well. */
  private static long most(List<Bar> bars) {
    return bars.stream()
        .mapToLong(
            at ->
                bars.stream()
                        .filter(
                            b ->
                                b.fromMicros() <= at.fromMicros() && at.fromMicros() < b.toMicros())
                        .count()
                    + (at.fromMicros() == at.toMicros() ? 1 : 0))
        .max()
        .orElse(0);
  }

  private static Trace trace(TaskRecord... records) {
    return Trace.of(
        new TraceHeader(
            "executed",
            "w",
            1,
            "asynchronous",
            "",
            false,
            Cluster.of("c", 4, 8, 1),
            "none",
            0,
            0,
            9),
        List.of(records));
  }

  private static TaskRecord task(
      int index, long from, long to, @Nullable Execution execution, Integer... nodes) {
    return new TaskRecord(
        "A",
        0,
        index,
        1,
        "A",
        2,
        0,
        0,
        List.of(nodes),
        0,
        from,
        from,
        to,
        to,
        0,
        TaskEnd.DONE,
        execution);
  }
}
