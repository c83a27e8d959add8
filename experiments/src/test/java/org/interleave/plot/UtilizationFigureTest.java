package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.plot.UtilizationFigure.Column;
import org.junit.jupiter.api.Test;

class UtilizationFigureTest {

  private static final int SCALE = 2;

  private static final Color SIMULATION = Palette.COLORS.get(0);
  private static final Color AGGREGATION = Palette.COLORS.get(1);
  private static final Color TRAINING = Palette.COLORS.get(2);
  private static final Color INFERENCE = Palette.COLORS.get(3);

  @Test
  void everyPanelShowsTheSetsThatItIsAbout() throws IOException {
    UtilizationFigure figure = UtilizationFigure.of(Examples.deepDriveMd());
    BufferedImage image = image(figure);

    assertThat(image.getWidth()).isEqualTo(SCALE * figure.width());
    assertThat(image.getHeight()).isEqualTo(SCALE * figure.height());
    for (int column = 0; column < 2; column++) {
      Rectangle2D slots = figure.frame(0, column);
      Rectangle2D gpus = figure.frame(1, column);
      for (Color color : List.of(SIMULATION, AGGREGATION, TRAINING, INFERENCE)) {
        assertThat(share(image, slots, color)).as("slots %s", color).isPositive();
      }
      for (Color color : List.of(SIMULATION, TRAINING, INFERENCE)) {
        assertThat(share(image, gpus, color)).as("GPUs %s", color).isPositive();
      }
      assertThat(share(image, gpus, AGGREGATION)).isZero();
      assertThat(share(image, slots, Color.WHITE)).isPositive();
    }
  }

  /** Of the GPUs, Simulation takes 3 x 340 s of all; the frame is larger by margin and headroom. */
  @Test
  void areasAreInProportion() throws IOException {
    UtilizationFigure figure = UtilizationFigure.of(Examples.deepDriveMd());
    BufferedImage image = image(figure);

    double whole = 1575 * Axes.BEYOND_END * 1.14;
    for (int column = 0; column < 2; column++) {
      Rectangle2D gpus = figure.frame(1, column);
      assertThat(share(image, gpus, SIMULATION)).isCloseTo(3 * 340 / whole, within(0.02));
      assertThat(share(image, gpus, INFERENCE)).isCloseTo(3 * 37.5 / whole, within(0.02));
    }
    double slots = 3 * 340 * 96 * 4 / (2688 * whole);
    assertThat(share(image, figure.frame(0, 0), SIMULATION)).isCloseTo(slots, within(0.02));
  }

  @Test
  void aSetHasItsColourInAllColumns() throws IOException {
    List<Column> columns = Examples.deepDriveMd();
    List<Column> swapped = List.of(columns.get(1), columns.get(0));
    UtilizationFigure figure = UtilizationFigure.of(swapped);
    BufferedImage image = image(figure);

    double left = share(image, figure.frame(1, 0), SIMULATION);
    assertThat(share(image, figure.frame(1, 1), SIMULATION)).isCloseTo(left, within(0.01));
  }

  @Test
  void framesLieApartWithinTheFigure() {
    for (int count = 1; count <= 4; count++) {
      List<Column> columns =
          Stream.generate(() -> Examples.deepDriveMd().get(1)).limit(count).toList();
      UtilizationFigure figure = UtilizationFigure.of("With a title", columns);
      Rectangle2D page = new Rectangle2D.Double(0, 0, figure.width(), figure.height());
      for (int c = 0; c < count; c++) {
        Rectangle2D frame = figure.frame(0, c);
        assertThat(page.contains(frame)).isTrue();
        assertThat(page.contains(figure.frame(1, c))).isTrue();
        assertThat(frame.intersects(figure.frame(1, c))).isFalse();
        assertThat(frame.getWidth()).isGreaterThan(250);
        if (c > 0) {
          assertThat(frame.getX()).isGreaterThan(figure.frame(0, c - 1).getMaxX());
        }
      }
    }
  }

  @Test
  void timesAndCapacitiesAreWritten() {
    String svg = svg(UtilizationFigure.of("A title", Examples.deepDriveMd()));

    assertThat(svg)
        .contains(
            ">A title<",
            ">sequential<",
            ">asynchronous<",
            ">TTX 1575.0 s, span 1575.0 s<",
            ">1575.0 s<",
            ">2688<",
            ">96<",
            ">CPU slots in use<",
            ">GPUs in use<",
            ">time [s]<",
            ">Simulation<",
            ">Inference<",
            ">capacity<");
  }

  @Test
  void aClusterWithoutGpusHasOneRow() {
    String svg = svg(UtilizationFigure.of(Examples.withoutGpus("A", "B")));

    assertThat(svg).contains("CPU slots in use").doesNotContain("GPUs in use");
  }

  @Test
  void moreSetsThanColoursAreHatched() {
    String svg = svg(UtilizationFigure.of(Examples.manySets(20)));

    assertThat(svg).contains("<pattern").contains(">T0<", ">T19<").doesNotContain(" more<");
  }

  @Test
  void theLegendOfVeryManySetsEnds() throws IOException {
    UtilizationFigure figure = UtilizationFigure.of(Examples.manySets(40));

    assertThat(svg(figure)).contains(">+ 16 more<");
    assertThat(share(image(figure), figure.frame(0, 0), Palette.OTHERS)).isPositive();
  }

  @Test
  void oddNamesDoNoHarm() {
    String svg =
        svg(
            UtilizationFigure.of(
                Examples.withoutGpus("<a & b>", "\u0007bell", "x".repeat(200), "\uD83D\uDE80")));

    assertThat(svg).contains(">&lt;a &amp; b&gt;<").contains("\u2026").contains(">\uFFFDbell<");
  }

  @Test
  void aRunOfNothingIsDrawnToo() throws IOException {
    UtilizationFigure figure =
        UtilizationFigure.of(List.of(new Column("nothing", Examples.empty())));
    BufferedImage image = image(figure);

    assertThat(share(image, figure.frame(0, 0), Color.WHITE)).isGreaterThan(0.8);
  }

  @Test
  void aFigureNeedsAColumn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UtilizationFigure.of(List.of()))
        .withMessage("a figure needs one column or more");
  }

  private static BufferedImage image(Figure figure) throws IOException {
    return Examples.image(FigureWriter.png(figure, SCALE));
  }

  private static String svg(Figure figure) {
    return new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
  }

  /** The share of a frame that has exactly one colour. */
  private static double share(BufferedImage image, Rectangle2D frame, Color color) {
    int found = 0;
    int all = 0;
    for (int y = (int) (SCALE * frame.getY()); y < SCALE * frame.getMaxY(); y++) {
      for (int x = (int) (SCALE * frame.getX()); x < SCALE * frame.getMaxX(); x++) {
        all++;
        if ((image.getRGB(x, y) & 0xFFFFFF) == (color.getRGB() & 0xFFFFFF)) {
          found++;
        }
      }
    }
    return (double) found / all;
  }
}
