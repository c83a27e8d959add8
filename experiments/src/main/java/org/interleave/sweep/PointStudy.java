package org.interleave.sweep;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.Workload;
import org.interleave.analysis.Asynchronicity;
import org.interleave.analysis.PaperEquations;
import org.interleave.analysis.Prediction;
import org.interleave.presets.SpecSource;
import org.interleave.scheduling.Plan;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.simulation.Estimate;
import org.interleave.simulation.NoProgressException;
import org.interleave.simulation.Proportion;
import org.interleave.simulation.Replications;
import org.interleave.simulation.Replications.Measure;
import org.interleave.spec.Position;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepReader;
import org.interleave.workflow.WorkflowGraph;

/** What is found out about a point: predicted, simulated again and again, and put into a row. */
final class PointStudy {

  /** The columns behind the number of the point and its values. */
  static final List<String> COLUMNS =
      List.of(
          "status",
          "replications",
          "sequential_ttx_s",
          "sequential_ttx_low_s",
          "sequential_ttx_high_s",
          "asynchronous_ttx_s",
          "asynchronous_ttx_low_s",
          "asynchronous_ttx_high_s",
          "sequential_span_s",
          "asynchronous_span_s",
          "improvement",
          "improvement_low",
          "improvement_high",
          "span_improvement",
          "gains",
          "gains_low",
          "gains_high",
          "sequential_cpu",
          "asynchronous_cpu",
          "sequential_gpu",
          "asynchronous_gpu",
          "sequential_tasks_per_s",
          "asynchronous_tasks_per_s",
          "doa_dep",
          "doa_res",
          "wla",
          "width",
          "predicted_sequential_s",
          "predicted_asynchronous_s",
          "predicted_improvement",
          "prediction_error",
          "critical_path_s",
          "largest_bound_s",
          "sequential_node_h",
          "asynchronous_node_h");

  /** What the status of a point is that was simulated. */
  static final String DONE = "done";

  private static final int DECIMALS = 9;
  private static final double SECONDS_AN_HOUR = 3600;

  private final Sweep sweep;
  private final SpecSource base;
  private final int threads;

  /**
   * Studies points of a sweep.
   *
   * @param threads how many replications of a point run at once
   */
  PointStudy(Sweep sweep, SpecSource base, int threads) {
    this.sweep = sweep;
    this.base = base;
    this.threads = threads;
  }

  /** The cells of a point behind its values. A point that can't be run says why in its status. */
  List<String> of(Map<String, String> values) {
    List<String> settings = new ArrayList<>(sweep.settings());
    settings.addAll(SweepReader.settings(values));
    try {
      return study(base.read(settings));
    } catch (SpecException e) {
      return refused("invalid: " + withoutFolder(e));
    } catch (NoProgressException | IllegalArgumentException e) {
      return refused("can't run: " + e.getMessage());
    }
  }

  /**
   * Reads the specification of a point.
   *
   * @throws SpecException if it is none
   */
  void check(Map<String, String> values) {
    List<String> settings = new ArrayList<>(sweep.settings());
    settings.addAll(SweepReader.settings(values));
    base.read(settings);
  }

  /** The table is the same wherever the specification lies. */
  private static String withoutFolder(SpecException e) {
    Position at = e.position();
    Path file = SpecSource.file(at.source());
    Path name = file == null || !file.isAbsolute() ? null : file.getFileName();
    String message = String.valueOf(e.getMessage());
    return name == null ? message : message.replace(at.source(), name.toString());
  }

  private static List<String> refused(String status) {
    List<String> cells = new ArrayList<>();
    cells.add(status.lines().findFirst().orElse(status));
    while (cells.size() < COLUMNS.size()) {
      cells.add("");
    }
    return cells;
  }

  private List<String> study(Spec spec) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Workload means = Workload.ofMeans(graph);
    Sweep.Effort e = sweep.effort();
    Replications made =
        Replications.run(
            List.of(
                spec.scenario(means, Plan.sequential(graph, sweep.baseline())),
                spec.scenario(means, Plan.asynchronous(graph))),
            sweep.seed(),
            new Replications.Effort(e.least(), e.halfWidth(), e.most(), e.antithetic(), threads),
            done -> {});
    Estimate improvement = made.improvement(1);
    Proportion gains = made.gains(1);
    Cells cells = new Cells();
    cells.text(DONE).whole(made.count());
    for (int mode = 0; mode < 2; mode++) {
      Estimate ttx = made.estimate(mode, Measure.TTX);
      cells.number(ttx.mean()).number(ttx.low()).number(ttx.high());
    }
    cells.means(made, Measure.SPAN);
    cells.number(improvement.mean()).number(improvement.low()).number(improvement.high());
    cells.number(made.spanImprovement(1).mean());
    cells.number(gains.share()).number(gains.low()).number(gains.high());
    cells.means(made, Measure.CPU).means(made, Measure.GPU).means(made, Measure.THROUGHPUT);
    predicted(cells, spec, graph, improvement.mean());
    double nodeHours = spec.cluster().nodeCount() / SECONDS_AN_HOUR;
    cells.number(made.estimate(0, Measure.TTX).mean() * nodeHours);
    cells.number(made.estimate(1, Measure.TTX).mean() * nodeHours);
    return cells.list;
  }

  private void predicted(Cells cells, Spec spec, WorkflowGraph graph, double simulated) {
    Prediction p =
        Prediction.of(
            graph,
            spec.cluster(),
            spec.policy().placement().pooled(),
            spec.overheads(),
            spec.masked(),
            Asynchronicity::degreesOf);
    double sequential = sequential(p.sequential());
    double improvement = PaperEquations.eqn4(p.correctedSeconds(), sequential);
    cells
        .whole(p.asynchronicity().doaDep())
        .whole(p.asynchronicity().doaRes())
        .whole(p.asynchronicity().wla())
        .whole(p.asynchronicity().width().size())
        .number(sequential)
        .number(p.correctedSeconds())
        .number(improvement)
        .number(improvement - simulated)
        .number(p.bounds().criticalPathSeconds())
        .number(p.bounds().largestSeconds());
  }

  private double sequential(Prediction.Sequential s) {
    SequentialBaseline baseline = sweep.baseline();
    return switch (baseline) {
      case RANKS -> s.ranksSeconds();
      case STAGES -> s.stagesSeconds();
      case SETS -> s.setsSeconds();
    };
  }

  /** A row in the making. */
  private static final class Cells {
    private final List<String> list = new ArrayList<>();

    Cells text(String text) {
      list.add(text);
      return this;
    }

    Cells whole(long value) {
      return text(Long.toString(value));
    }

    /** Rounded, so that no binary dust is shown; empty where there is no number. */
    Cells number(double value) {
      return text(
          Double.isFinite(value)
              ? new BigDecimal(value)
                  .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                  .stripTrailingZeros()
                  .toPlainString()
              : "");
    }

    Cells means(Replications made, Measure measure) {
      return number(made.estimate(0, measure).mean()).number(made.estimate(1, measure).mean());
    }
  }
}
