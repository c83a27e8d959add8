package org.interleave.execution.slurm;

import java.util.List;
import org.interleave.cluster.Cluster;

/**
 * Nodes of Slurm's, as a cluster to plan for.
 *
 * @param cluster the nodes that can be used, called {@code slurm:PARTITION}
 * @param nodes their names, in the order of the cluster's node numbers
 * @param notes what was left out, a line each
 */
public record Shape(Cluster cluster, List<String> nodes, List<String> notes) {

  public Shape {
    nodes = List.copyOf(nodes);
    notes = List.copyOf(notes);
  }
}
