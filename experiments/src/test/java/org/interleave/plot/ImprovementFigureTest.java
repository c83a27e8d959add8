package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interleave.plot.Improvement.Source;
import org.junit.jupiter.api.Test;

class ImprovementFigureTest {

  private static final List<Improvement> SOME =
      List.of(
          Improvement.of("w", "measured", Source.MEASURED, List.of(0.18, 0.22)),
          new Improvement("w", "simulated", Source.SIMULATED, List.of(0.25), 0.24, 0.26),
          Improvement.of("w", "predicted", Source.PREDICTED, List.of(0.3)),
          Improvement.of("slower", "predicted", Source.PREDICTED, List.of(-0.1)));

  @Test
  void everyRowHasItsValuePrinted() {
    String svg =
        new String(
            SvgDrawing.bytes(ImprovementFigure.of(SOME, Page.NATURAL, Palette.OKABE_ITO)),
            StandardCharsets.UTF_8);

    assertThat(svg)
        .contains(">0.200, mean of 2<", ">0.250 \u00b1 0.010<", ">0.300<", ">-0.100<")
        .contains(">w<", ">slower<", ">relative improvement I, with 95% intervals<");
    assertThat(svg.indexOf(">predicted<")).isLessThan(svg.indexOf(">simulated<"));
    assertThat(svg.indexOf(">simulated<")).isLessThan(svg.indexOf(">measured<"));
  }

  @Test
  void whatIsCalledAlikeGetsANumber() {
    Improvement one = SOME.get(2);

    ImprovementFigure figure =
        ImprovementFigure.of(List.of(one, one), Page.NATURAL, Palette.OKABE_ITO);

    assertThat(new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8))
        .contains(">predicted<", ">predicted, #2<");
  }

  /** Marks of the three sources lie in the chart, in the colours of the palette. */
  @Test
  void marksAreSeen() throws IOException {
    for (Palette palette : List.of(Palette.OKABE_ITO, Palette.GREY)) {
      ImprovementFigure figure = ImprovementFigure.of(SOME, Page.NATURAL, palette);
      BufferedImage image = Examples.image(FigureWriter.png(figure, 4));
      Rectangle2D chart = figure.chart();
      for (Source source : Source.values()) {
        Color color = (Color) palette.fill(source.ordinal());
        assertThat(Examples.share(image, 4, chart, color)).as("%s", source).isGreaterThan(0.0005);
      }
    }
  }

  /** A heading may be as wide as the figure: no line of the chart goes through it. */
  @Test
  void noLineCrossesAHeading() throws IOException {
    ImprovementFigure figure = ImprovementFigure.of(SOME, Page.NATURAL, Palette.GREY);
    BufferedImage image = Examples.image(FigureWriter.png(figure, 4));
    Rectangle2D chart = figure.chart();
    double heading = 18;
    Rectangle2D first =
        new Rectangle2D.Double(chart.getX(), chart.getY(), chart.getWidth(), heading - 1);
    Rectangle2D second =
        new Rectangle2D.Double(
            chart.getX(), chart.getY() + heading + 3 * 15 + 1, chart.getWidth(), heading - 2);

    for (Rectangle2D each : List.of(first, second)) {
      assertThat(Examples.share(image, 4, each, Color.WHITE)).isEqualTo(1);
    }
    Rectangle2D row =
        new Rectangle2D.Double(
            chart.getX(), chart.getY() + heading + 46 + heading, chart.getWidth(), 10);
    assertThat(Examples.share(image, 4, row, Palette.TEXT)).as("zero").isGreaterThan(0.001);
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFigure.of(SOME, new Page(30, 0, 7.5), Palette.GREY))
        .withMessageContaining("4 rows do not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFigure.of(SOME, new Page(85, 20, 7.5), Palette.GREY))
        .withMessageContaining("4 rows do not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImprovementFigure.of(List.of(), Page.NATURAL, Palette.GREY));
  }

  @Test
  void valuesThatAreAllZeroHaveAnAxis() {
    Improvement zero = Improvement.of("w", "predicted", Source.PREDICTED, List.of(-0.0));

    ImprovementFigure figure = ImprovementFigure.of(List.of(zero), Page.NATURAL, Palette.GREY);

    assertThat(new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8))
        .contains(">0.000<")
        .doesNotContain("NaN");
  }

  @Test
  void narrowIntervalsHaveADecimalMore() {
    assertThat(
            ImprovementFigure.value(
                new Improvement(
                    "w", "simulated", Source.SIMULATED, List.of(-0.25), -0.2504, -0.2496)))
        .isEqualTo("-0.2500 \u00b1 0.0004");
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Improvement.of("w", "predicted", Source.PREDICTED, List.of(Double.NaN)));
  }
}
