package org.interleave.spec;

import java.util.ArrayList;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;

/** Reads {@code {slot: thread, nodes: [{count: 16, cores: 42, threads: 4, gpus: 6}]}}. */
final class ClusterReader {

  private ClusterReader() {}

  static Cluster read(String name, SpecNode node) {
    Section s = Section.of("the cluster", node, "name", "description", "slot", "nodes", "virtual");
    SlotKind slot =
        s.choice(
            "slot",
            SlotKind.CORE,
            SlotKind.values(),
            k -> k.name().toLowerCase(java.util.Locale.ROOT));
    SpecNode nodes = s.need("nodes");
    if (!(nodes instanceof SpecNode.Items list)) {
      throw new SpecException(nodes.at(), "nodes must be a list of node groups");
    }
    List<NodeGroup> groups = new ArrayList<>();
    for (SpecNode item : list.items()) {
      groups.add(group(item));
    }
    boolean virtual = s.flag("virtual", false);
    s.description();
    SpecNode given = s.find("name");
    try {
      return new Cluster(
          given == null ? name : Quantity.name("name of the cluster", given),
          slot,
          groups,
          virtual);
    } catch (IllegalArgumentException e) {
      throw new SpecException(nodes.at(), String.valueOf(e.getMessage()) + "; check nodes");
    }
  }

  private static NodeGroup group(SpecNode item) {
    Section g =
        Section.of("a node group", item, "count", "cores", "threads", "gpus", "reserved", "memory");
    SpecNode memory = g.find("memory");
    try {
      return new NodeGroup(
          g.whole("count", 1, 1, Cluster.MAX_NODES),
          g.whole("cores", 1, Cluster.MAX_SLOTS),
          g.whole("threads", 1, 1, 1024),
          g.whole("gpus", 0, 0, Cluster.MAX_SLOTS),
          g.whole("reserved", 0, 0, Cluster.MAX_SLOTS),
          memory == null ? 0 : Quantity.mebibytes(g.label("memory"), memory));
    } catch (IllegalArgumentException e) {
      throw new SpecException(g.at(), String.valueOf(e.getMessage()));
    }
  }
}
