package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskGroupsTest {

  private static final long SEED = 20_220_811;

  /** Edges {@code from, to}. */
  private static int[][] parents(int tasks, int[]... edges) {
    Map<Integer, TreeSet<Integer>> rows = new HashMap<>();
    for (int[] e : edges) {
      rows.computeIfAbsent(e[1], k -> new TreeSet<>()).add(e[0]);
    }
    int[][] parents = new int[tasks][];
    for (int t = 0; t < tasks; t++) {
      parents[t] =
          rows.getOrDefault(t, new TreeSet<>()).stream().mapToInt(Integer::intValue).toArray();
    }
    return parents;
  }

  private static TaskGroups groups(int[][] parents, int... kinds) {
    return TaskGroups.of(new TaskDag(parents), kinds.length > 0 ? kinds : new int[parents.length]);
  }

  @Test
  void tasksBehindTheSameParentsAreOneSet() {
    int[][] fan =
        parents(
            5,
            new int[] {0, 1},
            new int[] {0, 2},
            new int[] {1, 4},
            new int[] {2, 4},
            new int[] {0, 3},
            new int[] {3, 4});
    TaskGroups groups = groups(fan);
    assertThat(groups.members()).hasSize(3);
    assertThat(groups.edges())
        .containsExactly(new TaskGroups.Edge(0, 1, false), new TaskGroups.Edge(1, 2, false));
  }

  @Test
  void equalChainsBesideEachOtherAreMatchedByIndex() {
    // Three chains of three, whose second tasks stand in another order in the file.
    TaskGroups groups =
        groups(
            parents(
                9,
                new int[] {0, 5},
                new int[] {1, 3},
                new int[] {2, 4},
                new int[] {5, 8},
                new int[] {3, 6},
                new int[] {4, 7}));
    assertThat(groups.members()).hasSize(3);
    assertThat(groups.members().get(0)).containsExactly(0, 1, 2);
    assertThat(groups.members().get(1)).containsExactly(5, 3, 4);
    assertThat(groups.members().get(2)).containsExactly(8, 6, 7);
    assertThat(groups.edges()).allMatch(TaskGroups.Edge::byIndex).hasSize(2);
  }

  @Test
  void twoWaysInDifferentOrdersCantBothBeMatched() {
    // 0,1 -> 2,3 -> 6,7 straight, and 0,1 -> 4,5 -> 6,7 crossed; the kinds tell 2,3 from 4,5.
    int[][] twisted =
        parents(
            8,
            new int[] {0, 2},
            new int[] {1, 3},
            new int[] {0, 4},
            new int[] {1, 5},
            new int[] {2, 6},
            new int[] {3, 7},
            new int[] {4, 7},
            new int[] {5, 6});
    TaskGroups groups = groups(twisted, 0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(Precedence.edges(groups)).isEqualTo(Precedence.edges(twisted));
    assertThat(groups.members()).hasSizeGreaterThan(4);
  }

  @Test
  void branchesOfOneKindArePartedWhereTheirParentsDiffer() {
    // Two merges of ten each: nothing but their parents tells them apart.
    int[][] edges =
        IntStream.range(0, 20).mapToObj(i -> new int[] {i, 20 + i / 10}).toArray(int[][]::new);
    TaskGroups groups = groups(parents(22, edges));
    assertThat(groups.members().stream().map(m -> m.length)).containsExactly(10, 10, 1, 1);
    assertThat(groups.edges()).hasSize(2).noneMatch(TaskGroups.Edge::byIndex);
  }

  @Test
  void differentKindsAreNeverInOneSet() {
    TaskGroups groups = groups(parents(4), 0, 1, 0, 1);
    assertThat(groups.members()).hasSize(2);
    assertThat(groups.members().get(0)).containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void theEdgesOfRandomGraphsAreKeptExactly(int family) {
    for (int n = 0; n < 400; n++) {
      long seed = SEED + 1_000L * family + n;
      SplittableRandom random = new SplittableRandom(seed);
      int[][] parents = random(random, family);
      int[] kinds = random.ints(parents.length, 0, 1 + random.nextInt(3)).toArray();
      TaskGroups groups = groups(parents, kinds);
      String at = "family " + family + ", seed " + seed;
      assertThat(Precedence.edges(groups)).as(at).isEqualTo(Precedence.edges(parents));
      assertThat(groups.members().stream().flatMapToInt(Arrays::stream).sorted().toArray())
          .as(at)
          .containsExactly(IntStream.range(0, parents.length).toArray());
      for (int[] set : groups.members()) {
        assertThat(Arrays.stream(set).map(t -> kinds[t]).distinct().count()).as(at).isEqualTo(1);
      }
      assertTwinsAreTogether(groups, parents, kinds, at);
    }
  }

  /** Tasks with the same parents and children can always be one set, so they must be. */
  private static void assertTwinsAreTogether(
      TaskGroups groups, int[][] parents, int[] kinds, String at) {
    TaskDag dag = new TaskDag(parents);
    Map<List<Object>, Integer> groupOf = new HashMap<>();
    for (int g = 0; g < groups.members().size(); g++) {
      for (int t : groups.members().get(g)) {
        List<Object> twin =
            List.of(kinds[t], Arrays.toString(dag.parents(t)), Arrays.toString(dag.children(t)));
        Integer other = groupOf.putIfAbsent(twin, g);
        assertThat(other == null ? g : other).as(at + ", task " + t).isEqualTo(g);
      }
    }
  }

  private static int[][] random(SplittableRandom random, int family) {
    int n = 1 + random.nextInt(40);
    java.util.List<int[]> edges = new java.util.ArrayList<>();
    switch (family) {
      case 0 -> { // any edges
        double p = random.nextDouble() * 0.3;
        for (int b = 0; b < n; b++) {
          for (int a = 0; a < b; a++) {
            if (random.nextDouble() < p) {
              edges.add(new int[] {a, b});
            }
          }
        }
      }
      case 1 -> { // layers, complete between neighbours or matched in a random order
        int width = 1 + random.nextInt(6);
        n = width * (1 + random.nextInt(6));
        for (int l = 1; l < n / width; l++) {
          int kind = random.nextInt(3);
          int[] order = shuffled(random, width);
          for (int b = 0; b < width; b++) {
            for (int a = 0; a < width; a++) {
              if (kind == 0 || kind == 1 && order[b] == a) {
                edges.add(new int[] {(l - 1) * width + a, l * width + b});
              }
            }
          }
        }
      }
      case 2 -> { // a few copies of one graph
        int copies = 1 + random.nextInt(4);
        int size = 1 + random.nextInt(8);
        n = copies * size;
        for (int b = 0; b < size; b++) {
          for (int a = 0; a < b; a++) {
            if (random.nextInt(3) == 0) {
              for (int c = 0; c < copies; c++) {
                edges.add(new int[] {c * size + a, c * size + b});
              }
            }
          }
        }
      }
      case 3 -> { // every task waits for one
        for (int b = 1; b < n; b++) {
          edges.add(new int[] {random.nextInt(b), b});
        }
      }
      case 4 -> { // layers that are regular, and yet neither complete nor matched
        int width = 3 + random.nextInt(5);
        n = 4 * width;
        for (int l = 1; l < 4; l++) {
          int turn = random.nextInt(width);
          for (int b = 0; b < width; b++) {
            edges.add(new int[] {(l - 1) * width + b, l * width + b});
            edges.add(new int[] {(l - 1) * width + (b + turn) % width, l * width + b});
          }
        }
      }
      default -> { // matched layers with a second, turned way over two layers
        int width = 2 + random.nextInt(5);
        n = 4 * width;
        int turn = random.nextInt(width);
        for (int b = 0; b < width; b++) {
          edges.add(new int[] {b, width + b});
          edges.add(new int[] {width + b, 2 * width + b});
          edges.add(new int[] {2 * width + b, 3 * width + b});
          edges.add(new int[] {b, 3 * width + (b + turn) % width});
        }
      }
    }
    return parents(n, edges.toArray(int[][]::new));
  }

  private static int[] shuffled(SplittableRandom random, int n) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
