package org.interleave.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.interleave.workflow.Resources;
import org.junit.jupiter.api.Test;

/** The tree of maxima, beside plain lists of what is free. */
class SlotsTest {

  private static final long SEED = 164;

  /** Nodes of 4 slots and 1 GPU, and of 8 slots and none: no node has both, though a pair does. */
  @Test
  void isANodeFoundOnlyIfItHasEverything() {
    Slots free =
        Slots.of(
            new Cluster(
                "mixed",
                SlotKind.CORE,
                List.of(new NodeGroup(2, 4, 1, 1, 0, 0), new NodeGroup(1, 8, 1, 0, 0, 0))));

    assertThat(free.firstFit(0, Resources.of(5, 1))).isEqualTo(-1);
    assertThat(free.firstFit(0, Resources.of(5, 0))).isEqualTo(2);
    assertThat(free.firstFit(0, Resources.of(4, 1))).isZero();
    assertThat(free.firstFit(1, Resources.of(4, 1))).isEqualTo(1);
    assertThat(free.firstFit(2, Resources.of(4, 1))).isEqualTo(-1);
    assertThat(free.firstFit(0, Resources.of(0, 1))).isZero();
  }

  /** Whatever is taken, given back, down and up: the same nodes fit as a plain list says. */
  @Test
  void isTheFirstFitAlwaysThatOfAPlainList() {
    for (long seed = SEED; seed < SEED + 200; seed++) {
      new Course(seed).run(300);
    }
  }

  private static final class Course {
    private final long seed;
    private final SplittableRandom random;
    private final Slots free;
    private final List<long[]> plain = new ArrayList<>();
    private final boolean[] down;
    private final List<Resources> held = new ArrayList<>();
    private final List<Integer> heldOn = new ArrayList<>();

    Course(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      List<NodeGroup> groups = new ArrayList<>();
      for (int g = random.nextInt(3); g >= 0; g--) {
        NodeGroup group =
            new NodeGroup(
                1 + random.nextInt(5),
                1 + random.nextInt(9),
                1,
                random.nextInt(4),
                random.nextInt(2),
                random.nextInt(3) * 10L);
        groups.add(group);
        for (int n = 0; n < group.count(); n++) {
          long memory = group.memoryMiB() == 0 ? 1L << 40 : group.memoryMiB();
          plain.add(new long[] {group.cores() - group.reserved(), group.gpus(), memory});
        }
      }
      this.free = Slots.of(new Cluster("random", SlotKind.CORE, groups));
      this.down = new boolean[plain.size()];
    }

    void run(int steps) {
      assertThat(free.nodes()).isEqualTo(plain.size());
      for (int step = 0; step < steps; step++) {
        int node = random.nextInt(plain.size());
        switch (random.nextInt(6)) {
          case 0 -> {
            free.down(node);
            down[node] = true;
          }
          case 1, 2 -> {
            free.up(node);
            down[node] = false;
          }
          case 3 -> giveBack();
          default -> take(node);
        }
        check(step);
      }
    }

    private void take(int node) {
      Resources r = shape();
      if (fits(node, r)) {
        free.take(node, r);
        held.add(r);
        heldOn.add(node);
        change(node, r, -1);
      }
    }

    private void giveBack() {
      if (!held.isEmpty()) {
        int at = random.nextInt(held.size());
        Resources r = held.remove(at);
        int node = heldOn.remove(at);
        free.give(node, r);
        change(node, r, 1);
      }
    }

    private void check(int step) {
      Resources r = shape();
      int from = random.nextInt(plain.size());
      int first = -1;
      for (int node = 0; node < plain.size(); node++) {
        assertThat(free.fits(node, r)).as(name(step, r)).isEqualTo(fits(node, r));
        first = first < 0 && node >= from && fits(node, r) ? node : first;
        if (!down[node]) {
          assertThat(free.freeSlots(node)).as(name(step, r)).isEqualTo((int) plain.get(node)[0]);
          assertThat(free.freeGpus(node)).as(name(step, r)).isEqualTo((int) plain.get(node)[1]);
        }
      }
      assertThat(free.firstFit(from, r)).as(name(step, r)).isEqualTo(first);
    }

    private Resources shape() {
      int slots = random.nextInt(6);
      int gpus = slots == 0 ? 1 : random.nextInt(3);
      return new Resources(1, slots, gpus, random.nextInt(8));
    }

    private boolean fits(int node, Resources r) {
      long[] has = plain.get(node);
      return !down[node] && has[0] >= r.slots() && has[1] >= r.gpus() && has[2] >= r.memoryMiB();
    }

    private void change(int node, Resources r, int sign) {
      plain.get(node)[0] += (long) sign * r.slots();
      plain.get(node)[1] += (long) sign * r.gpus();
      plain.get(node)[2] += sign * r.memoryMiB();
    }

    private String name(int step, Resources r) {
      return "seed " + seed + ", step " + step + ", " + r;
    }
  }
}
