package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.junit.jupiter.api.Test;

class ThroughputFigureTest {

  private static final Trace TRACE =
      Examples.of(
          1,
          30_000_000,
          Examples.task("A", 0, 1, 0, 0, 0, 1, 4, 4),
          Examples.task("A", 1, 1, 0, 0, 0, 2, 4, 4),
          Examples.task("A", 2, 1, 0, 0, 0, 3, 10, 10),
          Examples.task("B", 0, 1, 0, 0, 0, 5, 21, 21));

  @Test
  void binsCountTheTasksThatEndInThem() {
    Steps a = only(ThroughputFigure.done(TRACE, 5_000_000), "A");
    assertThat(a.levelAt(0)).isEqualTo(2);
    assertThat(a.levelAt(4_999_999)).isEqualTo(2);
    assertThat(a.levelAt(5_000_000)).isZero();
    assertThat(a.levelAt(10_000_000)).isEqualTo(1);
    assertThat(a.levelAt(15_000_000)).isZero();
    assertThat(only(ThroughputFigure.done(TRACE, 5_000_000), "B").levelAt(22_000_000)).isOne();
  }

  @Test
  void tasksRunFromTheirStartToTheirEnd() {
    Steps a = only(ThroughputFigure.running(TRACE), "A");
    assertThat(a.levelAt(0)).isZero();
    assertThat(a.levelAt(1_000_000)).isEqualTo(1);
    assertThat(a.levelAt(3_000_000)).isEqualTo(3);
    assertThat(a.levelAt(4_000_000)).isEqualTo(1);
    assertThat(a.levelAt(10_000_000)).isZero();
  }

  /** 96 tasks of Simulation run for three times 340 s; the axis ends at 112 tasks and a tenth. */
  @Test
  void areasAreInProportion() throws IOException {
    ThroughputFigure figure =
        ThroughputFigure.of(Examples.deepDriveMd(), Page.NATURAL, Palette.OKABE_ITO);
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));
    double expected = 96 * 3 * 340 / (1575 * Axes.BEYOND_END * 112 * 1.1);
    assertThat(Examples.share(image, 2, figure.frame(1, 0), Palette.COLORS.get(0)))
        .isCloseTo(expected, within(0.02));
    assertThat(svg(figure)).contains(">done per s, 50 s bins<", ">tasks running<", ">Inference<");
  }

  @Test
  void aRunOfNothingIsDrawnToo() {
    Column nothing = new Column("nothing", Examples.empty());
    assertThat(svg(ThroughputFigure.of(List.of(nothing), Page.NATURAL, Palette.OKABE_ITO)))
        .contains(">nothing<");
  }

  private static Steps only(java.util.Map<String, List<Steps>> steps, String set) {
    return Objects.requireNonNull(steps.get(set)).get(0);
  }

  private static String svg(Figure figure) {
    return new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8);
  }
}
