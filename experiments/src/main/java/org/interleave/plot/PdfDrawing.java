package org.interleave.plot;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;

/**
 * A figure as a page of PDF: lines, areas, and text in the figures' own font, which is embedded.
 */
final class PdfDrawing {

  private static final float POINTS_PER_PIXEL = 0.75f;

  /** PDFBox would take the time of day. */
  private static final long DOCUMENT_ID = 0;

  private PdfDrawing() {}

  /**
   * A figure in PDF.
   *
   * @param size CSS pixels for each of the figure's
   */
  static byte[] bytes(Figure figure, double size) throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(DOCUMENT_ID);
      PDDocumentInformation information = new PDDocumentInformation();
      information.setCreator("Interleave");
      document.setDocumentInformation(information);
      float scale = (float) size * POINTS_PER_PIXEL;
      PDPage page = new PDPage(new PDRectangle(figure.width() * scale, figure.height() * scale));
      document.addPage(page);
      Page g = new Page(document, figure);
      g.setFontTextDrawer(new Embedded(document));
      FigureWriter.prepare(g);
      figure.draw(g);
      g.dispose();
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.transform(Matrix.getScaleInstance(scale, scale));
        content.drawForm(g.getXFormObject());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  /** Draws hatches as lines, which PDFBox would make bitmaps of. */
  private static final class Page extends PdfBoxGraphics2D {

    Page(PDDocument document, Figure figure) throws IOException {
      super(document, (float) figure.width(), (float) figure.height());
    }

    @Override
    public void fill(Shape shape) {
      if (!(getPaint() instanceof Hatch hatch)) {
        super.fill(shape);
        return;
      }
      Rectangle2D bounds = shape.getBounds2D();
      if (bounds.isEmpty()) {
        return;
      }
      Shape clip = getClip();
      Stroke stroke = getStroke();
      setPaint(hatch.ground());
      super.fill(shape);
      clip(shape);
      setPaint(hatch.stripes());
      setStroke(new BasicStroke(Hatch.STRIPE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
      draw(hatch.stripes(bounds));
      setClip(clip);
      setStroke(stroke);
      setPaint(hatch);
    }
  }

  /** Text in the two fonts of figures; of each, the letters that are used are embedded. */
  private static final class Embedded extends PdfBoxGraphics2DFontTextDrawer {
    private final PDFont regular;
    private final PDFont bold;

    Embedded(PDDocument document) throws IOException {
      regular = load(document, false);
      bold = load(document, true);
    }

    private static PDFont load(PDDocument document, boolean bold) throws IOException {
      try (InputStream in = Fonts.open(bold)) {
        return PDType0Font.load(document, in, true);
      }
    }

    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv env) {
      return font.getFontName(Locale.ROOT).contains("Bold") ? bold : regular;
    }
  }
}
