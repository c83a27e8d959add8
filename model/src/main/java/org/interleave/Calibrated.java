package org.interleave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.interleave.cluster.Cluster;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;

/**
 * How far overheads that were found from runs may be trusted: how well they foretold a run that
 * they were not found from, and what those runs were like.
 *
 * @param runs how many they were found from, 1 or more
 * @param makespansAlone whether their makespans were known and no starts
 * @param leaveOneOut the largest error of a span (of a makespan where no starts were known), as a
 *     share of it, when each run in turn was foretold from the others; NaN where there was but one
 * @param improvementError the largest error of I of a pair of runs that was foretold from the
 *     others; NaN where no pair was
 * @param nodes of the runs
 * @param tasks of their sets
 * @param slotsPerTask CPU slots of all processes of a task
 * @param gpusPerTask GPUs of all processes of a task
 * @param durationMicros of their tasks, as requested
 * @param gaps the kinds of gaps that the runs show, of {@link #GAPS}; others are none for want of
 *     knowledge
 */
public record Calibrated(
    int runs,
    boolean makespansAlone,
    double leaveOneOut,
    double improvementError,
    Range nodes,
    Range tasks,
    Range slotsPerTask,
    Range gpusPerTask,
    Range durationMicros,
    Set<String> gaps) {

  /** The kinds of gaps: between stages, before pipelines, and before sets by themselves. */
  public static final List<String> GAPS = List.of("stage", "pipeline", "set");

  /** The most that an error may be. */
  public static final double MOST_ERROR = 1e6;

  private static final double MICROS = 1e6;

  /** Durations are drawn: a mean this share outside is inside yet. */
  private static final double NEARLY = 0.01;

  private static final int MOST_NAMED = 3;

  /** From the least to the most, both included. */
  public record Range(long least, long most) {
    public Range {
      if (least < 0 || most < least) {
        throw new IllegalArgumentException(
            "a range goes from 0 or more up, but this one from " + least + " to " + most);
      }
    }

    /** The range of one value or more. */
    public static Range of(LongStream values) {
      LongSummaryStatistics all = values.summaryStatistics();
      return new Range(all.getMin(), all.getMax());
    }

    /** Whether a value is in it. */
    public boolean contains(long value) {
      return least <= value && value <= most;
    }

    /** The range that holds another one too. */
    public Range with(Range other) {
      return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }
  }

  public Calibrated {
    gaps = Collections.unmodifiableSet(new TreeSet<>(gaps));
    if (!GAPS.containsAll(gaps)) {
      throw new IllegalArgumentException("gaps are of the kinds " + GAPS + ", not all of " + gaps);
    }
    if (runs < 1) {
      throw new IllegalArgumentException("overheads are calibrated on 1 run or more");
    }
    for (double error : new double[] {leaveOneOut, improvementError}) {
      if (!Double.isNaN(error) && !(error >= 0 && error <= MOST_ERROR)) {
        throw new IllegalArgumentException("an error is a share of 0 or more, but one is " + error);
      }
    }
  }

  /**
   * In what a case differs from everything that was calibrated on; empty if in nothing.
   *
   * @param timeScale of the durations, 1 for none
   */
  public List<String> outside(Workflow workflow, Cluster cluster, double timeScale) {
    List<String> outside = new ArrayList<>();
    if (!nodes.contains(cluster.nodeCount())) {
      outside.add(cluster.nodeCount() + " nodes (" + text(nodes) + ")");
    }
    List<String> many = new ArrayList<>();
    List<String> wide = new ArrayList<>();
    List<String> onGpus = new ArrayList<>();
    List<String> timed = new ArrayList<>();
    for (TaskSet set : workflow.sets()) {
      Resources r = set.resources();
      if (!tasks.contains(set.tasks())) {
        many.add("'" + set.name() + "' of " + set.tasks());
      }
      if (!slotsPerTask.contains(r.totalSlots())) {
        wide.add("'" + set.name() + "' of " + r.totalSlots());
      }
      if (!gpusPerTask.contains(r.totalGpus())) {
        onGpus.add("'" + set.name() + "' of " + r.totalGpus());
      }
      double micros = set.time().meanSeconds() * timeScale * MICROS;
      if (!(micros >= (1 - NEARLY) * durationMicros.least
          && micros <= (1 + NEARLY) * durationMicros.most)) {
        timed.add("'" + set.name() + "' of " + seconds(micros));
      }
    }
    add(outside, "tasks a set", many, text(tasks));
    add(outside, "slots a task", wide, text(slotsPerTask));
    add(outside, "GPUs a task", onGpus, text(gpusPerTask));
    String times = seconds(durationMicros.least) + " to " + seconds(durationMicros.most);
    add(outside, "durations", timed, times);
    boolean waits =
        workflow.dependsByPipelines()
            || workflow.sets().stream().anyMatch(s -> !s.after().isEmpty());
    boolean follows = workflow.pipelines().stream().anyMatch(p -> !p.after().isEmpty());
    for (String gap : GAPS) {
      if (!gaps.contains(gap) && (gap.equals("pipeline") ? follows : waits)) {
        outside.add("no " + gap + "-gap was seen, so there is none");
      }
    }
    return outside;
  }

  private static void add(List<String> outside, String what, List<String> sets, String range) {
    if (!sets.isEmpty()) {
      int more = sets.size() - MOST_NAMED;
      outside.add(
          what
              + ": "
              + String.join(", ", sets.subList(0, Math.min(MOST_NAMED, sets.size())))
              + (more > 0 ? " and " + more + " more" : "")
              + " ("
              + range
              + ")");
    }
  }

  private static String text(Range range) {
    return range.least == range.most
        ? String.valueOf(range.least)
        : range.least + " to " + range.most;
  }

  private static String seconds(double micros) {
    return new java.math.BigDecimal(micros / MICROS)
            .round(new java.math.MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " s";
  }
}
