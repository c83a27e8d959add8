package org.interleave.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;

/** The nodes that a run used, by name, and how large each is. */
final class Machines {

  private static final class Node {
    private int cores;
    private int gpus;
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /** A node has at least so many cores and GPUs. */
  void atLeast(String name, int cores, int gpus) {
    Node node = nodes.computeIfAbsent(name, n -> new Node());
    node.cores = Math.max(node.cores, cores);
    node.gpus = Math.max(node.gpus, gpus);
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  int size() {
    return nodes.size();
  }

  List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  boolean has(String name) {
    return nodes.containsKey(name);
  }

  int cores(String name) {
    Node node = nodes.get(name);
    return node == null ? 0 : node.cores;
  }

  int gpus(String name) {
    Node node = nodes.get(name);
    return node == null ? 0 : node.gpus;
  }

  void leaveOut(String name) {
    nodes.remove(name);
  }

  /** The numbers of the nodes. */
  Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    nodes.keySet().forEach(n -> numbers.put(n, numbers.size()));
    return numbers;
  }

  /** The nodes as a cluster, those that are equal and beside each other as a group. */
  Cluster cluster(String name) {
    List<NodeGroup> groups = new ArrayList<>();
    for (Node n : nodes.values()) {
      int cores = Math.max(1, n.cores);
      int last = groups.size() - 1;
      NodeGroup before = last < 0 ? null : groups.get(last);
      if (before != null && before.cores() == cores && before.gpus() == n.gpus) {
        groups.set(last, group(before.count() + 1, cores, n.gpus));
      } else {
        groups.add(group(1, cores, n.gpus));
      }
    }
    return new Cluster(name, SlotKind.CORE, groups);
  }

  private static NodeGroup group(int count, int cores, int gpus) {
    return new NodeGroup(count, cores, 1, gpus, 0, 0);
  }
}
