package org.interleave.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Normal;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.WorkflowGraph;

/** What the prediction means for someone who has to decide. */
final class Verdict {

  /** Gains below this are not worth a second structure of the workflow. */
  private static final double WORTHWHILE = 0.02;

  private static final double NEARLY = 0.01;

  /** By how much whole sets may be in each other's way before it is worth a word. */
  private static final double COARSE = 0.05;

  private final Cluster cluster;
  private final Asynchronicity degrees;
  private final Bounds bounds;
  private final double sequential;
  private final double asynchronous;
  private final double schedule;

  Verdict(
      Cluster cluster,
      Asynchronicity degrees,
      Bounds bounds,
      double sequential,
      double asynchronous,
      double schedule) {
    this.cluster = cluster;
    this.degrees = degrees;
    this.bounds = bounds;
    this.sequential = sequential;
    this.asynchronous = asynchronous;
    this.schedule = schedule;
  }

  String line() {
    double gain = 1 - asynchronous / sequential;
    String worth =
        gain >= WORTHWHILE ? "yes" : gain > 0 ? "hardly" : gain > -WORTHWHILE ? "no gain" : "no";
    // Never "+0%": a zero has no sign.
    long percent = Math.round(100 * gain);
    return String.format(
        Locale.ROOT,
        "asynchronous: %s, %s%d%%, bound by %s; %s",
        worth,
        percent > 0 ? "+" : "",
        percent,
        boundBy(),
        saving());
  }

  private String boundBy() {
    boolean chain = schedule <= bounds.criticalPathSeconds() * (1 + NEARLY);
    return chain ? "dependencies" : bounds.scarcestResource();
  }

  private String saving() {
    double hours = (sequential - asynchronous) / 3600;
    if (Math.abs(hours) * 3600 < 1e-6) {
      return "saves nothing";
    }
    String verb = hours < 0 ? "costs " : "saves ";
    String unit = cluster.totalGpus() > 0 ? "GPU-hours" : "slot-hours";
    int units = cluster.totalGpus() > 0 ? cluster.totalGpus() : cluster.totalSlots();
    return verb
        + String.format(
            Locale.ROOT,
            "%.4g %s (%.4g node-hours) of the allocation",
            Math.abs(hours) * units,
            unit,
            Math.abs(hours) * cluster.nodeCount());
  }

  /** Whether the closed form may be noticeably too long. */
  boolean isCoarse(WorkflowGraph graph) {
    return hasMatchedTasks(graph) || hasRoom();
  }

  private static boolean hasMatchedTasks(WorkflowGraph graph) {
    return graph.instances().stream().anyMatch(s -> graph.indexPredecessors(s.id()).length > 0);
  }

  /** Whether whole sets come out far above what no execution is faster than. */
  private boolean hasRoom() {
    return schedule > bounds.largestSeconds() * (1 + COARSE);
  }

  List<String> warnings(WorkflowGraph graph) {
    List<String> warnings = new ArrayList<>();
    if (hasMatchedTasks(graph)) {
      warnings.add(
          "match: index is reckoned with as a wait for the whole set, in which t_async is too long:"
              + " simulate shows what it brings");
    }
    for (TaskSet set : graph.workflow().sets()) {
      if (set.time() instanceof Normal t && t.meanSeconds() > t.mean() * 1.001) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "the normal time of '%s' is cut at 0: its effective mean is %.4g s, not %.4g s",
                set.name(),
                t.meanSeconds(),
                t.mean()));
      }
    }
    if (hasRoom()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the closed form runs a set whole or not at all, so t_async may be up to %.0f%% too"
                  + " long, and t_seq too; where sets share the machine task by task only simulate"
                  + " tells the gain",
              100 * (1 - bounds.largestSeconds() / schedule)));
    }
    double gain = 1 - asynchronous / sequential;
    if (degrees.wla() == 0 && gain >= WORTHWHILE) {
      warnings.add(
          "WLA is 0, yet there is a gain: a workflow whose paths rejoin still gains from losing its"
              + " barriers");
    }
    if (degrees.wla() > 0 && gain < WORTHWHILE) {
      warnings.add(
          "WLA is "
              + degrees.wla()
              + ", yet there is hardly a gain: sets may overlap, but the times of those that do are"
              + " short or the same chain bounds both modes");
    }
    if (!degrees.doaResExact()) {
      warnings.add("DOA_res was not searched to the end: the figure is a lower bound");
    }
    if (!degrees.width().exact()) {
      warnings.add("the width is that of the largest level: a lower bound");
    }
    if (!degrees.packs()) {
      warnings.add(
          "the sets that witness DOA_res fit in totals, but no placement of them on the nodes was"
              + " found: fragmentation can keep them apart");
    }
    return warnings;
  }
}
