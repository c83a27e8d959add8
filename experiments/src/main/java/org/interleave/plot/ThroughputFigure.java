package org.interleave.plot;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.interleave.plot.Layers.Layer;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;

/**
 * How many tasks were done a second, in bins of time, over how many were running at once; one
 * column a run, one colour a task set. What is pale and struck through ran in vain.
 */
public final class ThroughputFigure extends GridFigure {

  /** The most bins of time. */
  private static final int MOST_BINS = 60;

  private static final double HEADROOM = 1.1;

  private final PanelGrid grid;
  private final double endSeconds;

  private ThroughputFigure(List<Column> columns, Page page, Palette palette) {
    List<Run> runs = columns.stream().map(c -> Run.of(c.trace())).toList();
    SetFills fills = SetFills.of(runs, palette);
    Legend legend = fills.legend(runs);
    this.endSeconds = Run.endSeconds(runs);
    double bin = Axes.bin(endSeconds, MOST_BINS).doubleValue();
    long binMicros = Math.max(1, Math.round(bin * Run.MICROS));
    Stack done =
        new Stack(
            "done per s, " + Axes.bin(endSeconds, MOST_BINS).toPlainString() + " s bins",
            columns.stream().map(c -> fills.layers(done(c.trace(), binMicros))).toList(),
            binMicros / Run.MICROS);
    Stack running =
        new Stack(
            "tasks running",
            columns.stream()
                .map(Column::trace)
                .map(t -> fills.layers(running(Run.done(t)), running(Run.inVain(t))))
                .toList(),
            1);
    this.grid =
        new PanelGrid(
            null,
            columns.stream().map(Column::title).toList(),
            runs,
            page,
            List.of(done, running),
            legend);
  }

  /**
   * A figure of some runs on a page.
   *
   * @throws IllegalArgumentException if the page is too small
   */
  public static ThroughputFigure of(List<Column> columns, Page page, Palette palette) {
    Fonts.install();
    return new ThroughputFigure(columns, page, palette);
  }

  /** By set, how many tasks were done in each bin. */
  static Map<String, List<Steps>> done(Trace trace, long binMicros) {
    ToLongFunction<TaskRecord> bin = t -> Math.floorDiv(t.endedMicros(), binMicros) * binMicros;
    return Changes.bySet(
        trace,
        bin,
        t -> bin.applyAsLong(t) + (t.end() == TaskEnd.DONE ? binMicros : 0)); // others for no time
  }

  /** By set, how many tasks were running. */
  static Map<String, List<Steps>> running(Trace trace) {
    return Changes.bySet(trace, TaskRecord::startedMicros, TaskRecord::endedMicros);
  }

  @Override
  PanelGrid grid() {
    return grid;
  }

  /** One stack of areas a run. */
  private final class Stack implements PanelGrid.Row {
    private final String label;
    private final List<List<Layer>> columns;
    private final double unit;
    private final double most;

    Stack(String label, List<List<Layer>> columns, double unit) {
      this.label = label;
      this.columns = columns;
      this.unit = unit;
      long peak = 0;
      for (List<Layer> layers : columns) {
        peak = Math.max(peak, Steps.sum(layers.stream().map(Layer::steps).toList()).peak());
      }
      this.most = Math.max(1, peak) * HEADROOM / unit;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public NumberAxis axis(double pixels) {
      return unit == 1 ? Axes.amount(most, pixels) : Axes.rate(most, pixels);
    }

    @Override
    public void fill(Panel panel, int column, Rectangle2D frame) {
      Layers.add(panel, columns.get(column), endSeconds, frame.getWidth(), unit);
    }
  }
}
