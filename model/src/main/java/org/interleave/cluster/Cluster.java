package org.interleave.cluster;

import java.util.List;
import org.interleave.workflow.Resources;

/**
 * The machine: an allocation of nodes. Nodes are numbered from 0 in the order of their groups.
 *
 * @param name for people
 * @param slot what a CPU slot is
 * @param groups one or more
 * @param virtual whether its slots are only counted when a workflow is really executed, so that a
 *     small machine can stand for a large one
 */
public record Cluster(String name, SlotKind slot, List<NodeGroup> groups, boolean virtual) {

  /** The most nodes of a cluster. */
  public static final int MAX_NODES = 1_000_000;

  /** The most slots, and the most GPUs, of a cluster. */
  public static final int MAX_SLOTS = 1_000_000_000;

  /** A cluster that is meant as it stands. */
  public Cluster(String name, SlotKind slot, List<NodeGroup> groups) {
    this(name, slot, groups, false);
  }

  public Cluster {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs one node group or more");
    }
    long nodes = 0;
    long slots = 0;
    long gpus = 0;
    for (NodeGroup g : groups) {
      if (g.usableSlots(slot) < 0) {
        throw new IllegalArgumentException(
            "a node reserves " + g.reserved() + " slots, but has " + g.slots(slot));
      }
      nodes += g.count();
      slots += (long) g.count() * g.slots(slot);
      gpus += (long) g.count() * g.gpus();
    }
    if (nodes > MAX_NODES || slots > MAX_SLOTS || gpus > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "a cluster may have at most "
              + MAX_NODES
              + " nodes and "
              + MAX_SLOTS
              + " slots or GPUs, but this one has "
              + nodes
              + " nodes, "
              + slots
              + " slots and "
              + gpus
              + " GPUs");
    }
  }

  /** Equal nodes without SMT, reserved slots or modelled memory: a slot is a core. */
  public static Cluster of(String name, int nodes, int cores, int gpus) {
    return new Cluster(name, SlotKind.CORE, List.of(new NodeGroup(nodes, cores, 1, gpus, 0, 0)));
  }

  /** The same cluster with slots that are only counted. */
  public Cluster asVirtual() {
    return new Cluster(name, slot, groups, true);
  }

  /** How many nodes there are in all groups. */
  public int nodeCount() {
    return groups.stream().mapToInt(NodeGroup::count).sum();
  }

  /** The group of every node, by node number. */
  public NodeGroup[] nodes() {
    NodeGroup[] nodes = new NodeGroup[nodeCount()];
    int at = 0;
    for (NodeGroup g : groups) {
      for (int i = 0; i < g.count(); i++) {
        nodes[at++] = g;
      }
    }
    return nodes;
  }

  /** All slots, the reserved ones included: the denominator of CPU utilization. */
  public int totalSlots() {
    return groups.stream().mapToInt(g -> g.count() * g.slots(slot)).sum();
  }

  /** The slots on which tasks may be placed. */
  public int usableSlots() {
    return groups.stream().mapToInt(g -> g.count() * g.usableSlots(slot)).sum();
  }

  /** All GPUs. */
  public int totalGpus() {
    return groups.stream().mapToInt(g -> g.count() * g.gpus()).sum();
  }

  /** Memory of all nodes in MiB, or 0 where a group does not model it. */
  public long totalMemoryMiB() {
    return groups.stream().anyMatch(g -> g.memoryMiB() == 0)
        ? 0
        : groups.stream().mapToLong(g -> g.count() * g.memoryMiB()).sum();
  }

  /**
   * How many tasks of a shape the empty cluster holds at once, none of whose processes is split.
   *
   * @param resources the shape
   * @param most where to stop counting
   */
  public int packs(Resources resources, int most) {
    long processes = 0;
    for (NodeGroup g : groups) {
      processes += (long) g.count() * perNode(g, resources);
    }
    return (int) Math.min(most, processes / resources.processes());
  }

  private boolean fitsPool(Resources r) {
    return r.totalSlots() <= usableSlots()
        && r.totalGpus() <= totalGpus()
        && (totalMemoryMiB() == 0 || r.totalMemoryMiB() <= totalMemoryMiB());
  }

  /** How many processes of a shape fit an empty node of a group. */
  private int perNode(NodeGroup g, Resources r) {
    long fit = Integer.MAX_VALUE;
    if (r.slots() > 0) {
      fit = Math.min(fit, g.usableSlots(slot) / r.slots());
    }
    if (r.gpus() > 0) {
      fit = Math.min(fit, g.gpus() / r.gpus());
    }
    if (r.memoryMiB() > 0 && g.memoryMiB() > 0) {
      fit = Math.min(fit, g.memoryMiB() / r.memoryMiB());
    }
    return (int) fit;
  }

  /**
   * Why a task of this shape can never run here; empty if it can.
   *
   * @param pooled whether the nodes are taken for one
   */
  public String misfit(Resources r, boolean pooled) {
    if (pooled ? fitsPool(r) : packs(r, 1) >= 1) {
      return "";
    }
    int slots = groups.stream().mapToInt(g -> g.usableSlots(slot)).max().orElse(0);
    int gpus = groups.stream().mapToInt(NodeGroup::gpus).max().orElse(0);
    long memory = groups.stream().mapToLong(NodeGroup::memoryMiB).max().orElse(0);
    String a = r.processes() > 1 ? " a process" : "";
    if (r.slots() > slots) {
      return "asks for "
          + r.slots()
          + " slots"
          + a
          + ", but the largest node has "
          + slots
          + "; lower slots or add a node group";
    }
    if (r.gpus() > gpus) {
      return "asks for "
          + r.gpus()
          + " GPUs"
          + a
          + ", but the largest node has "
          + gpus
          + "; lower gpus or add a node group";
    }
    if (memory > 0 && r.memoryMiB() > memory) {
      return "asks for "
          + r.memoryMiB()
          + " MiB of memory"
          + a
          + ", but the largest node has "
          + memory
          + "; lower memory or add a node group";
    }
    return "asks for "
        + r.processes()
        + " x ("
        + r.slots()
        + " slots, "
        + r.gpus()
        + " GPUs), more than all nodes together hold; lower it or add nodes";
  }
}
