package org.interleave.validation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interleave.Outcome;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.Workload;
import org.interleave.analysis.Prediction;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.TaskEnd;
import org.interleave.simulation.Estimate;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.WorkflowGraph;

/**
 * Prediction, simulation and execution of one workload, sequential and asynchronous.
 *
 * @param predicted the closed form without overheads, at the time scale of the runs
 * @param simulated without overheads
 * @param simulatedWithOverheads with those of the specification, once for each draw of them
 * @param simulatedByLearning with those overheads, and with durations that were learned at another
 *     time each; empty where none were learned
 * @param simulatedAsRun with the overheads, and each task as long as it took in that repetition:
 *     what is left of the error is not the durations'
 * @param measured one a repetition
 */
public record Validation(
    Pair<Double> predicted,
    Pair<Outcome> simulated,
    List<Pair<Outcome>> simulatedWithOverheads,
    List<Pair<Outcome>> simulatedByLearning,
    List<Pair<Outcome>> simulatedAsRun,
    List<Pair<Outcome>> measured) {

  private static final int DRAWS = 20;
  private static final int MOST_TASKS = 400_000;

  public Validation {
    simulatedWithOverheads = List.copyOf(simulatedWithOverheads);
    simulatedByLearning = List.copyOf(simulatedByLearning);
    simulatedAsRun = List.copyOf(simulatedAsRun);
    measured = List.copyOf(measured);
  }

  /**
   * Something of a sequential and of an asynchronous run.
   *
   * @param sequential of the first
   * @param asynchronous of the second
   */
  public record Pair<T>(T sequential, T asynchronous) {}

  /** One of the quantities that are compared, of a mode or of both. */
  public enum Quantity {
    /** TTX of the sequential runs, in seconds. */
    SEQUENTIAL_TTX,
    /** TTX of the asynchronous runs, in seconds. */
    ASYNCHRONOUS_TTX,
    /** Span of the sequential runs, in seconds. */
    SEQUENTIAL_SPAN,
    /** Span of the asynchronous runs, in seconds. */
    ASYNCHRONOUS_SPAN,
    /** I on TTX. */
    IMPROVEMENT,
    /** I on spans. */
    SPAN_IMPROVEMENT;

    /** Its value in a pair of runs. */
    public double of(Pair<Outcome> runs) {
      Metrics sequential = runs.sequential().metrics();
      Metrics asynchronous = runs.asynchronous().metrics();
      return switch (this) {
        case SEQUENTIAL_TTX -> sequential.ttxSeconds();
        case ASYNCHRONOUS_TTX -> asynchronous.ttxSeconds();
        case SEQUENTIAL_SPAN -> sequential.spanSeconds();
        case ASYNCHRONOUS_SPAN -> asynchronous.spanSeconds();
        case IMPROVEMENT -> asynchronous.improvementOver(sequential);
        case SPAN_IMPROVEMENT -> asynchronous.spanImprovementOver(sequential);
      };
    }

    String label() {
      return switch (this) {
        case SEQUENTIAL_TTX -> "the simulated TTX of the sequential run";
        case ASYNCHRONOUS_TTX -> "the simulated TTX of the asynchronous run";
        case SEQUENTIAL_SPAN -> "the simulated span of the sequential run";
        case ASYNCHRONOUS_SPAN -> "the simulated span of the asynchronous run";
        case IMPROVEMENT -> "the simulated I";
        case SPAN_IMPROVEMENT -> "the simulated I on spans";
      };
    }

    /** Whether its errors are shares of it; those of I are differences. */
    public boolean isTime() {
      return this != IMPROVEMENT && this != SPAN_IMPROVEMENT;
    }

    /** The error of a value against the measured one. */
    public double error(double value, double measured) {
      return isTime() ? value / measured - 1 : value - measured;
    }
  }

  /**
   * Predicts and simulates what was measured.
   *
   * @param spec with the overheads that are to be judged
   * @param workload of the measured runs, scaled
   * @param learned workloads of the same graph, one for each time at which durations were learned
   * @param timeScale by which it was scaled
   * @param sequential the plan of the sequential runs
   * @param measured one a repetition
   */
  public static Validation of(
      Spec spec,
      Workload workload,
      List<Workload> learned,
      double timeScale,
      Plan sequential,
      List<Pair<Outcome>> measured) {
    WorkflowGraph graph = workload.graph();
    Plan asynchronous = Plan.asynchronous(graph);
    Prediction p = Prediction.of(graph, spec.cluster(), Overheads.NONE, spec.masked());
    Spec ideal = spec.withOverheads(Overheads.NONE);
    return new Validation(
        new Pair<>(timeScale * sequentialSeconds(p, sequential), timeScale * p.correctedSeconds()),
        simulated(ideal, workload, sequential, asynchronous),
        draws(spec, workload, sequential, asynchronous),
        learned.stream().map(w -> simulated(spec, w, sequential, asynchronous)).toList(),
        measured.stream()
            .map(
                pair ->
                    new Pair<>(
                        asRun(spec, workload, sequential, pair.sequential()),
                        asRun(spec, workload, asynchronous, pair.asynchronous())))
            .toList(),
        measured);
  }

  /** One draw of the overheads is one run's luck, but what they are held against is a mean. */
  private static List<Pair<Outcome>> draws(
      Spec spec, Workload workload, Plan sequential, Plan asynchronous) {
    int tasks = workload.graph().taskCount();
    int draws =
        spec.overheads().isRandom() ? Math.max(1, Math.min(DRAWS, MOST_TASKS / (tasks + 1))) : 1;
    return IntStream.range(0, draws)
        .mapToObj(
            d ->
                simulated(
                    spec,
                    workload.drawnAs(workload.seed(), workload.replication() + d),
                    sequential,
                    asynchronous))
        .toList();
  }

  /** Overruns are part of what tasks took. */
  private static Outcome asRun(Spec spec, Workload workload, Plan plan, Outcome measured) {
    WorkflowGraph graph = workload.graph();
    long[] took = new long[graph.taskCount()];
    Arrays.setAll(took, workload::durationMicros);
    for (TaskRecord r : measured.requireTrace().records()) {
      if (r.end() == TaskEnd.DONE) {
        SetInstance set = graph.named(r.label(graph.workflow().iterations())).get(0);
        took[set.firstTask() + r.index()] = Math.max(1, r.endedMicros() - r.startedMicros());
      }
    }
    Map<String, Overheads.OfSet> sets = new LinkedHashMap<>(spec.overheads().sets());
    sets.replaceAll(
        (name, own) -> new Overheads.OfSet(own.setGap(), own.launchLatency(), Overrun.NONE));
    Overheads others = spec.overheads().but().overrun(Overrun.NONE).sets(sets).build();
    return Simulator.trace(
        spec.withOverheads(others).withoutFaults(Workload.of(graph, took), plan));
  }

  /** Without faults: what failed in reality is told apart, and not predicted. */
  private static Pair<Outcome> simulated(
      Spec spec, Workload workload, Plan sequential, Plan asynchronous) {
    return new Pair<>(
        Simulator.trace(spec.withoutFaults(workload, sequential)),
        Simulator.trace(spec.withoutFaults(workload, asynchronous)));
  }

  private static double sequentialSeconds(Prediction p, Plan plan) {
    return plan.label().endsWith("sets")
        ? p.sequential().setsSeconds()
        : plan.label().endsWith("stages")
            ? p.sequential().stagesSeconds()
            : p.sequential().ranksSeconds();
  }

  /** The mean of the draws of the overheads. */
  public double simulatedWithOverheads(Quantity quantity) {
    return estimate(simulatedWithOverheads, quantity).mean();
  }

  /** The mean of the measured repetitions. */
  public double measured(Quantity quantity) {
    return estimate(measured, quantity).mean();
  }

  /** Half the width of its 95% interval; NaN where there is but one, which tells nothing of it. */
  public double measuredHalfWidth(Quantity quantity) {
    return measured.size() > 1 ? estimate(measured, quantity).halfWidth() : Double.NaN;
  }

  /**
   * Half the width of the 95% interval of what is simulated, as far as learned durations differ
   * from time to time; NaN where they were learned once or not at all, which tells nothing of it.
   */
  public double simulatedHalfWidth(Quantity quantity) {
    return simulatedByLearning.size() > 1
        ? estimate(simulatedByLearning, quantity).halfWidth()
        : Double.NaN;
  }

  /** The mean of the repetitions as simulated with the durations that their tasks took. */
  public double simulatedAsRun(Quantity quantity) {
    return estimate(simulatedAsRun, quantity).mean();
  }

  private static Estimate estimate(List<Pair<Outcome>> pairs, Quantity quantity) {
    return Estimate.of(pairs.stream().mapToDouble(quantity::of).toArray());
  }

  /** The largest error of a simulated value against the mean of the measured ones, by quantity. */
  public Map<Quantity, Double> errors() {
    Map<Quantity, Double> errors = new LinkedHashMap<>();
    for (Quantity q : Quantity.values()) {
      errors.put(q, q.error(simulatedWithOverheads(q), measured(q)));
    }
    return errors;
  }

  /**
   * What is further off than allowed, a line each.
   *
   * @param times the largest share by which a simulated time may differ from the measured one
   * @param improvement the most by which a simulated I may differ
   */
  public List<String> exceeded(double times, double improvement) {
    List<String> exceeded = new ArrayList<>();
    errors()
        .forEach(
            (q, error) -> {
              double bar = q.isTime() ? times : improvement;
              if (!(Math.abs(error) <= bar)) {
                exceeded.add(
                    q.label()
                        + " is "
                        + (q.isTime() ? percent(error) : rounded(error))
                        + " off, more than "
                        + (q.isTime() ? percent(bar) : rounded(bar)));
              }
            });
    return exceeded;
  }

  private static String percent(double share) {
    return rounded(100 * share) + " %";
  }

  private static String rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).toPlainString();
  }
}
