package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.interleave.cli.CommandRun;
import org.interleave.presets.ShippedPresets;
import org.interleave.report.Format;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies beside traces: specifications, replications, validations. */
class ReportOfResultsTest {

  private static final String NOISY =
      """
      interleave: 1
      name: noisy
      sets:
        A: {tasks: 8, slots: 1, time: {normal: {mean: 10 s, cv: 0.2}}}
        B: {tasks: 2, slots: 1, time: {normal: {mean: 30 s, cv: 0.2}}, after: [A]}
        C: {tasks: 2, slots: 1, time: {normal: {mean: 10 s, cv: 0.2}}, after: [A]}
        D: {tasks: 2, slots: 1, time: {normal: {mean: 20 s, cv: 0.2}}, after: [C]}
      cluster: {slot: core, nodes: [{count: 1, cores: 8, gpus: 0}]}
      """;

  @TempDir private Path folder;

  @Test
  void simulationsLeaveTheirSpecificationForTheGraphAndTheClosedForm() throws IOException {
    Path out = folder.resolve("ddmd");
    run("simulate", "ddmd-as-run", "--mode", "both", "--out", out.toString());
    Spec spec = new SpecReader(new ShippedPresets()).read(out.resolve("spec.yaml"));
    assertThat(spec.workflow().name()).isEqualTo("DeepDriveMD");
    String html = report(out.toString());
    assertThat(count(html, "class=\"set ")).isEqualTo(2 * 12);
    assertThat(html).contains("class=\"edge strong").doesNotContain("What waits for what is not");
    JsonNode predicted = json(CommandRun.of("predict", "ddmd-as-run", "--json").out());
    assertThat(html)
        .contains(
            "<td class=\"n\">"
                + Format.seconds(predicted.at("/asynchronous/correctedSeconds").asDouble())
                + "</td>",
            "<td class=\"n\">"
                + Format.seconds(predicted.at("/sequential/ranksSeconds").asDouble())
                + "</td>");
  }

  @Test
  void withoutASpecificationTheGraphIsSaidToBeUnknownUntilOneIsNamed() throws IOException {
    Path out = folder.resolve("d");
    run("simulate", "diamond", "--mode", "both", "--out", out.toString());
    Files.delete(out.resolve("spec.yaml"));
    assertThat(report(out.toString()))
        .contains("What waits for what is not known", "--spec names one")
        .doesNotContain("<svg");
    assertThat(report(out.toString(), "--spec", "diamond"))
        .contains("<svg", "Runs beside the closed");
    // A specification of another workflow is none.
    assertThat(report(out.toString(), "--spec", "ddmd-as-run")).doesNotContain("<svg");
  }

  @Test
  void aSpecificationThatCannotBeReadIsToldOfAndDoesNotStopTheReport() throws IOException {
    Path out = folder.resolve("d");
    run("simulate", "diamond", "--mode", "both", "--out", out.toString());
    Files.writeString(out.resolve("spec.yaml"), "interleave: 1\nsets: 5 < 6\n");
    assertThat(report(out.toString())).contains("spec.yaml:2:").doesNotContain("<svg");
  }

  @Test
  void theSpecificationOfRealRunsIsNeverReplaced() throws IOException {
    Files.writeString(folder.resolve("run.json"), "{}");
    Files.writeString(folder.resolve("spec.yaml"), "theirs");
    Spec spec = new SpecReader(new ShippedPresets()).read("x", NOISY, java.util.List.of());
    assertThat(SpecFiles.write(folder, spec)).isFalse();
    assertThat(folder.resolve("spec.yaml")).hasContent("theirs");
    CommandRun simulated = CommandRun.of("simulate", "diamond", "--out", folder.toString());
    assertThat(simulated.err()).contains("holds real runs");
    assertThat(folder.resolve("spec.yaml")).hasContent("theirs");
  }

