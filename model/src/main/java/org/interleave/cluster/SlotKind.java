package org.interleave.cluster;

/**
 * What a CPU slot is. The paper calls hardware threads "cores" in its Tables I and II: a task set
 * of 96 x 16 ran at once on 704 physical cores, which only their 2,688 threads explain.
 */
public enum SlotKind {
  /** A physical core. */
  CORE,
  /** A hardware thread. */
  THREAD
}
