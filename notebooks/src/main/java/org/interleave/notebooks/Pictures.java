package org.interleave.notebooks;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.interleave.plot.Figure;
import org.interleave.plot.Fonts;
import org.interleave.report.Table;
import org.jfree.chart.JFreeChart;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * Shows figures and charts as pictures and tables as tables where a cell ends in one, or gives one
 * to {@code display}.
 */
public final class Pictures implements DisplayProvider {

  /** Pixels of a picture for each that it takes on the page: sharp on any screen. */
  private static final int SCALE = 2;

  private static final int CHART_WIDTH = 690;
  private static final int CHART_HEIGHT = 300;
  private static final String PNG = "image/png";

  /** Jupyter aligns all cells to the right, which suits numbers (of the class n) only. */
  private static final Pattern TEXT_CELL =
      Pattern.compile("<(td|th scope=\"row\"|th scope=\"col\")>");

  private static final String TO_THE_LEFT = "<$1 style=\"text-align: left\">";

  /** For the service loader of the kernel. */
  public Pictures() {}

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    return List.of(
        new Renderer<>(Figure.class, (type, figure) -> picture(figure)),
        new Renderer<>(JFreeChart.class, (type, chart) -> picture(chart)),
        new Renderer<>(Table.class, Pictures::table));
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return List.of();
  }

  private record Renderer<T>(Class<T> rendererClass, BiFunction<String, T, DisplayData> how)
      implements DisplayRenderer {

    @Override
    public boolean canRender(String type) {
      return true;
    }

    @Override
    public DisplayData render(String type, Object shown) {
      return how.apply(type, rendererClass.cast(shown));
    }
  }

  private static DisplayData picture(Figure figure) {
    return picture(figure.width(), figure.height(), figure::draw, "a figure");
  }

  private static DisplayData picture(JFreeChart chart) {
    Rectangle2D area = new Rectangle2D.Double(0, 0, CHART_WIDTH, CHART_HEIGHT);
    String title = chart.getTitle() == null ? "" : chart.getTitle().getText();
    return picture(CHART_WIDTH, CHART_HEIGHT, g -> chart.draw(g, area), "a chart: " + title);
  }

  private interface Drawing {
    void draw(Graphics2D g);
  }

  private static DisplayData picture(int width, int height, Drawing drawing, String text) {
    DisplayData data = DisplayData.withType(PNG, png(width, height, drawing));
    data.putMetaData(PNG, Map.of("width", width, "height", height));
    data.putText(text);
    return data;
  }

  private static String png(int width, int height, Drawing drawing) {
    Fonts.install();
    BufferedImage image =
        new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(SCALE, SCALE);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    drawing.draw(g);
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static DisplayData table(String type, Table table) {
    DisplayData data =
        DisplayData.fromHtml(TEXT_CELL.matcher(table.html()).replaceAll(TO_THE_LEFT));
    data.putText(table.text());
    return data;
  }
}
