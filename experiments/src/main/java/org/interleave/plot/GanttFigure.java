package org.interleave.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.plot.Layers.Layer;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.Lanes;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;

/**
 * Every task on its node, from when it got its resources to when they were free again, over how
 * many tasks were waiting for resources; one column a run, one colour a task set. What is lighter
 * was held, or waiting, without executing; what is struck through as well executed in vain.
 */
public final class GanttFigure extends GridFigure {

  private static final double WAITING_HEIGHT = 56;
  private static final double HEADROOM = 1.1;

  private final PanelGrid grid;
  private final double endSeconds;

  private GanttFigure(List<Column> columns, Page page, Palette palette) {
    List<Run> runs = columns.stream().map(c -> Run.of(c.trace())).toList();
    SetFills fills = SetFills.of(runs, palette);
    Legend legend = fills.legend(runs);
    fills.addHeldTo(legend);
    this.endSeconds = Run.endSeconds(runs);
    List<Lanes> lanes = columns.stream().map(c -> Lanes.of(c.trace())).toList();
    List<PanelGrid.Row> rows = new ArrayList<>();
    rows.add(new GanttRow(lanes, fills, endSeconds));
    Waiting waiting = new Waiting(columns, fills);
    if (waiting.most > 0) {
      rows.add(waiting);
    }
    this.grid =
        new PanelGrid(null, columns.stream().map(Column::title).toList(), runs, page, rows, legend);
  }

  /**
   * A figure of some runs on a page.
   *
   * @throws IllegalArgumentException if the page is too small
   */
  public static GanttFigure of(List<Column> columns, Page page, Palette palette) {
    Fonts.install();
    return new GanttFigure(columns, page, palette);
  }

  /** By set, how many tasks were ready and had no resources. */
  static Map<String, List<Steps>> waiting(Trace trace) {
    return Changes.bySet(trace, TaskRecord::readyMicros, TaskRecord::dispatchedMicros);
  }

  @Override
  PanelGrid grid() {
    return grid;
  }

  /** How many tasks were waiting. */
  private final class Waiting implements PanelGrid.Row {
    private final List<List<Layer>> columns = new ArrayList<>();
    private long most;

    Waiting(List<Column> of, SetFills fills) {
      for (Column column : of) {
        List<Layer> layers = fills.layers(waiting(column.trace()));
        columns.add(
            layers.stream()
                .map(layer -> new Layer(fills.held(layer.fill()), layer.steps()))
                .toList());
        most = Math.max(most, Steps.sum(layers.stream().map(Layer::steps).toList()).peak());
      }
    }

    @Override
    public String label() {
      return "waiting";
    }

    @Override
    public double height() {
      return WAITING_HEIGHT;
    }

    @Override
    public NumberAxis axis(double pixels) {
      return Axes.amount(most * HEADROOM, pixels);
    }

    @Override
    public void fill(Panel panel, int column, Rectangle2D frame) {
      Layers.add(panel, columns.get(column), endSeconds, frame.getWidth(), 1);
    }
  }
}