  @Test
  void replicationsAreDrawnWithMeanIntervalAndProbability() throws IOException {
    Path spec = Files.writeString(folder.resolve("noisy.yaml"), NOISY);
    Path out = folder.resolve("out");
    run("simulate", spec.toString(), "--replications", "50", "--out", out.toString());
    Map<String, double[]> values = ReplicationFile.ttxSeconds(out);
    assertThat(values.keySet()).containsExactly("sequential", "asynchronous");
    JsonNode json = json(Files.readString(out.resolve("replications.json")));
    double mean = java.util.Arrays.stream(values.get("asynchronous")).average().orElseThrow();
    assertThat(mean)
        .isCloseTo(
            json.at("/asynchronous/ttxSeconds/mean").asDouble(),
            org.assertj.core.data.Offset.offset(1e-6));
    String html = report(out.toString());
    assertThat(count(html, "<svg class=\"histogram\"")).isEqualTo(3);
    assertThat(html)
        .contains(
            "P(I &gt; 0) = " + Format.ratio(json.at("/probabilityOfGain/mean").asDouble()),
            "mean " + Format.seconds(mean) + " s, 95% interval",
            "I = " + Format.fixed(json.at("/improvement/mean").asDouble(), 4));
    // All replications are in the bars of each figure.
    int drawn =
        Pattern.compile("<title>([0-9]+) from ")
            .matcher(html)
            .results()
            .mapToInt(r -> Integer.parseInt(r.group(1)))
            .sum();
    assertThat(drawn).isEqualTo(3 * 50);
    byte[] before = Files.readAllBytes(out.resolve("replications.csv"));
    run(
        "simulate",
        spec.toString(),
        "--replications",
        "50",
        "--threads",
        "3",
        "--out",
        out.toString());
    assertThat(Files.readAllBytes(out.resolve("replications.csv"))).isEqualTo(before);
  }

