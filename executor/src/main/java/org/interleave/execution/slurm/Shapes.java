package org.interleave.execution.slurm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;

/** Makes clusters of what Slurm says of its nodes. */
final class Shapes {
  private static final int NAMED = 8;

  /** A part of a job's allocation: CPUs and GPUs are per node. */
  private static final Pattern PART =
      Pattern.compile(" Nodes=(\\S+) CPU_IDs=([0-9,-]+) Mem=([0-9]{1,12}) GRES=(\\S*)");

  private Shapes() {}

  /**
   * What a job has of some nodes.
   *
   * @param nodes a list such as {@code n[01-16]}
   */
  record Part(String nodes, int cpus, int gpus, long memoryMiB) {}

  /** The parts of a job, from {@code scontrol -o -d show job}. */
  static List<Part> parts(String out, String job) {
    List<Part> parts = new ArrayList<>();
    for (String line : (Iterable<String>) out.lines()::iterator) {
      if (line.startsWith("JobId=" + job + " ")) {
        Matcher m = PART.matcher(line);
        while (m.find()) {
          parts.add(
              new Part(
                  m.group(1),
                  count(m.group(2)),
                  NodeRecord.gpus(m.group(4)),
                  Long.parseLong(m.group(3))));
        }
      }
    }
    return parts;
  }

  /** How many numbers a list such as {@code 0-3,8} holds. */
  private static int count(String ranges) {
    int count = 0;
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first) {
        throw new IllegalArgumentException("the CPUs " + ranges);
      }
      count = Math.addExact(count, last - first + 1);
    }
    return count;
  }

  /** A node of which a job has a part only. */
  static NodeRecord reduced(NodeRecord node, Part part) {
    int cores = Math.max(1, Math.min(node.cores(), part.cpus() / node.threads()));
    return new NodeRecord(
        node.name(),
        cores,
        node.threads(),
        Math.min(node.gpus(), part.gpus()),
        0,
        part.memoryMiB() == 0 ? node.memoryMiB() : part.memoryMiB(),
        node.state());
  }

  /** The nodes that can be used: equal ones side by side, in the order of Slurm. */
  static Shape of(String name, List<NodeRecord> all) {
    List<NodeRecord> out = all.stream().filter(NodeRecord::out).toList();
    List<NodeRecord> usable = all.stream().filter(n -> !n.out()).toList();
    List<String> notes = new ArrayList<>();
    if (!out.isEmpty()) {
      notes.add(
          "left out "
              + out.size()
              + " of "
              + all.size()
              + " nodes of "
              + name
              + " that can't be used now: "
              + String.join(
                  ", ",
                  out.stream().limit(NAMED).map(n -> n.name() + " (" + n.state() + ")").toList())
              + (out.size() > NAMED ? ", ..." : ""));
    }
    return usable.isEmpty() ? none(name, notes) : usable(name, usable, notes);
  }

  private static Shape none(String name, List<String> notes) {
    throw new SlurmException(
        SlurmException.Kind.REFUSED,
        "no node of " + name + " can be used: " + String.join("; ", notes));
  }

  /** All given nodes. */
  static Shape usable(String name, List<NodeRecord> nodes, List<String> notes) {
    SlotKind slot = nodes.stream().anyMatch(n -> n.threads() > 1) ? SlotKind.THREAD : SlotKind.CORE;
    Map<NodeGroup, List<String>> groups = new LinkedHashMap<>();
    for (NodeRecord n : nodes) {
      int reserved = n.reserved() * (slot == SlotKind.THREAD ? n.threads() : 1);
      groups
          .computeIfAbsent(
              new NodeGroup(1, n.cores(), n.threads(), n.gpus(), reserved, n.memoryMiB()),
              g -> new ArrayList<>())
          .add(n.name());
    }
    List<NodeGroup> counted = new ArrayList<>();
    List<String> names = new ArrayList<>();
    groups.forEach(
        (g, members) -> {
          counted.add(
              new NodeGroup(
                  members.size(), g.cores(), g.threads(), g.gpus(), g.reserved(), g.memoryMiB()));
          names.addAll(members);
        });
    return new Shape(new Cluster(name, slot, counted), names, notes);
  }
}
