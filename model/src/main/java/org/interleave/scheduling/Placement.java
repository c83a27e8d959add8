package org.interleave.scheduling;

import org.interleave.cluster.Slots;
import org.interleave.workflow.Resources;

/** The offered placements; to add one, add a constant. */
public enum Placement implements PlacementPolicy {
  /**
   * The search starts at the node that was used last and wraps; the node found is the next start.
   * RADICAL-Pilot places like this.
   */
  NEXT_FIT("next-fit") {
    @Override
    public int choose(Slots free, Resources process, int last) {
      return free.fits(last, process) ? last : free.nextFit(last, process);
    }
  },
  /** The first node, by number. */
  FIRST_FIT("first-fit") {
    @Override
    public int choose(Slots free, Resources process, int last) {
      return free.nextFit(0, process);
    }
  },
  /** The node that is left with the fewest GPUs, then the fewest slots, then the lowest number. */
  BEST_FIT("best-fit") {
    @Override
    public int choose(Slots free, Resources process, int last) {
      int best = free.firstFit(0, process);
      for (int n = best; n >= 0; n = n + 1 < free.nodes() ? free.firstFit(n + 1, process) : -1) {
        int gpus = Integer.compare(free.freeGpus(n), free.freeGpus(best));
        if (gpus < 0 || gpus == 0 && free.freeSlots(n) < free.freeSlots(best)) {
          best = n;
        }
      }
      return best;
    }
  },
  /** All nodes are one: capacity is shared, and no task is ever kept waiting by fragmentation. */
  POOLED("pooled") {
    @Override
    public int choose(Slots free, Resources process, int last) {
      return free.fits(0, process) ? 0 : -1;
    }

    @Override
    public boolean pooled() {
      return true;
    }
  };

  private final String label;

  Placement(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
