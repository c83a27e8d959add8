package org.interleave.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.interleave.duration.Duration;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The largest antichain, beside all subsets of small graphs. */
class WidthTest {

  private static final long SEED = 1950;

  /**
   * Sets 1 and 2 lead to 3, 0 and 3 lead to 4, and 0 leads to 5. Of {1, 2, 3} and {0, 4, 5} the
   * pairs (1, 2), (4, 5) and all of 5's with 1, 2 and 3 are free: 1, 2 and 5 overlap, and no four.
   */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void isAMatchingFoundThatNeedsARightEndFromALaterLayer() {
    int[] before = {0, 0, 0, 0b000110, 0b001001, 0b000001};

    assertThat(Width.of(graph(before)).size()).isEqualTo(3);
    assertThat(widthByAllSubsets(before)).isEqualTo(3);
  }

  /** All 33,867 graphs of up to six sets whose edges lead from lower to higher numbers. */
  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void isTheWidthOfEveryGraphOfUpToSixSetsThatOfAllSubsets() {
    int graphs = 0;
    for (int n = 1; n <= 6; n++) {
      for (int edges = 0; edges < 1 << n * (n - 1) / 2; edges++, graphs++) {
        int[] before = new int[n];
        int left = edges;
        for (int b = 0; b < n; b++) {
          before[b] = left & (1 << b) - 1;
          left >>= b;
        }
        check(before, "edges " + edges + " of " + n + " sets");
      }
    }
    assertThat(graphs).isEqualTo(1 + 2 + 8 + 64 + 1024 + 32_768);
  }

  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void isTheWidthOfRandomGraphsThatOfAllSubsets() {
    for (long seed = SEED; seed < SEED + 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] before = new int[7 + random.nextInt(6)];
      double density = random.nextDouble() * random.nextDouble();
      for (int b = 0; b < before.length; b++) {
        for (int a = 0; a < b; a++) {
          before[b] |= random.nextDouble() < density ? 1 << a : 0;
        }
      }
      check(before, "seed " + seed);
    }
  }

  /** A thousand sets one after the other, a thousand beside each other, and 40 chains of 25. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void isTheWidthOfChainsTheirNumber() {
    assertThat(Width.of(chains(1, 1000)).size()).isEqualTo(1);
    assertThat(Width.of(chains(1000, 1)).size()).isEqualTo(1000);
    assertThat(Width.of(chains(40, 25)).size()).isEqualTo(40);
  }

  private static void check(int[] before, String name) {
    Width width = Width.of(graph(before));
    int expected = widthByAllSubsets(before);
    if (width.size() != expected || !width.exact()) {
      assertThat(width).as(name).isEqualTo(new Width(expected, true));
    }
  }

  private static WorkflowGraph chains(int chains, int length) {
    List<TaskSet> sets = new ArrayList<>();
    for (int c = 0; c < chains; c++) {
      for (int k = 0; k < length; k++) {
        String[] after = k == 0 ? new String[0] : new String[] {c + "." + (k - 1)};
        sets.add(set(c + "." + k, after));
      }
    }
    return WorkflowGraph.of(Workflow.of("chains", sets.toArray(new TaskSet[0])));
  }

  /** For every set, those that it waits for as bits. */
  private static WorkflowGraph graph(int[] before) {
    TaskSet[] sets = new TaskSet[before.length];
    for (int b = 0; b < before.length; b++) {
      List<String> after = new ArrayList<>();
      for (int a = 0; a < b; a++) {
        if ((before[b] >> a & 1) == 1) {
          after.add("S" + a);
        }
      }
      sets[b] = set("S" + b, after.toArray(new String[0]));
    }
    return WorkflowGraph.of(Workflow.of("small", sets));
  }

  private static TaskSet set(String name, String... after) {
    return TaskSet.of(name, 1, Resources.of(1, 0), Duration.ofSeconds(1), after);
  }

  private static int widthByAllSubsets(int[] before) {
    int n = before.length;
    int[] related = new int[n];
    for (int b = 0; b < n; b++) {
      int above = 0;
      for (int a = 0; a < b; a++) {
        // What a set before it waits for comes before it too: edges lead to higher numbers.
        above |= (before[b] >> a & 1) == 1 ? related[a] & (1 << a) - 1 | 1 << a : 0;
      }
      related[b] = above;
      for (int a = 0; a < b; a++) {
        related[a] |= (above >> a & 1) << b;
      }
    }
    int width = 0;
    for (int subset = 1; subset < 1 << n; subset++) {
      if (Integer.bitCount(subset) > width) {
        boolean free = true;
        for (int i = 0; free && i < n; i++) {
          free = (subset >> i & 1) == 0 || (related[i] & subset) == 0;
        }
        width = free ? Integer.bitCount(subset) : width;
      }
    }
    return width;
  }
}
