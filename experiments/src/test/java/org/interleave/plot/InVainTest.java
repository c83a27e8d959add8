package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts that failed, were lost or canceled look otherwise than what was done. */
class InVainTest {

  private static final Color BLUE = Palette.COLORS.get(0);
  private static final Color PALE = ((Hatch) SetFills.inVain(BLUE)).ground();

  /** Half of the time of one set, on all slots of a node, ends as is said. */
  private static List<Column> run(TaskEnd end) {
    Trace trace =
        Examples.of(
            1,
            20_000_000,
            Examples.task(end, "A", 0, 4, 0, 0, 0, 0, 10, 10),
            Examples.task("A", 1, 4, 0, 10, 10, 10, 20, 20));
    return List.of(new Column("run", trace));
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskEnd.class,
      names = {"FAILED", "LOST", "CANCELED"})
  void utilizationShowsThemPaleAndStruck(TaskEnd end) throws IOException {
    UtilizationFigure figure = UtilizationFigure.of(run(end), Page.NATURAL, Palette.OKABE_ITO);

    assertHalfIsInVain(figure, figure.frame(0, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskEnd.class,
      names = {"FAILED", "LOST", "CANCELED"})
  void ganttShowsThemPaleAndStruck(TaskEnd end) throws IOException {
    GanttFigure figure = GanttFigure.of(run(end), Page.NATURAL, Palette.OKABE_ITO);

    assertHalfIsInVain(figure, figure.frame(0, 0));
  }

  @Test
  void runningTasksShowThemToo() throws IOException {
    ThroughputFigure figure =
        ThroughputFigure.of(run(TaskEnd.FAILED), Page.NATURAL, Palette.OKABE_ITO);

    assertHalfIsInVain(figure, figure.frame(1, 0));
  }

  @Test
  void theLegendTellsOfThemOnlyWhereThereAreSome() {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      for (TaskEnd end : TaskEnd.values()) {
        for (Figure figure :
            List.of(
                UtilizationFigure.of(run(end), Page.NATURAL, palette),
                GanttFigure.of(run(end), Page.NATURAL, palette))) {
          String svg = new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
          assertThat(svg.contains(">failed, lost, canceled<")).isEqualTo(end != TaskEnd.DONE);
        }
      }
    }
  }

  private static void assertHalfIsInVain(GridFigure figure, Rectangle2D frame) throws IOException {
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));
    double done = Examples.share(image, 2, frame, BLUE);
    double pale = Examples.share(image, 2, frame, PALE);
    assertThat(done).isGreaterThan(0.2);
    assertThat(pale / done).isBetween(0.4, 0.95); // the rest of it is stripes
  }
}
