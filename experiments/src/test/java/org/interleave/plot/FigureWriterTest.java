package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.interleave.plot.FigureWriter.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureWriterTest {

  private static final Set<Format> ALL = EnumSet.allOf(Format.class);

  @TempDir Path directory;

  @Test
  void writesOneFilePerFormat() throws IOException {
    Figure figure = UtilizationFigure.of(Examples.deepDriveMd());

    assertThat(FigureWriter.write(figure, directory.resolve("new/figure"), ALL))
        .containsExactly(
            directory.resolve("new/figure.png"),
            directory.resolve("new/figure.svg"),
            directory.resolve("new/figure.pdf"));
    assertThat(FigureWriter.write(figure, directory.resolve("v1.2"), Set.of(Format.SVG)))
        .containsExactly(directory.resolve("v1.2.svg"));
    assertThat(FigureWriter.write(figure, directory.resolve("none"), Set.of())).isEmpty();
  }

  @Test
  void replacesWhatIsThereAndLeavesNothingElse() throws IOException {
    Figure figure = UtilizationFigure.of(Examples.deepDriveMd());
    Path svg = directory.resolve("figure.svg");
    Files.writeString(svg, "old");

    FigureWriter.write(figure, directory.resolve("figure"), ALL);

    assertThat(svg).hasBinaryContent(SvgDrawing.bytes(figure));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("figure.png", "figure.svg", "figure.pdf");
    }
  }

  /** Files made by way of Java's temporary files can be read by their owner only. */
  @Test
  void othersMayReadWhatTheyMayReadElsewhere() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "");
    Figure figure = UtilizationFigure.of(Examples.deepDriveMd());

    Path svg = FigureWriter.write(figure, directory.resolve("figure"), Set.of(Format.SVG)).get(0);

    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(svg))
          .isEqualTo(Files.getPosixFilePermissions(other));
    }
  }

  @Test
  void sameRunsGiveSameBytes() throws IOException {
    for (Figure[] pair :
        new Figure[][] {
          {
            UtilizationFigure.of(Examples.manySets(20)), UtilizationFigure.of(Examples.manySets(20))
          },
          {overlay(), overlay()}
        }) {
      assertThat(Arrays.equals(SvgDrawing.bytes(pair[0]), SvgDrawing.bytes(pair[1]))).isTrue();
      assertThat(Arrays.equals(FigureWriter.png(pair[0], 2), FigureWriter.png(pair[1], 2)))
          .isTrue();
    }
  }

  @Test
  void bytesDependOnNeitherLocaleNorTimeZone() throws IOException {
    byte[] svg = SvgDrawing.bytes(overlay());
    byte[] png = FigureWriter.png(overlay(), 1);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (String tag : List.of("ar-EG", "de-DE", "hi-IN-u-nu-deva", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        assertThat(Arrays.equals(SvgDrawing.bytes(overlay()), svg)).as(tag).isTrue();
        assertThat(Arrays.equals(FigureWriter.png(overlay(), 1), png)).as(tag).isTrue();
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void svgIsSmallAndWellFormed() throws Exception {
    byte[] svg = SvgDrawing.bytes(UtilizationFigure.of(Examples.deepDriveMdWithSpread()));

    assertThat(svg.length).isLessThan(100_000);
    Element root = parsed(svg).getDocumentElement();
    assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(root.getLocalName()).isEqualTo("svg");
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 690 333");
    assertThat(new String(svg, StandardCharsets.UTF_8)).doesNotContain("<!", "<image", "NaN");
  }

  @Test
  void svgOfManySetsIsSmallAndWellFormed() throws Exception {
    byte[] svg = SvgDrawing.bytes(UtilizationFigure.of(Examples.manySets(40)));

    assertThat(svg.length).isLessThan(300_000);
    parsed(svg);
  }

  @Test
  void textOfSvgIsTextInFontsThatMachinesHave() throws Exception {
    Document svg = parsed(SvgDrawing.bytes(UtilizationFigure.of(Examples.deepDriveMd())));

    NodeList texts = svg.getElementsByTagName("text");
    Set<String> written = new HashSet<>();
    for (int i = 0; i < texts.getLength(); i++) {
      written.add(texts.item(i).getTextContent());
    }
    assertThat(written).contains("sequential", "Simulation", "0", "250", "CPU slots in use");
    NodeList all = svg.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String family = ((Element) all.item(i)).getAttribute("font-family");
      assertThat(family).isIn("", "Liberation Sans, Arial, Helvetica, sans-serif");
    }
  }

  /** References within an SVG lead somewhere. */
  @Test
  void patternsAndClipsOfSvgExist() throws Exception {
    byte[] bytes = SvgDrawing.bytes(UtilizationFigure.of(Examples.manySets(40)));
    Document svg = parsed(bytes);
    Set<String> ids = new HashSet<>();
    NodeList all = svg.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as(id).isTrue();
    }
    List<String> references =
        Pattern.compile("url\\(#([^)]+)\\)")
            .matcher(new String(bytes, StandardCharsets.UTF_8))
            .results()
            .map(m -> m.group(1))
            .distinct()
            .toList();
    assertThat(references).hasSizeGreaterThan(16).allMatch(ids::contains);
  }

  @Test
  void pathsAreWrittenShort() {
    assertThat(SvgDrawing.compact("M1 2 L1 3.5 L4 3.5 L4 3.5 L5 6 Z M0 0 L1 0 Z"))
        .isEqualTo("M1 2V3.5H4L5 6ZM0 0H1Z");
    assertThat(SvgDrawing.compact("M1 2 C1 2 3 4 5 6")).isEqualTo("M1 2 C1 2 3 4 5 6");
  }

  @Test
  void pngsComeAtAnyScale() throws IOException {
    Figure figure = UtilizationFigure.of(Examples.deepDriveMd());

    assertThat(Examples.image(FigureWriter.png(figure, 0.5)).getWidth()).isEqualTo(345);
    assertThat(Examples.image(FigureWriter.png(figure, 3)).getWidth()).isEqualTo(2070);
    for (double scale : new double[] {0, -1, 21, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FigureWriter.png(figure, scale))
          .withMessageContaining("scale must be more than 0 and at most 20");
    }
  }

  private static Figure overlay() {
    List<UtilizationFigure.Column> runs = Examples.deepDriveMdWithSpread();
    return OverlayFigure.of(runs.get(0).trace(), runs.get(1).trace());
  }

  private static Document parsed(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }
}