  @Test
  void damagedReplicationsAreSaidInOneLine() throws IOException {
    run("simulate", "diamond", "--replications", "5", "--out", folder.toString());
    Path csv = folder.resolve("replications.csv");
    Files.writeString(csv, Files.readString(csv).replace("\n2,", "\n2,NaN"));
    CommandRun wrong = CommandRun.of("report", folder.toString(), "--out", html().toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("replications.csv:4:1").hasLineCount(1);
    Files.writeString(folder.resolve("replications.json"), "[");
    wrong = CommandRun.of("report", folder.toString(), "--out", html().toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("replications.json", "damaged").hasLineCount(1);
  }

  @Test
  void validationsAreShownWithErrorsAndNotes() throws IOException {
    Files.writeString(
        folder.resolve("validation.json"),
        """
        {"workflow": "w", "overheads": "calibrated",
         "predicted": {"sequentialSeconds": 9, "asynchronousSeconds": 6, "improvement": 0.333},
         "simulated": {"sequential": {"ttxSeconds": 9.5, "spanSeconds": 9.4, "cpuUtilization": 0.5},
           "asynchronous": {"ttxSeconds": 6.5}, "improvement": 0.316},
         "simulatedWithOverheads": {"sequential": {"ttxSeconds": 9.9}, "asynchronous": {}},
         "measured": [{"sequential": {"ttxSeconds": 10}, "asynchronous": {"ttxSeconds": 8},
           "improvement": 0.2}],
         "measuredMean": {"sequentialTtx": 10, "asynchronousTtx": 8, "improvement": 0.2},
         "notes": ["slots <b>are</b> virtual"]}
        """);
    String html = report(folder.toString());
    assertThat(html)
        .contains(
            "<th scope=\"row\">error of the closed form</th><td class=\"n\">-10.00 %</td>"
                + "<td class=\"n\">-25.00 %</td><td class=\"n\">+0.133</td>",
            "<th scope=\"row\">error of simulated, no overheads</th><td class=\"n\">-5.00 %</td>",
            "<th scope=\"row\">error of simulated, calibrated</th><td class=\"n\">-1.00 %</td>",
            "<td class=\"n\">50.0 %</td>",
            "slots &lt;b&gt;are&lt;/b&gt; virtual");
  }

  @Test
  void repetitionsAreShownWithTheirIntervalAndAsTasksTook() throws IOException {
    Files.writeString(
        folder.resolve("validation.json"),
        """
        {"workflow": "w", "overheads": "none",
         "simulatedHalfWidth": {"sequentialTtx": 1.5, "improvement": 0},
         "simulatedAsRunMean": {"sequentialTtx": 11, "improvement": 0.25},
         "measured": [{"improvement": 0.1}, {"improvement": 0.3}],
         "measuredMean": {"sequentialTtx": 10, "improvement": 0.2},
         "measuredHalfWidth": {"sequentialTtx": 2.5, "improvement": 0.15}}
        """);
    String dash = "<td class=\"n\">-</td>";
    assertThat(report(folder.toString()))
        .contains(
            row("simulated, as tasks took", "11.00", dash, "0.250"),
            row("95 % interval, +/-", "1.50", dash, "0.000"),
            row("measured, mean", "10.00", dash, "0.200"),
            row("95 % interval, +/-", "2.50", dash, "0.150"),
            row("error of simulated, as tasks took", "+10.00 %", dash, "+0.050"));
  }

  @Test
  void resultsWithCalibratedOverheadsSayHowFarToTrustThemAsTheCommandsDo() throws IOException {
    Path noisy = Files.writeString(folder.resolve("noisy.yaml"), NOISY);
    Path overheads =
        Files.writeString(
            folder.resolve("o.yaml"),
            """
            name: found
            stage-gap: 2 s
            calibration:
              runs: 3
              leave-one-out: 0.02
              improvement-error: 0.011
              nodes: [1, 1]
              tasks: [1, 7]
              slots-per-task: [1, 1]
              gpus-per-task: [0, 0]
              durations: [1 s, 50 s]
              gaps: [stage, set]
            """);
    String line =
        "trust: overheads found foretold spans within 2.00 % and I within 0.011 when each of 3 runs"
            + " was left out; this case lies OUTSIDE what was calibrated: tasks a set: 'A' of 8"
            + " (1 to 7)";
    String[] simulate = {
      "simulate", noisy.toString(), "--overheads", overheads.toString(), "--out", ""
    };
    simulate[5] = folder.resolve("once").toString();
    CommandRun once = CommandRun.of(simulate);
    assertThat(once.out()).contains(line);
    assertThat(count(report(simulate[5]), Pattern.quote(noted(line)))).isEqualTo(1);

    simulate[5] = folder.resolve("often").toString();
    List<String> often = new java.util.ArrayList<>(List.of(simulate));
    often.addAll(List.of("--replications", "5"));
    run(often.toArray(new String[0]));
    JsonNode trust =
        json(Files.readString(folder.resolve("often/replications.json"))).path("trust");
    assertThat(trust.isObject()).isTrue();
    assertThat(report(simulate[5])).contains(noted(line));

    Path judged = Files.createDirectory(folder.resolve("judged"));
    Files.writeString(
        judged.resolve("validation.json"), "{\"workflow\": \"w\", \"trust\": " + trust + "}");
    assertThat(report(judged.toString())).contains(noted(line));
    String alone = trust.toString().replace("\"makespansAlone\":false", "\"makespansAlone\":true");
    Files.writeString(
        judged.resolve("validation.json"), "{\"workflow\": \"w\", \"trust\": " + alone + "}");
    assertThat(report(judged.toString())).contains(noted(line.replace("spans", "makespans")));
    Files.writeString(judged.resolve("validation.json"), "{\"workflow\": \"w\"}");
    assertThat(report(judged.toString())).doesNotContain("trust: ");
  }

  @Test
  void whatWasJudgedComesBeforeWhatWasCalibratedOn() throws IOException {
    for (String[] part :
        new String[][] {
          {"fig-1a", "calibration"}, {"fig-1b", "warm-up"}, {"diamond", "measured"}
        }) {
      run("simulate", part[0], "--out", folder.resolve("v").resolve(part[1]).toString());
    }
    Path v = folder.resolve("v");
    String first =
        new SpecReader(new ShippedPresets())
            .read(v.resolve("calibration/spec.yaml"))
            .workflow()
            .name();
    String second =
        new SpecReader(new ShippedPresets())
            .read(v.resolve("measured/spec.yaml"))
            .workflow()
            .name();
    assertThat(report(v.toString()).indexOf(first))
        .isBetween(0, report(v.toString()).indexOf(second));
    Files.writeString(v.resolve("validation.json"), "{\"workflow\": \"" + second + "\"}");
    String html = report(v.toString());
    assertThat(html).contains("<h1>" + second + "</h1>", ">" + first + "</a>");
    assertThat(html.indexOf("<th scope=\"row\">" + second))
        .isBetween(0, html.indexOf("<th scope=\"row\">" + first));
    assertThat(html.indexOf("<a href=\"#group-0\">" + second + "</a>")).isPositive();
    // Beside a folder that was judged, a run of another workflow is nobody's calibration.
    run("simulate", "fig-1a", "--out", folder.resolve("beside").toString());
    assertThat(report(v.toString(), folder.resolve("beside").toString()))
        .contains("<h1>" + second + ", " + first + "</h1>");
  }

  private static String noted(String line) {
    return "<p class=\"note\">" + line.replace("'", "&#39;") + "</p>";
  }

  private static String row(String name, String first, String second, String third) {
    return "<th scope=\"row\">%s</th><td class=\"n\">%s</td>%s<td class=\"n\">%s</td>"
        .formatted(name, first, second, third);
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Path html() {
    return folder.resolve("report.html");
  }

  private String report(String... arguments) throws IOException {
    java.util.List<String> all = new java.util.ArrayList<>(java.util.List.of(arguments));
    all.add(0, "report");
    all.addAll(java.util.List.of("--out", html().toString()));
    run(all.toArray(new String[0]));
    String html = Files.readString(html());
    int library = html.indexOf("<script>");
    return html.substring(0, library) + html.substring(html.indexOf("</script>", library));
  }

  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }
}
