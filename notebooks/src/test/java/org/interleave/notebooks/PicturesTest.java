package org.interleave.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.Table;
import org.interleave.workflow.WorkflowGraph;
import org.jfree.data.category.DefaultCategoryDataset;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

class PicturesTest {

  private static DisplayData shown(Object thing) {
    for (DisplayProvider provider : ServiceLoader.load(DisplayProvider.class)) {
      for (DisplayRenderer renderer : provider.getDisplayRenderers()) {
        if (renderer.rendererClass().isInstance(thing) && renderer.canRender("")) {
          return renderer.render("", thing);
        }
      }
    }
    throw new AssertionError("nobody shows a " + thing.getClass());
  }

  private static BufferedImage picture(DisplayData data) throws IOException {
    String png = (String) Objects.requireNonNull(data.data().get("image/png"));
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
  }

  private static DagFigure dag() {
    return DagFigure.of(
        WorkflowGraph.of(ShippedPresets.workflow("ddmd-as-run", java.util.List.of()).workflow()));
  }

  @Test
  void aFigureIsAPictureWithTwoPixelsForEachOfThePage() throws IOException {
    DagFigure figure = dag();
    DisplayData data = shown(figure);
    BufferedImage image = picture(data);
    assertThat(image.getWidth()).isEqualTo(2 * figure.width());
    assertThat(image.getHeight()).isEqualTo(2 * figure.height());
    assertThat(data.metadata().get("image/png"))
        .isEqualTo(Map.of("width", figure.width(), "height", figure.height()));
  }

  @Test
  void aChartIsAPictureInTheColoursOfTheFigures() throws IOException {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    data.addValue(1, "a", "x");
    BufferedImage image = picture(shown(Charts.bars("title", "values", data)));
    long blue = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        blue += (image.getRGB(x, y) & 0xFFFFFF) == 0x0072B2 ? 1 : 0;
      }
    }
    assertThat(blue).isGreaterThan(1000);
  }

  @Test
  void aTableIsATableInHtmlAndInText() {
    DisplayData data = shown(Table.of("a", "b").row("x & y", "2"));
    assertThat((String) data.data().get("text/html"))
        .startsWith("<table>")
        .contains("<th scope=\"row\" style=\"text-align: left\">x &amp; y</th>")
        .contains("<td class=\"n\">2</td>");
    assertThat((String) data.data().get("text/plain")).contains("x & y");
  }

  @Test
  void markedSetsLookDifferent() throws IOException {
    BufferedImage plain = picture(shown(dag()));
    BufferedImage marked = picture(shown(dag().marking(java.util.List.of("Training[1]"))));
    int different = 0;
    for (int x = 0; x < plain.getWidth(); x++) {
      for (int y = 0; y < plain.getHeight(); y++) {
        different += plain.getRGB(x, y) == marked.getRGB(x, y) ? 0 : 1;
      }
    }
    assertThat(different).isBetween(1000, plain.getWidth() * plain.getHeight() / 10);
  }
}
