package org.interleave.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.interleave.plot.EffectsFigure;
import org.interleave.plot.Figure;
import org.interleave.plot.FigureWriter;
import org.interleave.plot.IndicesFigure;

/** Draws what a sweep tells, beside its table. */
public final class SweepFigures {

  private static final Set<FigureWriter.Format> FORMATS =
      EnumSet.of(FigureWriter.Format.PNG, FigureWriter.Format.SVG);

  private final SweepFolder folder;
  private final List<Path> written = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private SweepFigures(SweepFolder folder) {
    this.folder = folder;
  }

  /**
   * Draws all that there is to draw of a sweep that is finished.
   *
   * @throws IOException if a file can't be written
   */
  public static SweepFigures write(SweepFolder folder, SweepSummary summary) throws IOException {
    SweepFigures figures = new SweepFigures(folder);
    figures.summed(summary);
    figures.table(summary.done());
    return figures;
  }

  /** The files. */
  public List<Path> files() {
    return List.copyOf(written);
  }

  /** What was not drawn, and why. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private void summed(SweepSummary summary) throws IOException {
    List<EffectsFigure.Bar> effects =
        summary.effects().stream()
            .map(
                e ->
                    new EffectsFigure.Bar(
                        e.axis(),
                        TableFigures.shown(e.lowest()),
                        e.low(),
                        TableFigures.shown(e.highest()),
                        e.high()))
            .limit(EffectsFigure.MOST_BARS)
            .toList();
    if (!effects.isEmpty()) {
      draw("effects", new EffectsFigure(effects));
    }
    List<IndicesFigure.Bar> indices =
        summary.indices().stream()
            .map(
                i ->
                    new IndicesFigure.Bar(
                        i.axis(), i.first(), i.firstHalf(), i.total(), i.totalHalf()))
            .limit(IndicesFigure.MOST_BARS)
            .toList();
    if (!indices.isEmpty()) {
      draw("sobol", new IndicesFigure(indices));
    }
  }

  private void table(long points) throws IOException {
    TableFigures table = new TableFigures(folder.sweep());
    if (!table.fits()) {
      notes.add(
          "no lines and no map are drawn of more than "
              + TableFigures.MOST_POINTS
              + " points; vary less, or draw points.csv");
      return;
    }
    if (points == 0 || !table.hasLines() && !table.hasMap()) {
      return;
    }
    RowFile.read(folder.points(), folder.columns(), table.rows(folder.columns()));
    if (table.hasLines()) {
      draw("lines", table.lines());
    }
    if (table.hasMap()) {
      draw("map", table.map());
    }
  }

  private void draw(String name, Figure figure) throws IOException {
    Path to = folder.path().resolve("figure-" + name);
    Files.createDirectories(folder.path());
    written.addAll(FigureWriter.write(figure, to, FORMATS));
  }
}
