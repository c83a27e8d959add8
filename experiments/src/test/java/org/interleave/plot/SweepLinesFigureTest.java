package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepLinesFigureTest {

  private static final Color LINE = new Color(0x0072B2);

  private static SweepLinesFigure figure(double[] means, String... levels) {
    double[] numbers = Arrays.stream(levels).mapToDouble(l -> number(l)).toArray();
    double[] lows = Arrays.stream(means).map(m -> m - 0.05).toArray();
    double[] highs = Arrays.stream(means).map(m -> m + 0.05).toArray();
    return new SweepLinesFigure(
        Levels.scaled("n", List.of(levels), numbers, false),
        "",
        List.of(new SweepLinesFigure.Series("", means, lows, highs)));
  }

  private static double number(String level) {
    return Double.parseDouble(level.split(" ", -1)[0]);
  }

  /** How much of the space between two places of the axis, from 0 to 1, has a colour. */
  private static double share(SweepLinesFigure figure, double from, double to, Color color)
      throws IOException {
    BufferedImage image = Examples.image(FigureWriter.png(figure, 4));
    Rectangle2D chart = figure.chart();
    Rectangle2D part =
        new Rectangle2D.Double(
            chart.getX() + from * chart.getWidth(),
            chart.getY(),
            (to - from) * chart.getWidth(),
            chart.getHeight());
    return Examples.share(image, 4, part, color);
  }

  private static String svg(SweepLinesFigure figure) {
    return new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
  }

  @Test
  void countsThatWereLeftOutAreNotDrawnAsIfTheyWereKnown() throws IOException {
    SweepLinesFigure figure = figure(new double[] {0.2, 0.4, 0.3}, "1", "2", "5");
    assertThat(share(figure, 0.05, 0.2, LINE)).as("from 1 to 2").isGreaterThan(0.002);
    assertThat(share(figure, 0.3, 0.95, LINE)).as("from 2 to 5").isZero();
    assertThat(share(figure, 0.3, 0.95, new Color(0x7FB8D8))).as("thin").isGreaterThan(0.0005);
    assertThat(share(figure, 0.3, 0.95, Color.WHITE)).as("no band").isGreaterThan(0.95);
    assertThat(share(figure, 0.05, 0.2, Color.WHITE)).as("a band").isLessThan(0.9);
    assertThat(svg(figure)).contains("; thin: not run in between<");
  }

  @Test
  void betweenTimesThereIsALine() throws IOException {
    SweepLinesFigure figure = figure(new double[] {0.2, 0.4, 0.3}, "1 s", "2 s", "5 s");
    assertThat(share(figure, 0.3, 0.95, LINE)).isGreaterThan(0.002);
    assertThat(svg(figure)).contains(">relative improvement I, with 95% intervals<");
  }

  @Test
  void aValueWithoutNeighboursIsSeenAmongMany() throws IOException {
    String[] levels = new String[101];
    double[] means = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = i + " s";
      means[i] = i == 50 ? 0.4 : Double.NaN;
    }
    assertThat(share(figure(means, levels), 0.45, 0.55, LINE)).isGreaterThan(0.0005);
    assertThat(share(figure(means, levels), 0, 0.45, LINE)).isZero();
  }
}
