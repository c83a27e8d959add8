package org.interleave.spec;

import java.util.Locale;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;

/** Writes what {@link ClusterReader} reads. */
final class ClusterWriter {

  private ClusterWriter() {}

  /**
   * The keys of a cluster.
   *
   * @param name the one that it would have without one of its own
   */
  static SpecNode node(Cluster cluster, String name) {
    Draft draft = new Draft().putText("name", cluster.name(), name);
    if (cluster.slot() != SlotKind.CORE) {
      draft.put("slot", cluster.slot().name().toLowerCase(Locale.ROOT));
    }
    draft.put("nodes", Draft.list(cluster.groups().stream().map(ClusterWriter::group).toList()));
    return (cluster.virtual() ? draft.put("virtual", "true") : draft).node();
  }

  private static SpecNode group(NodeGroup group) {
    return new Draft()
        .put("count", group.count(), 1)
        .put("cores", String.valueOf(group.cores()))
        .put("threads", group.threads(), 1)
        .put("gpus", group.gpus(), 0)
        .put("reserved", group.reserved(), 0)
        .putMemory("memory", group.memoryMiB())
        .node();
  }
}
