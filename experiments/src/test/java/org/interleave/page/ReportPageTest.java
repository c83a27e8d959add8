package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.cli.CommandRun;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.TraceFile;
import org.interleave.report.Format;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Metrics;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {

  @TempDir private Path folder;

  @Test
  void thePageHoldsEveryRunSetAndTask() throws IOException {
    String html = report("ddmd-as-run", "cdag2-as-run");
    JsonNode groups = data(html);
    assertThat(groups.size()).isEqualTo(2);
    JsonNode ddmd = groups.get(1);
    assertThat(ddmd.path("title").asString()).isEqualTo("DeepDriveMD");
    assertThat(texts(ddmd.path("sets")))
        .containsExactly("Simulation", "Aggregation", "Training", "Inference");
    assertThat(ddmd.path("runs").size()).isEqualTo(2);
    for (JsonNode run : ddmd.path("runs")) {
      assertThat(run.path("gantt").path("n").asInt()).isEqualTo(627);
      assertThat(run.path("gantt").path("lane").size()).isEqualTo(627);
      assertThat(run.path("slots").path("capacity").asInt()).isEqualTo(2688);
      assertThat(run.path("slots").path("levels").size()).isEqualTo(4);
    }
    assertThat(texts(groups.get(0).path("sets")))
        .containsExactlyInAnyOrder("T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7");
    assertThat(html).contains("<th scope=\"row\">Training[2]</th>");
  }

  @Test
  void figuresAreThoseOfMetrics() throws IOException {
    String html = report("ddmd-as-run");
    Metrics sequential =
        Metrics.of(TraceFile.read(folder.resolve("ddmd-as-run/trace-sequential.csv")));
    Metrics asynchronous =
        Metrics.of(TraceFile.read(folder.resolve("ddmd-as-run/trace-asynchronous.csv")));
    for (Metrics m : List.of(sequential, asynchronous)) {
      assertThat(html)
          .contains(
              cells(
                  Format.seconds(m.ttxSeconds()),
                  Format.seconds(m.spanSeconds()),
                  Format.percent(m.cpuUtilization()),
                  Format.percent(m.gpuUtilization()),
                  Format.ratio(m.tasksPerSecond()),
                  "627",
                  "627"));
    }
    assertThat(html)
        .contains(
            cells(
                Format.ratio(asynchronous.improvementOver(sequential)),
                Format.ratio(asynchronous.spanImprovementOver(sequential))));
  }

  /** What a stack holds over time is what utilization is computed of. */
  @Test
  void areasAreThoseOfUtilization() throws IOException {
    JsonNode run = data(report("ddmd-as-run")).get(0).path("runs").get(1);
    Metrics metrics =
        Metrics.of(TraceFile.read(folder.resolve("ddmd-as-run/trace-asynchronous.csv")));
    JsonNode slots = run.path("slots");
    double area = 0;
    for (JsonNode levels : slots.path("levels")) {
      for (int c = 0; c + 1 < levels.size(); c++) {
        area +=
            levels.get(c).asDouble()
                * (slots.path("t").get(c + 1).asLong() - slots.path("t").get(c).asLong());
      }
    }
    double share = area / run.path("ttx").asLong() / slots.path("capacity").asLong();
    assertThat(share)
        .isCloseTo(metrics.cpuUtilization(), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void thePageNeedsNoNetwork() throws IOException {
    String html = report("diamond");
    assertThat(html).contains("default-src 'none'");
    String own = withoutLibrary(html);
    assertThat(own).doesNotContain("http://", "https://", "@import", "url(", " src=");
    Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(own);
    while (links.find()) {
      assertThat(links.group(1)).matches("#.*|data:,");
    }
  }

  @Test
  void namesAreTextWhateverTheyAre() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)>&\"'<!--";
    TraceHeader header =
        new TraceHeader(
            "simulated",
            hostile,
            1,
            "asynchronous",
            "p",
            false,
            Cluster.of("c", 1, 4, 0),
            "none",
            1,
            0,
            3_000_000,
            Map.of());
    Path file = folder.resolve("trace.json");
    TraceFile.write(
        file,
        Trace.of(
            header,
            List.of(
                new TaskRecord(
                    hostile,
                    0,
                    0,
                    1,
                    "stage 1",
                    1,
                    0,
                    0,
                    List.of(0),
                    0,
                    0,
                    0,
                    2_000_000,
                    2_000_000,
                    2_000_000,
                    TaskEnd.DONE))));
    String html = ReportPage.read(List.of(file)).html();
    assertThat(withoutLibrary(html)).doesNotContain("<img").contains("&lt;/script&gt;&lt;img");
    JsonNode group = data(html).get(0);
    assertThat(texts(group.path("sets"))).containsExactly(hostile);
    assertThat(group.path("title").asString()).isEqualTo(hostile);
  }

  @Test
  void aRunWithoutTasksIsShownToo() {
    TraceHeader header =
        new TraceHeader(
            "executed",
            "w",
            1,
            "asynchronous",
            "p",
            false,
            Cluster.of("c", 1, 4, 1),
            "none",
            1,
            0,
            1_000,
            Map.of());
    Path file = folder.resolve("trace.csv");
    TraceFile.write(file, Trace.of(header, List.of()));
    JsonNode run = data(ReportPage.read(List.of(file)).html()).get(0).path("runs").get(0);
    assertThat(run.path("gantt").path("n").asInt()).isZero();
  }

  @Test
  void theSameTracesGiveTheSamePage() throws IOException {
    assertThat(report("diamond")).isEqualTo(report("diamond"));
  }

  @Test
  void whatIsNoTraceIsSaidInOneLine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun none = CommandRun.of("report", empty.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("there is no trace in").hasLineCount(1);
    Path text = Files.writeString(folder.resolve("trace.csv"), "nothing\n");
    CommandRun wrong = CommandRun.of("report", text.toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("trace.csv").hasLineCount(1);
    CommandRun missing = CommandRun.of("report", folder.resolve("no.csv").toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("no.csv").hasLineCount(1);
  }

  /** The charting library is the first script behind the data. */
  private static String withoutLibrary(String html) {
    int from = html.indexOf("<script>", html.indexOf("id=\"data\""));
    int to = html.indexOf("</script>", from);
    assertThat(to - from).isGreaterThan(1_000_000);
    return html.substring(0, from) + html.substring(to);
  }

  private String report(String... presets) throws IOException {
    for (String preset : presets) {
      CommandRun run =
          CommandRun.of(
              "simulate", preset, "--mode", "both", "--out", folder.resolve(preset).toString());
      assertThat(run.code()).as(run.err()).isZero();
    }
    Path file = folder.resolve("report.html");
    CommandRun run = CommandRun.of("report", folder.toString(), "--out", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    return Files.readString(file);
  }

  private static String cells(String... cells) {
    return "<td class=\"n\">" + String.join("</td><td class=\"n\">", cells) + "</td>";
  }

  private static JsonNode data(String html) {
    String mark = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(mark) + mark.length();
    return JsonMapper.builder()
        .build()
        .readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asString()));
    return texts;
  }
}
