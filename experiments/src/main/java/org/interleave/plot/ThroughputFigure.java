package org.interleave.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.plot.Layers.Layer;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;

/**
 * How many tasks were done a second, in bins of time, over how many were running at once; one
 * column a run, one colour a task set.
 */
public final class ThroughputFigure implements Figure {

  /** The most bins of time. */
  private static final int MOST_BINS = 60;

  private static final double HEADROOM = 1.1;

  private final PanelGrid grid;
  private final double endSeconds;

  private ThroughputFigure(List<Column> columns, Page page) {
    List<Run> runs = columns.stream().map(c -> Run.of(c.trace())).toList();
    SetFills fills = SetFills.of(UtilizationFigure.shares(runs));
    Legend legend = new Legend();
    fills.addTo(legend);
    long end = runs.stream().mapToLong(Run::endMicros).max().orElse((long) Run.MICROS);
    this.endSeconds = end / Run.MICROS;
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
            columns.stream().map(c -> fills.layers(running(c.trace()))).toList(),
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
  public static ThroughputFigure of(List<Column> columns, Page page) {
    Fonts.install();
    return new ThroughputFigure(columns, page);
  }

  /** By set, how many tasks were done in each bin. */
  static Map<String, List<Steps>> done(Trace trace, long binMicros) {
    Map<String, Changes> bySet = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      Changes changes = bySet.computeIfAbsent(t.set(), k -> new Changes());
      if (t.end() == TaskEnd.DONE) {
        long from = Math.floorDiv(t.endedMicros(), binMicros) * binMicros;
        changes.add(from, from + binMicros, 1);
      }
    }
    return steps(bySet);
  }

  /** By set, how many tasks were running. */
  static Map<String, List<Steps>> running(Trace trace) {
    Map<String, Changes> bySet = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      bySet.computeIfAbsent(t.set(), k -> new Changes()).add(t.startedMicros(), t.endedMicros(), 1);
    }
    return steps(bySet);
  }

  private static Map<String, List<Steps>> steps(Map<String, Changes> bySet) {
    Map<String, List<Steps>> steps = new HashMap<>();
    bySet.forEach((set, changes) -> steps.put(set, List.of(changes.steps())));
    return steps;
  }

  @Override
  public int width() {
    return grid.width();
  }

  @Override
  public int height() {
    return grid.height();
  }

  @Override
  public void draw(Graphics2D g) {
    grid.draw(g);
  }

  /** The frame of one panel. */
  Rectangle2D frame(int row, int column) {
    return grid.frame(row, column);
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
