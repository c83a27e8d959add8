package org.interleave.cluster;

import java.util.Arrays;
import org.interleave.workflow.Resources;

/**
 * The free slots, GPUs and memory of every node, for a scheduler to take from and give back to.
 *
 * <p>A tree of maxima over the nodes finds the next node that fits a process without looking at all
 * of them. It is brought up to date when it is asked: on a full machine what one task gives back
 * the next one takes, without a search. Of a few nodes it is quicker to look at all. Not safe for
 * use by several threads.
 */
public final class Slots {

  private static final long UNMODELLED = Long.MAX_VALUE / 4;
  private static final int FEW_NODES = 32;

  /** No GPUs, and a slot less than none. */
  private static final long NOTHING = -1;

  /** Set in a difference of units where there are too few slots or GPUs. */
  private static final long TOO_FEW = 0x8000_0000_8000_0000L;

  private final int nodes;
  private final int width; // leaves of the tree, a power of two
  private final long[] units; // GPUs in the upper half, slots in the lower
  private final long[] memory;
  private final boolean few;
  private final int[] stale; // nodes whose changes the tree does not know
  private final boolean[] isStale;
  private int staleNodes;
  private final boolean[] down;
  private final long[] downUnits;
  private final long[] downMemory;

  private Slots(int nodes) {
    this.nodes = nodes;
    this.width = Integer.highestOneBit(Math.max(1, 2 * nodes - 1));
    this.units = new long[2 * width];
    this.memory = new long[2 * width];
    this.few = nodes <= FEW_NODES;
    this.stale = new int[nodes];
    this.isStale = new boolean[nodes];
    this.down = new boolean[nodes];
    this.downUnits = new long[nodes];
    this.downMemory = new long[nodes];
    Arrays.fill(units, NOTHING); // an absent node fits nothing, not even a task without slots
  }

  /** All usable slots of {@code cluster}, node by node. */
  public static Slots of(Cluster cluster) {
    NodeGroup[] groups = cluster.nodes();
    Slots free = new Slots(groups.length);
    for (int n = 0; n < groups.length; n++) {
      free.units[free.width + n] = units(groups[n].usableSlots(cluster.slot()), groups[n].gpus());
      free.memory[free.width + n] = groups[n].memoryMiB() == 0 ? UNMODELLED : groups[n].memoryMiB();
    }
    free.rebuild();
    return free;
  }

  /** The same capacity as one large node: nothing is ever split over nodes. */
  public static Slots pooled(Cluster cluster) {
    Slots free = new Slots(1);
    free.units[free.width] = units(cluster.usableSlots(), cluster.totalGpus());
    free.memory[free.width] = cluster.totalMemoryMiB() == 0 ? UNMODELLED : cluster.totalMemoryMiB();
    free.rebuild();
    return free;
  }

  /** How many nodes there are. */
  public int nodes() {
    return nodes;
  }

  /** How many CPU slots of a node are free. */
  public int freeSlots(int node) {
    return slots(units[width + node]);
  }

  /** How many GPUs of a node are free. */
  public int freeGpus(int node) {
    return gpus(units[width + node]);
  }

  /** Free memory in MiB; a very large number where memory is not modelled. */
  public long freeMemoryMiB(int node) {
    return memory[width + node];
  }

  /** Whether one process of the given shape fits the node now. */
  public boolean fits(int node, Resources r) {
    return fitsAt(width + node, r);
  }

  /**
   * The first node, from {@code from} on, that one process of the given shape fits.
   *
   * @return its number, or -1 if there is none up to the last node
   */
  public int firstFit(int from, Resources r) {
    if (few) {
      return scan(width + from, width + nodes, r);
    }
    settle();
    return search(from, r);
  }

  /**
   * The first node, from {@code from} on and behind the last node from 0 on, that one process of
   * the given shape fits.
   *
   * @return its number, or -1 if there is none
   */
  public int nextFit(int from, Resources r) {
    if (few) {
      int node = scan(width + from, width + nodes, r);
      return node >= 0 ? node : scan(width, width + from, r);
    }
    settle();
    if (!fitsAt(1, r)) {
      return -1;
    }
    int node = search(from, r);
    return node >= 0 || from == 0 ? node : search(0, r);
  }

  private int scan(int from, int end, Resources r) {
    for (int at = from; at < end; at++) {
      if (fitsAt(at, r)) {
        return at - width;
      }
    }
    return -1;
  }

  private int search(int from, Resources r) {
    int at = width + from;
    while (true) {
      if (fitsAt(at, r)) {
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

  /** Occupies one process' share of a node. */
  public void take(int node, Resources r) {
    change(node, -units(r), -r.memoryMiB());
  }

  /** Gives back what {@link #take} took. */
  public void give(int node, Resources r) {
    if (down[node]) {
      downUnits[node] += units(r);
      downMemory[node] += r.memoryMiB();
    } else {
      change(node, units(r), r.memoryMiB());
    }
  }

  /** Takes a node out of service: nothing fits it until {@link #up}. */
  public void down(int node) {
    if (!down[node]) {
      int leaf = width + node;
      down[node] = true;
      downUnits[node] = units[leaf];
      downMemory[node] = memory[leaf];
      change(node, NOTHING - units[leaf], -memory[leaf]);
    }
  }

  /** Puts a node back into service. */
  public void up(int node) {
    if (down[node]) {
      down[node] = false;
      change(node, downUnits[node] - NOTHING, downMemory[node]);
    }
  }

  private boolean fitsAt(int at, Resources r) {
    return ((units[at] - units(r)) & TOO_FEW) == 0 && memory[at] >= r.memoryMiB();
  }

  private void change(int node, long moreUnits, long moreMemory) {
    int at = width + node;
    units[at] += moreUnits;
    if (moreMemory != 0) {
      memory[at] += moreMemory;
    }
    if (!few && !isStale[node]) {
      isStale[node] = true;
      stale[staleNodes++] = node;
    }
  }

  private static long units(Resources r) {
    return units(r.slots(), r.gpus());
  }

  private static long units(int slots, int gpus) {
    return ((long) gpus << 32) + slots;
  }

  private static int slots(long units) {
    return (int) units;
  }

  private static int gpus(long units) {
    return (int) ((units - slots(units)) >> 32);
  }

  private void settle() {
    for (int i = 0; i < staleNodes; i++) {
      isStale[stale[i]] = false;
      int at = (width + stale[i]) >> 1;
      while (at >= 1 && refresh(at)) {
        at >>= 1;
      }
    }
    staleNodes = 0;
  }

  private boolean refresh(int at) {
    long left = units[2 * at];
    long right = units[2 * at + 1];
    long u = units(Math.max(slots(left), slots(right)), Math.max(gpus(left), gpus(right)));
    long m = Math.max(memory[2 * at], memory[2 * at + 1]);
    if (u == units[at] && m == memory[at]) {
      return false;
    }
    units[at] = u;
    memory[at] = m;
    return true;
  }

  private void rebuild() {
    for (int at = width - 1; at >= 1; at--) {
      refresh(at);
    }
  }
}
