package org.interleave.analysis;

import java.util.Arrays;

/**
 * What waits for resources, in a fixed order of ranks. A tree of minima finds the next one that
 * fits without looking at all that do not.
 */
final class WaitingDemands {

  private static final long ABSENT = Long.MAX_VALUE;

  private final int width; // leaves of the tree, a power of two
  private final long[] slots;
  private final long[] gpus;
  private final long[] memory;

  /** Room for the ranks from 0 to n - 1, none of which waits. */
  WaitingDemands(int n) {
    this.width = Integer.highestOneBit(Math.max(1, 2 * n - 1));
    this.slots = new long[2 * width];
    this.gpus = new long[2 * width];
    this.memory = new long[2 * width];
    Arrays.fill(slots, ABSENT);
    Arrays.fill(gpus, ABSENT);
    Arrays.fill(memory, ABSENT);
  }

  void add(int rank, Demand demand) {
    set(rank, demand.slots(), demand.gpus(), demand.memoryMiB());
  }

  void remove(int rank) {
    set(rank, ABSENT, ABSENT, ABSENT);
  }

  boolean isEmpty() {
    return slots[1] == ABSENT;
  }

  /** The first rank from {@code from} on whose demand fits what is free, or -1. */
  int nextFitting(int from, Demand free) {
    if (from >= width) {
      return -1;
    }
    int at = width + from;
    while (true) {
      if (slots[at] <= free.slots() && gpus[at] <= free.gpus() && memory[at] <= free.memoryMiB()) {
        if (at >= width) {
          return at - width;
        }
        at = 2 * at;
      } else {
        while ((at & 1) == 1) {
          at >>= 1;
        }
        if (at == 0) {
          return -1;
        }
        at++;
      }
    }
  }

  private void set(int rank, long s, long g, long m) {
    int at = width + rank;
    slots[at] = s;
    gpus[at] = g;
    memory[at] = m;
    for (at >>= 1; at >= 1; at >>= 1) {
      slots[at] = Math.min(slots[2 * at], slots[2 * at + 1]);
      gpus[at] = Math.min(gpus[2 * at], gpus[2 * at + 1]);
      memory[at] = Math.min(memory[2 * at], memory[2 * at + 1]);
    }
  }
}
