package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.junit.jupiter.api.Test;

class GanttFigureTest {

  private static final Color FIRST = Palette.COLORS.get(0);
  private static final Color SECOND = Palette.COLORS.get(1);

  /** Node 0 has A from 10 to 50 s, held since 0; node 1 has B from 50 to 100 s, ready since 20. */
  private static final Trace TRACE =
      Examples.of(
          2,
          100_000_000,
          Examples.task("A", 0, 1, 0, 0, 0, 10, 50, 50),
          Examples.task("B", 0, 1, 1, 20, 50, 50, 100, 100));

  @Test
  void tasksLieOnTheirNodes() throws IOException {
    GanttFigure figure =
        GanttFigure.of(List.of(new Column("two", TRACE)), Page.NATURAL, Palette.OKABE_ITO);
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));
    Rectangle2D all = figure.frame(0, 0);
    Rectangle2D top =
        new Rectangle2D.Double(all.getX(), all.getY(), all.getWidth(), all.getHeight() / 2);
    double axis = 100 * Axes.BEYOND_END;
    assertThat(Examples.share(image, 2, top, FIRST)).isCloseTo(40 / axis, within(0.02));
    assertThat(Examples.share(image, 2, top, (Color) SetFills.lighter(FIRST)))
        .isCloseTo(10 / axis, within(0.02));
    assertThat(Examples.share(image, 2, top, SECOND)).isZero();
    assertThat(Examples.share(image, 2, all, SECOND)).isCloseTo(50 / axis / 2, within(0.02));
    assertThat(svg(figure)).contains(">tasks by node<", ">waiting<", ">held or waiting<");
  }

  @Test
  void tasksWaitUntilTheyGetResources() {
    Steps b = Objects.requireNonNull(GanttFigure.waiting(TRACE).get("B")).get(0);
    assertThat(b.levelAt(19_999_999)).isZero();
    assertThat(b.levelAt(20_000_000)).isOne();
    assertThat(b.levelAt(50_000_000)).isZero();
  }

  @Test
  void whereNothingWaitsThereIsNoPanelForIt() {
    Trace trace = Examples.of(1, 10_000_000, Examples.task("A", 0, 1, 0, 0, 0, 1, 9, 9));
    GanttFigure figure =
        GanttFigure.of(List.of(new Column("one", trace)), Page.NATURAL, Palette.OKABE_ITO);
    assertThat(svg(figure)).doesNotContain(">waiting<");
  }

  /** One lane each of 40 nodes, always in use by many short tasks, a third of them by B. */
  @Test
  void veryManyTasksStayASmallPicture() throws IOException {
    int each = 500;
    TaskRecord[] records = new TaskRecord[40 * each];
    for (int i = 0; i < records.length; i++) {
      int node = i / each;
      long from = i % each;
      String set = node % 3 == 0 ? "B" : "A";
      records[i] = Examples.task(set, i, 1, node, from, from, from, from + 1, from + 1);
    }
    Trace trace = Examples.of(40, each * 1_000_000L, records);
    GanttFigure figure =
        GanttFigure.of(List.of(new Column("many", trace)), Page.NATURAL, Palette.OKABE_ITO);
    assertThat(SvgDrawing.bytes(figure).length).isLessThan(30_000);
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));
    assertThat(Examples.share(image, 2, figure.frame(0, 0), SECOND) + share(image, figure, FIRST))
        .isGreaterThan(0.75);
    assertThat(share(image, figure, FIRST) / share(image, figure, SECOND))
        .isCloseTo(26 / 14.0, within(0.05));
  }

  @Test
  void sameRunsGiveTheSameBytes() {
    assertThat(
            svg(GanttFigure.of(Examples.deepDriveMdWithSpread(), Page.NATURAL, Palette.OKABE_ITO)))
        .isEqualTo(
            svg(GanttFigure.of(Examples.deepDriveMdWithSpread(), Page.NATURAL, Palette.OKABE_ITO)));
  }

  @Test
  void moreSetsThanColoursAndRunsOfNothingAreDrawnToo() {
    assertThat(svg(GanttFigure.of(Examples.manySets(40), Page.NATURAL, Palette.OKABE_ITO)))
        .contains(">+ 16 more<");
    Column nothing = new Column("nothing", Examples.empty());
    assertThat(svg(GanttFigure.of(List.of(nothing), Page.NATURAL, Palette.OKABE_ITO)))
        .contains(">nothing<");
  }

  private static double share(BufferedImage image, GanttFigure figure, Color color) {
    return Examples.share(image, 2, figure.frame(0, 0), color);
  }

  private static String svg(Figure figure) {
    return new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
  }
}
