package org.interleave.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.interleave.interchange.OutputFile;

/** Writes figures to files. The same figure gives the same bytes. */
public final class FigureWriter {

  /** Pixels of a PNG for each of the figure's: 192 to the inch. */
  public static final double SCALE = 2;

  private static final double PRINT_SCALE = 300.0 / 96;

  private static final double MAX_SCALE = 20;
  private static final long MAX_PIXELS = 400_000_000;
  private static final double PIXELS_PER_METRE = 96 / 0.0254;
  private static final String PNG_METADATA = "javax_imageio_png_1.0";

  /** A file format. */
  public enum Format {
    /** Pixels. */
    PNG(".png"),
    /** Lines, areas and text that can be edited. */
    SVG(".svg"),
    /** Lines, areas and text with its font. */
    PDF(".pdf");

    private final String extension;

    Format(String extension) {
      this.extension = extension;
    }
  }

  private FigureWriter() {}

  /** Writes a figure with PNGs at a scale of {@link #SCALE}. */
  public static List<Path> write(Figure figure, Path withoutExtension, Set<Format> formats)
      throws IOException {
    return write(figure, withoutExtension, formats, SCALE);
  }

  /**
   * Writes a figure. A file that is there already is replaced at once, so that nobody sees half of
   * the new one.
   *
   * @param withoutExtension where to; {@code .png}, {@code .svg} or {@code .pdf} is appended
   * @param formats one file for each
   * @param scale pixels of a PNG for each of the figure's, more than 0 and at most 20
   * @return what was written, in the order of the formats
   * @throws IOException if a file can't be written
   * @throws IllegalArgumentException if the scale is out of range
   */
  public static List<Path> write(
      Figure figure, Path withoutExtension, Set<Format> formats, double scale) throws IOException {
    Fonts.install();
    List<Path> written = new ArrayList<>();
    for (Format format : Format.values()) {
      if (formats.contains(format)) {
        Path file =
            withoutExtension.resolveSibling(withoutExtension.getFileName() + format.extension);
        OutputFile.write(
            file,
            switch (format) {
              case PNG -> png(figure, scale);
              case SVG -> SvgDrawing.bytes(figure);
              case PDF -> PdfDrawing.bytes(figure, 1);
            });
        written.add(file);
      }
    }
    return List.copyOf(written);
  }

  /**
   * Writes a figure in the size of its page, PNGs with 300 pixels to the inch.
   *
   * @param file ends in {@code .png}, {@code .svg} or {@code .pdf}
   * @throws IOException if it can't be written
   * @throws IllegalArgumentException if it ends otherwise, or the figure is too large
   */
  public static void write(Figure figure, Path file, Page page) throws IOException {
    Fonts.install();
    double size = page.size(figure);
    OutputFile.write(
        file,
        switch (format(file)) {
          case PNG -> png(figure, size * PRINT_SCALE, PRINT_SCALE);
          case SVG -> SvgDrawing.bytes(figure, size);
          case PDF -> PdfDrawing.bytes(figure, size);
        });
  }

  /**
   * The format that a file's name ends in.
   *
   * @throws IllegalArgumentException if it ends otherwise
   */
  public static Format format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (Format format : Format.values()) {
      if (name.endsWith(format.extension)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "a figure's file must end in .png, .svg or .pdf, but is '" + file + "'");
  }

  static byte[] png(Figure figure, double scale) throws IOException {
    return png(figure, scale, scale);
  }

  /**
   * A figure as pixels.
   *
   * @param scale of them for each of the figure's
   * @param density of them for each CSS pixel in print
   */
  private static byte[] png(Figure figure, double scale, double density) throws IOException {
    if (!(scale > 0 && scale <= MAX_SCALE)) {
      throw new IllegalArgumentException(
          "a figure's scale must be more than 0 and at most " + MAX_SCALE + ", but is " + scale);
    }
    long width = Math.round(figure.width() * scale);
    long height = Math.round(figure.height() * scale);
    if (width < 1 || height < 1 || width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "a figure of " + width + " x " + height + " pixels can't be drawn; change the scale");
    }
    BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(scale, scale);
    prepare(g);
    figure.draw(g);
    g.dispose();
    return encoded(image, (int) Math.round(PIXELS_PER_METRE * density));
  }

  /** JFreeChart puts back the stroke control that it finds, and Batik knows of none by itself. */
  static void prepare(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  /** With its resolution, so that a word processor shows the figure in its real size. */
  private static byte[] encoded(BufferedImage image, int pixelsPerMetre) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
      IIOMetadataNode size = new IIOMetadataNode("pHYs");
      size.setAttribute("pixelsPerUnitXAxis", Integer.toString(pixelsPerMetre));
      size.setAttribute("pixelsPerUnitYAxis", Integer.toString(pixelsPerMetre));
      size.setAttribute("unitSpecifier", "meter");
      IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
      root.appendChild(size);
      metadata.mergeTree(PNG_METADATA, root);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(new IIOImage(image, null, metadata));
      }
      return bytes.toByteArray();
    } finally {
      writer.dispose();
    }
  }
}
