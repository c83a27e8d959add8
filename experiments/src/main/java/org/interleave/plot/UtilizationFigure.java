package org.interleave.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.plot.Layers.Layer;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.jfree.chart.axis.NumberAxis;
import org.jspecify.annotations.Nullable;

/**
 * Busy CPU slots over busy GPUs against time, one column a run, as in Figures 3-5 of the paper.
 * Areas of one colour are the tasks of one set, in all columns alike; what is pale and struck
 * through failed, was lost with its node or canceled, and what is white was idle.
 */
public final class UtilizationFigure extends GridFigure {

  private final List<Run> runs;
  private final SetFills fills;
  private final PanelGrid grid;

  /**
   * One run.
   *
   * @param title such as its mode
   * @param trace what happened in it
   */
  public record Column(String title, Trace trace) {}

  private UtilizationFigure(
      @Nullable String title, List<Column> columns, Page page, Palette palette) {
    this.runs = columns.stream().map(c -> Run.of(c.trace)).toList();
    this.fills = SetFills.of(runs, palette);
    Legend legend = fills.legend(runs);
    legend.addLine("capacity", Palette.TEXT, Panel.DASHES);
    List<PanelGrid.Row> rows = new ArrayList<>();
    Resource.of(runs).forEach(resource -> rows.add(new Use(resource)));
    this.grid =
        new PanelGrid(
            title, columns.stream().map(Column::title).toList(), runs, page, rows, legend);
  }

  /** A figure of some runs, without a title. */
  public static UtilizationFigure of(List<Column> columns) {
    return of(columns, Page.NATURAL, Palette.OKABE_ITO);
  }

  /**
   * A figure of some runs on a page.
   *
   * @throws IllegalArgumentException if the page is too small
   */
  public static UtilizationFigure of(List<Column> columns, Page page, Palette palette) {
    Fonts.install();
    return new UtilizationFigure(null, columns, page, palette);
  }

  /** A figure of some runs. */
  public static UtilizationFigure of(String title, List<Column> columns) {
    Fonts.install();
    return new UtilizationFigure(title, columns, Page.NATURAL, Palette.OKABE_ITO);
  }

  @Override
  PanelGrid grid() {
    return grid;
  }

  /** One resource. */
  private final class Use implements PanelGrid.Row {
    private final Resource resource;

    Use(Resource resource) {
      this.resource = resource;
    }

    @Override
    public String label() {
      return resource.label();
    }

    @Override
    public NumberAxis axis(double pixels) {
      return resource.axis(runs, pixels);
    }

    @Override
    public void fill(Panel panel, int column, Rectangle2D frame) {
      Run run = runs.get(column);
      Layers.add(panel, layers(run), grid.endSeconds(), frame.getWidth(), 1);
      PanelGrid.addCapacity(panel, frame, resource.capacity(run.use()));
    }

    private List<Layer> layers(Run run) {
      return fills.layers(bySet(run.done()), bySet(run.inVain()));
    }

    private Map<String, List<Steps>> bySet(Utilization use) {
      Map<String, List<Steps>> bySet = new HashMap<>();
      for (Series s : use.series()) {
        bySet.computeIfAbsent(s.set(), k -> new ArrayList<>()).add(resource.of(s));
      }
      return bySet;
    }
  }
}
