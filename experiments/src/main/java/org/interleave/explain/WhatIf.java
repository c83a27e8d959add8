package org.interleave.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.scheduling.Fit;
import org.interleave.scheduling.Order;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.simulation.Estimate;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Replications.Measure;
import org.interleave.spec.Spec;
import org.interleave.workflow.Dependency;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;

/**
 * Small changes of an asynchronous run and what each does to TTX, found by simulation. All of them
 * share their random numbers with the run as it is, so that differences show soon.
 */
public final class WhatIf {

  /** Sets whose changes are tried: those with the most work. */
  private static final int MOST_SETS = 12;

  /**
   * A change and its effect.
   *
   * @param what the change, in words
   * @param savedSeconds by how much TTX becomes shorter; negative if it becomes longer
   */
  public record Change(String what, Estimate savedSeconds) {}

  private record Candidate(
      String what, Workflow workflow, Cluster cluster, SchedulingPolicy policy) {}

  private final Spec spec;
  private final long seed;
  private final int replications;

  private WhatIf(Spec spec, long seed, int replications) {
    this.spec = spec;
    this.seed = seed;
    this.replications = replications;
  }

  /**
   * Tries the changes.
   *
   * @param replications how many runs each is judged by; one is enough for constant durations
   * @param progress told of the number of changes tried
   * @return the changes, the one that saves most first
   */
  public static List<Change> rank(Spec spec, long seed, int replications, IntConsumer progress) {
    return new WhatIf(spec, seed, replications).rank(progress);
  }

  /** How many changes {@link #rank} tries. */
  public static int count(Spec spec) {
    return new WhatIf(spec, 0, 1).candidates().size();
  }

  private List<Change> rank(IntConsumer progress) {
    double[] now = ttx(new Candidate("", spec.workflow(), spec.cluster(), spec.policy()));
    List<Change> changes = new ArrayList<>();
    int tried = 0;
    for (Candidate candidate : candidates()) {
      double[] then = ttx(candidate);
      double[] saved = new double[now.length];
      for (int r = 0; r < saved.length; r++) {
        saved[r] = now[r] - then[r];
      }
      changes.add(new Change(candidate.what(), Estimate.of(saved)));
      progress.accept(++tried);
    }
    changes.sort(
        Comparator.comparingDouble((Change c) -> -c.savedSeconds().mean())
            .thenComparing(Change::what));
    return changes;
  }

  private double[] ttx(Candidate c) {
    WorkflowGraph graph = WorkflowGraph.of(c.workflow());
    Scenario scenario =
        new Scenario(
            Workload.ofMeans(graph),
            Plan.asynchronous(graph),
            c.cluster(),
            c.policy(),
            spec.overheads(),
            spec.failures(),
            spec.faults());
    int cores = Runtime.getRuntime().availableProcessors();
    return Replications.run(
            List.of(scenario),
            seed,
            new Replications.Effort(replications, 0, replications, false, cores),
            done -> {})
        .values(0, Measure.TTX);
  }

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    List<NodeGroup> groups = spec.cluster().groups();
    for (int g = 0; g < groups.size(); g++) {
      List<NodeGroup> more = new ArrayList<>(groups);
      NodeGroup old = groups.get(g);
      more.set(
          g,
          new NodeGroup(
              old.count() + 1,
              old.cores(),
              old.threads(),
              old.gpus(),
              old.reserved(),
              old.memoryMiB()));
      all.add(
          new Candidate(
              groups.size() == 1 ? "one more node" : "one more node in group " + (g + 1),
              spec.workflow(),
              new Cluster(
                  spec.cluster().name(), spec.cluster().slot(), more, spec.cluster().virtual()),
              spec.policy()));
    }
    spec.workflow().sets().stream()
        .sorted(Comparator.comparingDouble(s -> -s.tasks() * s.time().meanSeconds()))
        .limit(MOST_SETS)
        .forEach(s -> ofSet(all, s));
    ofPolicy(all);
    return all;
  }

  private void ofSet(List<Candidate> all, TaskSet set) {
    Resources r = set.resources();
    if (r.gpus() > 0 && r.gpus() + r.slots() > 1) {
      Resources less = new Resources(r.processes(), r.slots(), r.gpus() - 1, r.memoryMiB());
      add(all, "one GPU less a task of " + set.name(), with(set, set.tasks(), less));
    }
    if (r.slots() > 1) {
      Resources less = new Resources(r.processes(), r.slots() / 2, r.gpus(), r.memoryMiB());
      add(all, "half the slots a task of " + set.name(), with(set, set.tasks(), less));
    }
    boolean matched =
        spec.workflow().sets().stream()
            .flatMap(s -> s.after().stream().filter(d -> d.match() == Dependency.Match.INDEX))
            .findAny()
            .isPresent();
    if (set.tasks() > 1 && !matched) {
      add(all, "half the tasks of " + set.name(), with(set, set.tasks() / 2, r));
    }
  }

  private static TaskSet with(TaskSet set, int tasks, Resources resources) {
    return new TaskSet(
        set.name(), tasks, resources, set.time(), set.after(), set.run(), set.timeoutMicros());
  }

  private void add(List<Candidate> all, String what, TaskSet changed) {
    Workflow workflow = spec.workflow().mapSets(s -> s.name().equals(changed.name()) ? changed : s);
    all.add(new Candidate(what, workflow, spec.cluster(), spec.policy()));
  }

  private void ofPolicy(List<Candidate> all) {
    if (!(spec.policy() instanceof StandardPolicy now)) {
      return;
    }
    for (Order order : Order.values()) {
      if (order != now.order()) {
        add(all, "order " + order.label(), new StandardPolicy(order, now.fit(), now.placement()));
      }
    }
    for (Fit fit : Fit.values()) {
      if (fit != now.fit()) {
        add(all, "fit " + fit.label(), new StandardPolicy(now.order(), fit, now.placement()));
      }
    }
    for (Placement placement : Placement.values()) {
      if (!placement.equals(now.placement()) && !placement.pooled()) {
        add(
            all,
            "placement " + placement.label(),
            new StandardPolicy(now.order(), now.fit(), placement));
      }
    }
  }

  private void add(List<Candidate> all, String what, SchedulingPolicy policy) {
    all.add(new Candidate(what, spec.workflow(), spec.cluster(), policy));
  }
}
