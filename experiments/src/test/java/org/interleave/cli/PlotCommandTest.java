package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlotCommandTest {

  @TempDir private static Path folder;

  private static String sequential = "";
  private static String asynchronous = "";

  @BeforeAll
  static void simulate() {
    Path results = folder.resolve("results");
    CommandRun run =
        CommandRun.of(
            "simulate", "cdag2-as-run", "--overheads", "summit-entk", "--out", results.toString());
    assertThat(run.code()).as(run.err()).isZero();
    sequential = results.resolve("trace-sequential.csv").toString();
    asynchronous = results.resolve("trace-asynchronous.csv").toString();
  }

  /** Columns of 85 and 178 mm, at 300 pixels to the inch. */
  @ParameterizedTest
  @ValueSource(strings = {"utilization", "gantt", "throughput", "overheads"})
  void figuresFitTheColumnsOfAPaper(String kind) throws IOException {
    Path one = folder.resolve(kind + "-1.png");
    plot(one, asynchronous, "--kind", kind);
    assertThat(image(one).getWidth()).isEqualTo(1004);
    Path two = folder.resolve(kind + "-2.png");
    plot(two, sequential, asynchronous, "--kind", kind, "--height", "100", "--font-size", "6");
    assertThat(image(two).getWidth()).isEqualTo(2102);
    assertThat(image(two).getHeight()).isBetween(1179, 1183);
    Path svg = folder.resolve(kind + ".svg");
    plot(svg, sequential, asynchronous, "--kind", kind, "--columns", "1", "--font-size", "6");
    assertThat(Files.readString(svg))
        .contains("width=\"85.00mm\"", ">sequential/ranks<", ">asynchronous<");
    assertThat(Files.size(svg)).isLessThan(300_000);
  }

  /** Every kind in each format and palette: there, not empty, and twice the same bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"utilization", "gantt", "throughput", "overheads", "improvement"})
  void everyKindIsWrittenInEachFormat(String kind) throws IOException {
    for (String palette : List.of("okabe-ito", "grey")) {
      for (String format : List.of("png", "svg", "pdf")) {
        Path one = folder.resolve("one-" + kind + "." + format);
        Path two = folder.resolve("two-" + kind + "." + format);
        plot(one, sequential, asynchronous, "--kind", kind, "--palette", palette);
        plot(two, sequential, asynchronous, "--kind", kind, "--palette", palette);
        assertThat(Files.size(one)).as("%s %s", palette, format).isBetween(1_000L, 400_000L);
        assertThat(one).hasSameBinaryContentAs(two);
        if (format.equals("pdf")) {
          try (PDDocument document = Loader.loadPDF(one.toFile())) {
            double millimetres = kind.equals("improvement") ? 85 : 178;
            assertThat(document.getPage(0).getMediaBox().getWidth())
                .isCloseTo((float) (millimetres / 25.4 * 72), within(0.01f));
          }
        }
      }
    }
  }

  /** Of a folder the sequential run stands on the left, as in the paper. */
  @Test
  void foldersStandForTheirTraces() throws IOException {
    Path svg = folder.resolve("folder.svg");
    plot(svg, folder.resolve("results").toString(), "--kind", "utilization", "--font-size", "5");
    String text = Files.readString(svg);
    assertThat(text).contains(">sequential/ranks<", ">asynchronous<", ">pst<");
    assertThat(text.indexOf(">sequential/ranks<")).isLessThan(text.indexOf(">asynchronous<"));
  }

  @Test
  void replicationsInAFolderGiveIntervals() throws IOException {
    Path results = folder.resolve("replications");
    CommandRun run =
        CommandRun.of("simulate", "fig-1b", "--replications", "5", "--out", results.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Path svg = folder.resolve("i.svg");

    plot(svg, results.toString(), sequential, asynchronous, "--kind", "improvement");

    assertThat(Files.readString(svg)).contains("simulated, n = 5<", ">c-DAG2<", " \u00b1 ");
  }

  /** The traces of a validation are in its result already. */
  @Test
  void tracesBesideAValidationAreNotCountedTwice() throws IOException {
    Path validation = Files.createDirectories(folder.resolve("validation"));
    Files.copy(Path.of(sequential), validation.resolve("trace-sequential.csv"));
    Files.copy(Path.of(asynchronous), validation.resolve("trace-asynchronous.csv"));
    Files.writeString(
        validation.resolve("validation.json"),
        "{\"workflow\": \"w\", \"predicted\": {\"improvement\": 0.5},"
            + " \"measured\": [{\"improvement\": 0.25}]}");
    Path svg = folder.resolve("v.svg");

    plot(svg, validation.toString(), "--kind", "improvement");

    assertThat(Files.readString(svg))
        .contains(">predicted<", ">measured<", ">0.500<", ">0.250<")
        .doesNotContain("c-DAG2");
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(complaint("a.png", asynchronous, "--kind", "pie")).contains("--kind", "'pie'");
    assertThat(complaint("a.gif", asynchronous, "--kind", "gantt"))
        .contains("a figure's file must end in .png, .svg or .pdf, but is '");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--columns", "3"))
        .contains("--columns must be 1 or 2, but is 3");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--width", "0"))
        .contains("--width must be more than 0 mm, but is 0.0");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--width", "NaN"))
        .contains("--width must be more than 0 mm");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--height", "3000"))
        .contains("a figure's height must be from 20 to 2000 mm, but is 3000.0");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--font-size", "NaN"))
        .contains("a figure's font size must be from 3 to 30 points, but is NaN");
    assertThat(complaint("a.png", asynchronous, sequential, "--kind", "gantt", "--width", "30"))
        .contains("2 run(s) side by side do not fit a figure of 30 x");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--height", "20"))
        .contains("1 run(s) side by side do not fit a figure of 85 x 20 mm");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--width", "90", "--columns=1"))
        .contains("leave one of them out");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--palette", "pink"))
        .contains("--palette", "'pink'", "okabe-ito");
    assertThat(complaint("a.png", asynchronous, "--kind", "gantt", "--palette", "radical"))
        .contains("--palette radical colours the states of --kind overheads only");
    assertThat(complaint("a.png", asynchronous, "--kind", "improvement"))
        .contains("I needs a sequential and another run of the same work");
    assertThat(complaint("a.pdf", "nowhere.json", "--kind", "improvement"))
        .contains("there is no file nowhere.json");
    assertThat(complaint("a.pdf", empty.toString(), "--kind", "gantt"))
        .contains("there is no trace in " + empty);
    assertThat(complaint("a.png", "nowhere.csv", "--kind", "gantt"))
        .contains("there is no file nowhere.csv");
  }

  private static void plot(Path out, String... arguments) {
    CommandRun run = run(out, arguments);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEqualTo("wrote " + out + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  private static String complaint(String out, String... arguments) {
    CommandRun run = run(folder.resolve(out), arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder.resolve(out)).doesNotExist();
    return run.err();
  }

  private static CommandRun run(Path out, String... arguments) {
    List<String> all = new ArrayList<>(List.of("plot"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--out", out.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static BufferedImage image(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }
}
