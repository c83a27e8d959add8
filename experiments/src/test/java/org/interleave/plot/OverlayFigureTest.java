package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interleave.plot.UtilizationFigure.Column;
import org.junit.jupiter.api.Test;

class OverlayFigureTest {

  @Test
  void everyPanelIsDrawn() throws IOException {
    List<Column> runs = Examples.deepDriveMd();
    OverlayFigure figure = OverlayFigure.of("Title", runs.get(0).trace(), runs.get(1).trace());
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));

    assertThat(image.getWidth()).isEqualTo(2 * figure.width());
    assertThat(image.getHeight()).isEqualTo(2 * figure.height());
    for (Rectangle2D frame : List.of(figure.frame(0), figure.frame(1), figure.barsFrame())) {
      assertThat(inked(image, frame)).isGreaterThan(0.05);
    }
    Rectangle2D page = new Rectangle2D.Double(0, 0, figure.width(), figure.height());
    assertThat(page.contains(figure.barsFrame())).isTrue();
  }

  @Test
  void bothRunsAreNamedAndCompared() {
    List<Column> runs = Examples.deepDriveMd();

    assertThat(svg(OverlayFigure.of(runs.get(0).trace(), runs.get(0).trace())))
        .contains(
            ">recorded<",
            ">simulated<",
            ">capacity<",
            ">time [s]<",
            ">Simulation[0]<",
            ">Inference[2]<",
            ">TTX 1575.0 s, span 1575.0 s<",
            ">TTX 1575.0 s (+0.00%), span 1575.0 s (+0.00%)<");
  }

  @Test
  void moreSetsThanThereIsRoomForAreCounted() {
    List<Column> runs = Examples.manySets(40);

    assertThat(svg(OverlayFigure.of(runs.get(0).trace(), runs.get(1).trace())))
        .contains(">+ 16 more<");
  }

  @Test
  void aRunOfNothingIsDrawnToo() {
    List<Column> runs = Examples.deepDriveMd();

    assertThat(svg(OverlayFigure.of(runs.get(0).trace(), Examples.empty()))).contains("(-100.00%)");
    assertThat(svg(OverlayFigure.of(Examples.empty(), runs.get(0).trace())))
        .contains(">TTX 1575.0 s, span 1575.0 s<");
  }

  private static String svg(Figure figure) {
    return new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
  }

  private static double inked(BufferedImage image, Rectangle2D frame) {
    int inked = 0;
    int all = 0;
    for (int y = (int) (2 * frame.getY()); y < 2 * frame.getMaxY(); y++) {
      for (int x = (int) (2 * frame.getX()); x < 2 * frame.getMaxX(); x++) {
        all++;
        inked += (image.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
      }
    }
    return (double) inked / all;
  }
}
