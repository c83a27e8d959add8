package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Function;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.interleave.plot.UtilizationFigure.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfDrawingTest {

  private static final int BLOCK = 2 * Hatch.TILE;

  @TempDir private Path folder;

  /** Points, 72 to the inch. */
  @Test
  void thePageHasTheSizeInPrint() throws IOException {
    Page page = new Page(Page.COLUMN, 60, 6);
    Path file = folder.resolve("a.pdf");
    FigureWriter.write(
        UtilizationFigure.of(Examples.deepDriveMd(), page, Palette.GREY), file, page);

    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      PDRectangle box = document.getPage(0).getMediaBox();
      assertThat(box.getWidth()).isCloseTo((float) (85 / 25.4 * 72), within(0.01f));
      assertThat(box.getHeight()).isCloseTo((float) (60 / 25.4 * 72), within(0.6f));
    }
  }

  @Test
  void itsTextIsTextInEmbeddedFontsAndNothingIsABitmap() throws IOException {
    byte[] pdf = PdfDrawing.bytes(UtilizationFigure.of(Examples.manySets(20)), 1);

    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("asynchronous", "T19", "capacity", "time [s]");
      PDResources resources = content(document.getPage(0)).getResources();
      for (COSName name : resources.getFontNames()) {
        PDFont font = resources.getFont(name);
        assertThat(font.isEmbedded()).isTrue();
        assertThat(font.getName()).matches("[A-Z]{6}\\+LiberationSans(-Bold)?");
      }
      assertThat(resources.getFontNames()).hasSize(2);
      for (COSName name : resources.getXObjectNames()) {
        assertThat(resources.isImageXObject(name)).isFalse();
      }
      assertThat(resources.getPatternNames()).isEmpty();
    }
  }

  /** Areas, clips and stripes lie where they do in a PNG. */
  @Test
  void itLooksLikeThePng() throws IOException {
    Figure figure = UtilizationFigure.of(Examples.manySets(20));

    BufferedImage png = Examples.image(FigureWriter.png(figure, 1));
    BufferedImage pdf;
    try (PDDocument document = Loader.loadPDF(PdfDrawing.bytes(figure, 1))) {
      pdf = new PDFRenderer(document).renderImageWithDPI(0, 96);
    }

    assertThat(pdf.getWidth()).isCloseTo(png.getWidth(), within(1));
    assertThat(pdf.getHeight()).isCloseTo(png.getHeight(), within(1));
    double sum = 0;
    int blocks = 0;
    for (int y = 0; y + BLOCK < Math.min(pdf.getHeight(), png.getHeight()); y += BLOCK) {
      for (int x = 0; x + BLOCK < Math.min(pdf.getWidth(), png.getWidth()); x += BLOCK) {
        double difference = Math.abs(light(pdf, x, y) - light(png, x, y));
        assertThat(difference).as("at %d, %d", x, y).isLessThan(0.25);
        sum += difference;
        blocks++;
      }
    }
    assertThat(sum / blocks).isLessThan(0.01);
  }

  /** The mean of a square, in which the smoothing of single lines does not count. */
  private static double light(BufferedImage image, int left, int top) {
    double sum = 0;
    for (int y = top; y < top + BLOCK; y++) {
      for (int x = left; x < left + BLOCK; x++) {
        Color color = new Color(image.getRGB(x, y));
        sum += color.getRed() + color.getGreen() + color.getBlue();
      }
    }
    return sum / (3.0 * 255 * BLOCK * BLOCK);
  }

  @Test
  void bytesDependOnNeitherTimeNorLocaleNorTimeZone() throws Exception {
    Function<Integer, Figure> figure = n -> UtilizationFigure.of(Examples.manySets(n));
    byte[] pdf = PdfDrawing.bytes(figure.apply(20), 1);
    Thread.sleep(5);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(PdfDrawing.bytes(figure.apply(20), 1)).isEqualTo(pdf);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-")
        .doesNotContain("CreationDate", "ModDate");
  }

  /** Names that the font has no letters for are drawn as well as another one can. */
  @Test
  void namesInAnyScriptAreDrawn() throws IOException {
    List<Column> runs = Examples.withoutGpus("gr\u00fc\u00df", "\u4e2d\u6587", "\ud83d\ude80", "a");

    assertThat(PdfDrawing.bytes(UtilizationFigure.of(runs), 1)).isNotEmpty();
  }

  @Test
  void itIsSmall() throws IOException {
    Path file = folder.resolve("b.pdf");
    FigureWriter.write(UtilizationFigure.of(Examples.deepDriveMdWithSpread()), file, Page.NATURAL);

    assertThat(Files.size(file)).isBetween(5_000L, 60_000L);
  }

  private static PDFormXObject content(PDPage page) throws IOException {
    PDResources resources = page.getResources();
    COSName name = resources.getXObjectNames().iterator().next();
    return (PDFormXObject) resources.getXObject(name);
  }
}
