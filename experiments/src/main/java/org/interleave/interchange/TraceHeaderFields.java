package org.interleave.interchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.trace.TraceHeader;

/**
 * The header of a trace as fields of text. Its provenance is fields among the others: each whose
 * key is not one of them.
 */
final class TraceHeaderFields {

  /** Tells what kind of file it is, and its version. */
  static final String MARK = "interleave-trace";

  /** The makespan, which stands at the end. */
  static final String TTX = "ttx_s";

  private static final String VIRTUAL = "virtual";
  private static final Set<String> KEYS =
      Set.of(
          MARK,
          "engine",
          "workflow",
          "iterations",
          "mode",
          "policy",
          "pooled",
          "cluster",
          "slot",
          "nodes",
          VIRTUAL,
          "overheads",
          "seed",
          "replication",
          "tasks",
          TTX);
  private static final Pattern PROVENANCE = Pattern.compile("[a-z0-9-]+");

  private TraceHeaderFields() {}

  /**
   * All fields but the makespan.
   *
   * @throws IllegalArgumentException if a key of the provenance can't be a field
   */
  static Map<String, String> of(TraceHeader h) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(MARK, "1");
    fields.put("engine", h.engine());
    fields.put("workflow", h.workflow());
    fields.put("iterations", Integer.toString(h.iterations()));
    fields.put("mode", h.mode());
    fields.put("policy", h.policy());
    fields.put("pooled", Boolean.toString(h.pooled()));
    fields.put("cluster", h.cluster().name());
    fields.put("slot", h.cluster().slot().name().toLowerCase(Locale.ROOT));
    fields.put(
        "nodes",
        String.join(" ", h.cluster().groups().stream().map(TraceHeaderFields::group).toList()));
    if (h.cluster().virtual()) {
      fields.put(VIRTUAL, "true");
    }
    fields.put("overheads", h.overheads());
    fields.put("seed", Long.toString(h.seed()));
    fields.put("replication", Integer.toString(h.replication()));
    h.provenance()
        .forEach(
            (key, value) -> {
              if (!isProvenance(key)) {
                throw new IllegalArgumentException(
                    "provenance can't have the key '"
                        + key
                        + "': use small letters, digits and hyphens, and no key of the header's");
              }
              fields.put(key, value);
            });
    return fields;
  }

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException if a field is missing or damaged
   * @throws ArithmeticException if the makespan is not in whole microseconds
   */
  static TraceHeader header(Map<String, String> fields) {
    Map<String, String> provenance = new TreeMap<>(fields);
    provenance.keySet().removeIf(key -> !isProvenance(key));
    return new TraceHeader(
        need(fields, "engine"),
        need(fields, "workflow"),
        Integer.parseInt(need(fields, "iterations")),
        need(fields, "mode"),
        need(fields, "policy"),
        Boolean.parseBoolean(need(fields, "pooled")),
        cluster(fields),
        need(fields, "overheads"),
        Long.parseLong(need(fields, "seed")),
        Integer.parseInt(need(fields, "replication")),
        TraceRow.micros(need(fields, TTX)),
        provenance);
  }

  private static boolean isProvenance(String key) {
    return !KEYS.contains(key) && PROVENANCE.matcher(key).matches();
  }

  private static String need(Map<String, String> fields, String key) {
    String value = fields.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no '" + key + "'");
    }
    return value;
  }

  private static String group(NodeGroup g) {
    return g.count()
        + "x"
        + g.cores()
        + "x"
        + g.threads()
        + ":"
        + g.gpus()
        + ":"
        + g.reserved()
        + ":"
        + g.memoryMiB();
  }

  private static Cluster cluster(Map<String, String> fields) {
    List<NodeGroup> groups = new ArrayList<>();
    for (String group : need(fields, "nodes").split(" ", -1)) {
      String[] n = group.split("[x:]", -1);
      if (n.length != 6) {
        throw new IllegalArgumentException("'" + group + "' is not a node group");
      }
      groups.add(
          new NodeGroup(
              Integer.parseInt(n[0]),
              Integer.parseInt(n[1]),
              Integer.parseInt(n[2]),
              Integer.parseInt(n[3]),
              Integer.parseInt(n[4]),
              Long.parseLong(n[5])));
    }
    return new Cluster(
        need(fields, "cluster"),
        SlotKind.valueOf(need(fields, "slot").toUpperCase(Locale.ROOT)),
        groups,
        fields.getOrDefault(VIRTUAL, "false").equals("true"));
  }
}
