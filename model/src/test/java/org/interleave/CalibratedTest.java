package org.interleave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.interleave.Calibrated.Range;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.junit.jupiter.api.Test;

class CalibratedTest {

  private static final Calibrated RANGES =
      new Calibrated(
          3,
          false,
          0.004,
          Double.NaN,
          new Range(4, 16),
          new Range(1, 96),
          new Range(4, 40),
          new Range(0, 1),
          new Range(10_000_000, 300_000_000),
          Set.of("stage"));

  private static Workflow of(int tasks, int slots, int gpus, double seconds) {
    TaskSet set = TaskSet.of("A", tasks, Resources.of(slots, gpus), Duration.ofSeconds(seconds));
    return new Workflow("w", 1, List.of(set), List.of(), List.of());
  }

  private static List<String> outside(Workflow workflow, int nodes) {
    return RANGES.outside(workflow, Cluster.of("c", nodes, 168, 6), 1);
  }

  @Test
  void whatWasSeenIsInsideEvenAtTheEdges() {
    assertThat(outside(of(1, 4, 0, 10), 4)).isEmpty();
    assertThat(outside(of(96, 40, 1, 300), 16)).isEmpty();
    assertThat(outside(of(96, 40, 1, 302), 16)).as("a mean of draws").isEmpty();
  }

  @Test
  void whatWasNotSeenIsNamed() {
    assertThat(outside(of(1, 4, 0, 10), 17)).containsExactly("17 nodes (4 to 16)");
    assertThat(outside(of(97, 4, 0, 10), 16)).containsExactly("tasks a set: 'A' of 97 (1 to 96)");
    assertThat(outside(of(1, 41, 0, 10), 16)).containsExactly("slots a task: 'A' of 41 (4 to 40)");
    assertThat(outside(of(1, 4, 2, 10), 16)).containsExactly("GPUs a task: 'A' of 2 (0 to 1)");
    assertThat(outside(of(1, 4, 1, 9), 16))
        .containsExactly("durations: 'A' of 9 s (10 s to 300 s)");
    assertThat(RANGES.outside(of(1, 4, 1, 900), Cluster.of("c", 4, 168, 6), 0.1)).isEmpty();
  }

  @Test
  void gapsThatWereNotSeenAreNamedWhereTheyAreNeeded() {
    Duration time = Duration.ofSeconds(20);
    Workflow chain =
        Workflow.of(
            "chain",
            TaskSet.of("A", 1, Resources.of(4, 0), time),
            TaskSet.of("B", 1, Resources.of(4, 0), time, "A"));
    assertThat(outside(chain, 4)).containsExactly("no set-gap was seen, so there is none");
  }

  @Test
  void rangesAndErrorsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("from 2 to 1");
    assertThatThrownBy(
            () ->
                new Calibrated(
                    1,
                    false,
                    -0.1,
                    Double.NaN,
                    new Range(1, 1),
                    new Range(1, 1),
                    new Range(1, 1),
                    new Range(1, 1),
                    new Range(1, 1),
                    Set.of()))
        .hasMessageContaining("-0.1");
  }
}
