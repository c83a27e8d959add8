package org.interleave.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.interleave.plot.Layers.Layer;
import org.interleave.plot.SlotStates.State;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;

/**
 * What all CPU slots and GPUs were at over time: starting up, given to a task that had not started,
 * at a task, at what comes with one, or idle; one column a run. {@link Palette#RADICAL} has the
 * colours in which RADICAL-Analytics draws the same states.
 */
public final class OverheadsFigure extends GridFigure {

  private final List<Run> runs;
  private final PanelGrid grid;

  private OverheadsFigure(List<Column> columns, Page page, Palette palette) {
    this.runs = columns.stream().map(c -> Run.of(c.trace())).toList();
    Legend legend = new Legend();
    for (State state : State.values()) {
      legend.addArea(state.label, state.fill(palette));
    }
    legend.addArea("idle", Color.WHITE);
    legend.addLine("capacity", Palette.TEXT, Panel.DASHES);
    List<PanelGrid.Row> rows = new ArrayList<>();
    for (Resource resource : Resource.of(runs)) {
      ToIntFunction<TaskRecord> held =
          resource == Resource.SLOTS ? TaskRecord::slots : TaskRecord::gpus;
      List<List<Layer>> layers = new ArrayList<>();
      for (int c = 0; c < runs.size(); c++) {
        int capacity = resource.capacity(runs.get(c).use());
        Map<State, Steps> states = SlotStates.of(columns.get(c).trace(), held, capacity);
        layers.add(
            states.entrySet().stream()
                .map(e -> new Layer(e.getKey().fill(palette), e.getValue()))
                .toList());
      }
      rows.add(new Time(resource, layers));
    }
    this.grid =
        new PanelGrid(null, columns.stream().map(Column::title).toList(), runs, page, rows, legend);
  }

  /**
   * A figure of some runs on a page.
   *
   * @throws IllegalArgumentException if the page is too small
   */
  public static OverheadsFigure of(List<Column> columns, Page page, Palette palette) {
    Fonts.install();
    return new OverheadsFigure(columns, page, palette);
  }

  @Override
  PanelGrid grid() {
    return grid;
  }

  /** One resource. */
  private final class Time implements PanelGrid.Row {
    private final Resource resource;
    private final List<List<Layer>> layers;

    Time(Resource resource, List<List<Layer>> layers) {
      this.resource = resource;
      this.layers = layers;
    }

    @Override
    public String label() {
      return resource == Resource.SLOTS ? "CPU slots" : "GPUs";
    }

    @Override
    public NumberAxis axis(double pixels) {
      return resource.axis(runs, pixels);
    }

    @Override
    public void fill(Panel panel, int column, Rectangle2D frame) {
      Layers.add(panel, layers.get(column), grid.endSeconds(), frame.getWidth(), 1);
      PanelGrid.addCapacity(panel, frame, resource.capacity(runs.get(column).use()));
    }
  }
}
