package org.interleave.calibration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.interleave.Calibrated;
import org.interleave.Calibrated.Range;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.scheduling.Placement;
import org.interleave.scheduling.SchedulingPolicy;
import org.interleave.scheduling.StandardPolicy;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Overheads and policy of a system, found from recorded runs on it, and how well each run is
 * foretold by what the others show.
 *
 * @param fit the overheads of all runs
 * @param policy order, fit and placement
 * @param slots what a node has, or null where it is not known which task ran on which node
 * @param spans each run, foretold from the others; a kind of gap that they don't show is foretold
 *     to be like those that they show
 * @param pairs each pair of a sequential and an asynchronous run of one workflow, foretold from the
 *     others
 * @param ranges what the runs were like, and the largest of those errors
 */
public record CalibrationStudy(
    OverheadFit fit,
    PolicyFit policy,
    @Nullable NodeSlots slots,
    List<LeftOut> spans,
    List<LeftOutPair> pairs,
    Calibrated ranges) {

  private static final String GAP = "-gap";

  /** Sums of requested durations that differ by less are of one workflow. */
  private static final double ALIKE = 0.02;

  public CalibrationStudy {
    spans = List.copyOf(spans);
    pairs = List.copyOf(pairs);
  }

  /**
   * A run that was foretold.
   *
   * @param run its name
   * @param recordedSeconds its span
   * @param seconds the span as foretold with all parts of the overheads
   * @param gapOnlySeconds the span as foretold with nothing but a mean gap between stages; NaN if
   *     no gap was seen
   * @param leftOut whether it was left out of the fit; only a single run is not
   */
  public record LeftOut(
      String run, double recordedSeconds, double seconds, double gapOnlySeconds, boolean leftOut) {

    /** How much longer than recorded, as a share. */
    public double error() {
      return seconds / recordedSeconds - 1;
    }

    /** The same of nothing but a gap. */
    public double gapOnlyError() {
      return gapOnlySeconds / recordedSeconds - 1;
    }
  }

  /**
   * A pair that was foretold; I is on spans, as records have no tail.
   *
   * @param sequential the name of one run
   * @param asynchronous the name of the other
   * @param recorded I as recorded
   * @param foretold I as foretold with all parts
   * @param gapOnly I as foretold with nothing but a gap
   */
  public record LeftOutPair(
      String sequential, String asynchronous, double recorded, double foretold, double gapOnly) {}

  /**
   * Calibrates.
   *
   * @param name of the overheads
   * @param runs one or more on one system
   */
  public static CalibrationStudy of(String name, List<Recording> runs) {
    OverheadFit fit = fit(name, runs);
    PolicyFit policy = PolicyFit.of(runs, fit.overheads());
    StandardPolicy best = policy.best();
    List<LeftOut> spans = spans(name, runs, best);
    List<LeftOutPair> pairs = pairs(name, runs, best);
    boolean nextFit = best.placement() == Placement.NEXT_FIT;
    List<Trace> traces = runs.stream().map(Recording::trace).toList();
    return new CalibrationStudy(
        fit,
        policy,
        policy.nodesKnown() ? NodeSlots.of(traces, nextFit) : null,
        spans,
        pairs,
        ranges(runs, spans, pairs, gaps(fit)));
  }

  /**
   * How far overheads that were found from these runs may be trusted, where the policy is known.
   *
   * @param name of the overheads
   * @param runs one or more on one system
   * @param policy by which they were scheduled
   */
  public static Calibrated trust(String name, List<Recording> runs, SchedulingPolicy policy) {
    return ranges(
        runs, spans(name, runs, policy), pairs(name, runs, policy), gaps(fit(name, runs)));
  }

  private static List<LeftOut> spans(String name, List<Recording> runs, SchedulingPolicy best) {
    List<LeftOut> spans = new ArrayList<>();
    for (Recording run : runs) {
      List<Recording> others = runs.stream().filter(r -> !r.equals(run)).toList();
      boolean leftOut = !others.isEmpty();
      List<Recording> from = leftOut ? others : runs;
      spans.add(
          new LeftOut(
              run.name(),
              run.spanSeconds(),
              span(run, filled(fit(name, from)), best),
              span(run, gapOnly(from), best),
              leftOut));
    }
    return spans;
  }

  private static List<LeftOutPair> pairs(String name, List<Recording> runs, SchedulingPolicy best) {
    List<LeftOutPair> pairs = new ArrayList<>();
    for (Recording s : runs) {
      for (Recording a : runs) {
        List<Recording> others = runs.stream().filter(r -> !r.equals(s) && !r.equals(a)).toList();
        if (s.isSequential() && !a.isSequential() && alike(s, a) && !others.isEmpty()) {
          Overheads all = filled(fit(name, others));
          Overheads gap = gapOnly(others);
          pairs.add(
              new LeftOutPair(
                  s.name(),
                  a.name(),
                  1 - a.spanSeconds() / s.spanSeconds(),
                  1 - span(a, all, best) / span(s, all, best),
                  1 - span(a, gap, best) / span(s, gap, best)));
        }
      }
    }
    return pairs;
  }

  /** The overheads, which tell how far they may be trusted. */
  public Overheads overheads() {
    return fit.overheads().but().calibration(ranges).build();
  }

  private static OverheadFit fit(String name, List<Recording> runs) {
    return OverheadFit.of(name, runs.stream().map(Recording::observation).toList());
  }

  /** A kind of gap that was not seen is foretold to be like those that were. */
  private static Overheads filled(OverheadFit fit) {
    Overheads o = fit.overheads();
    OverheadTime mean = OverheadTime.ofMicros(meanGap(fit));
    Set<String> seen = gaps(fit);
    return o.but()
        .stageGap(seen.contains("stage") ? o.stageGap() : mean)
        .pipelineGap(seen.contains("pipeline") ? o.pipelineGap() : mean)
        .setGap(seen.contains("set") ? o.setGap() : mean)
        .build();
  }

  private static Set<String> gaps(OverheadFit fit) {
    Set<String> seen = new TreeSet<>();
    for (Part part : fit.parts()) {
      if (part.name().endsWith(GAP) && part.observations() > 0) {
        seen.add(part.name().substring(0, part.name().length() - GAP.length()));
      }
    }
    return seen;
  }

  /** One constant: the mean of all gaps, whichever boundary they were at. */
  private static Overheads gapOnly(List<Recording> runs) {
    long gap = meanGap(fit("gap", runs));
    return new Overheads("gap", 0, gap, gap, gap, 0, 0, Overheads.Overrun.NONE, 0, 0);
  }

  private static long meanGap(OverheadFit fit) {
    double sum = 0;
    int n = 0;
    for (Part part : fit.parts()) {
      if (part.name().endsWith(GAP)) {
        sum += part.value() * part.observations();
        n += part.observations();
      }
    }
    return n == 0 ? 0 : Math.round(sum / n * 1e6);
  }

  private static double span(Recording run, Overheads overheads, SchedulingPolicy policy) {
    return Metrics.of(Forecast.trace(run, overheads, policy)).spanSeconds();
  }

  /** Whether two runs are of one workflow: as many tasks of every shape, as much time in all. */
  private static boolean alike(Recording a, Recording b) {
    double ratio = total(a) / total(b);
    return shapes(a).equals(shapes(b)) && Math.abs(ratio - 1) < ALIKE;
  }

  private static Map<String, Integer> shapes(Recording run) {
    Map<String, Integer> shapes = new TreeMap<>();
    run.trace()
        .records()
        .forEach(r -> shapes.merge(r.totalSlots() + " " + r.totalGpus(), 1, Integer::sum));
    return shapes;
  }

  private static double total(Recording run) {
    int tasks = run.plan().graph().taskCount();
    double sum = 0;
    for (int t = 0; t < tasks; t++) {
      sum += run.workload().durationMicros(t);
    }
    return sum;
  }

  private static Calibrated ranges(
      List<Recording> runs, List<LeftOut> spans, List<LeftOutPair> pairs, Set<String> gaps) {
    List<TaskRecord> tasks = runs.stream().flatMap(r -> r.trace().records().stream()).toList();
    Map<String, Long> sets = new HashMap<>();
    for (Recording run : runs) {
      for (TaskRecord r : run.trace().records()) {
        sets.merge(run.name() + "/" + r.set() + "#" + r.iteration(), 1L, Long::sum);
      }
    }
    List<Long> durations = new ArrayList<>();
    for (Recording run : runs) {
      for (int t = 0; t < run.plan().graph().taskCount(); t++) {
        durations.add(run.workload().durationMicros(t));
      }
    }
    return new Calibrated(
        runs.size(),
        false,
        worst(spans.stream().filter(LeftOut::leftOut).mapToDouble(LeftOut::error)),
        worst(pairs.stream().mapToDouble(p -> p.foretold() - p.recorded())),
        Range.of(runs.stream().mapToLong(r -> r.trace().header().cluster().nodeCount())),
        Range.of(sets.values().stream().mapToLong(Long::longValue)),
        Range.of(tasks.stream().mapToLong(TaskRecord::totalSlots)),
        Range.of(tasks.stream().mapToLong(TaskRecord::totalGpus)),
        Range.of(durations.stream().mapToLong(Long::longValue)),
        gaps);
  }

  private static double worst(DoubleStream errors) {
    return errors.map(Math::abs).max().orElse(Double.NaN);
  }
}
