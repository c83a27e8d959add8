package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.interleave.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader has it. */
class ReportInBrowserTest {

  private static final String USE = "document.querySelector('.use')";
  private static final String GANTT = "document.querySelector('.gantt')";
  private static final String FROM =
      "String(echarts.getInstanceByDom(%s.firstChild).getOption().dataZoom[0].start)";

  private static final String FOCUSED = "document.activeElement.getAttribute('aria-label')";

  private static final String DRAWN = "document.querySelector('.use canvas').toDataURL()";

  @TempDir private Path profile;
  @TempDir private Path folder;

  @Test
  void chartsAreDrawnZoomedReadAndPrinted() throws Exception {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "there is no Chromium here (Debian: apt install chromium)");
    for (String preset : List.of("ddmd-as-run", "cdag1-as-run", "cdag2-as-run")) {
      assertThat(
              CommandRun.of("simulate", preset, "--out", folder.resolve(preset).toString()).code())
          .isZero();
    }
    assertThat(
            CommandRun.of(
                    "simulate",
                    "ddmd-as-run",
                    "--set",
                    "sets.Inference.time={normal: {mean: 38 s, cv: 0.2}}",
                    "--replications",
                    "40",
                    "--out",
                    folder.resolve("replicated").toString())
                .code())
        .isZero();
    Path page = folder.resolve("report.html");
    assertThat(CommandRun.of("report", folder.toString(), "--out", page.toString()).code())
        .isZero();
    try (Browser browser = new Browser(program.get(), profile, 1400, 2600)) {
      assertThat(browser.open(page)).as("milliseconds until all is drawn").isLessThan(60_000);
      assertThat(browser.evaluate("String(document.querySelectorAll('.chart canvas').length)"))
          .isEqualTo("6");

      // The tip of the utilization and of a task, by mouse.
      over(browser, USE, 0.5, 0.1);
      assertThat(tip(browser, USE)).contains("busy of all", "2688");
      over(browser, GANTT, 0.2, 0.15);
      assertThat(tip(browser, GANTT)).contains("waited for resources", "in the launcher");

      // Zoom by buttons, and back.
      browser.evaluate("document.querySelector('[data-chart=use] [data-do=in]').click()");
      assertThat(Double.parseDouble(browser.evaluate(FROM.formatted(USE)))).isPositive();
      browser.evaluate("document.querySelector('[data-chart=use] [data-do=reset]').click()");
      assertThat(Double.parseDouble(browser.evaluate(FROM.formatted(USE)))).isZero();

      // By the wheel with Ctrl.
      double[] point = over(browser, USE, 0.5, 0.1);
      browser.wheel(point[0], point[1], -240);
      Thread.sleep(500);
      assertThat(Double.parseDouble(browser.evaluate(FROM.formatted(USE)))).isPositive();

      // By keyboard: what is focused is read out.
      browser.evaluate(GANTT + ".focus()");
      browser.key("ArrowRight");
      assertThat(browser.evaluate("document.getElementById('live').textContent"))
          .contains("task", "runs");

      // A set can be hidden; another run shown.
      String before = browser.evaluate(USE + ".querySelector('canvas').toDataURL()");
      browser.evaluate("document.querySelector('.legend button').click()");
      Thread.sleep(500);
      assertThat(browser.evaluate(USE + ".querySelector('canvas').toDataURL()"))
          .isNotEqualTo(before);
      browser.evaluate(
          "var s = document.querySelector('select.run'); s.value = '0';"
              + " s.dispatchEvent(new Event('change'))");
      assertThat(browser.evaluate("document.querySelector('.details.shown h4').textContent"))
          .startsWith("sequential");

      // The graph: arrows go along edges, the critical chain first; neighbours are brought out.
      browser.evaluate("document.querySelector('.details.shown .set').focus()");
      assertThat(browser.evaluate(FOCUSED)).startsWith("T0, 96 tasks");
      browser.key("ArrowRight");
      assertThat(browser.evaluate(FOCUSED)).startsWith("T1, 16 tasks");
      assertThat(
              browser.evaluate(
                  "String(document.querySelectorAll('.details.shown .edge.near').length)"))
          .isEqualTo("3");
      browser.key("ArrowLeft");
      assertThat(browser.evaluate(FOCUSED)).startsWith("T0, 96 tasks");
      assertThat(
              browser.evaluate(
                  "String([...document.querySelectorAll('.dag .set, .histogram')].every(s => s.tabIndex === 0))"))
          .isEqualTo("true");

      // Distributions, of a size.
      assertThat(
              browser.evaluate(
                  "String([...document.querySelectorAll('.histogram')].map(h => h.getBoundingClientRect().width > 300))"))
          .isEqualTo("true,true,true");

      // Paper does not wait for a frame: what is drawn at once is what stays, as wide as a sheet.
      String printed = browser.evaluate("window.dispatchEvent(new Event('beforeprint')); " + DRAWN);
      Thread.sleep(500);
      assertThat(browser.evaluate(DRAWN).equals(printed)).as("drawn at once").isTrue();
      assertThat(browser.evaluate("String(" + USE + ".querySelector('canvas').clientWidth)"))
          .isEqualTo("690");
      browser.evaluate("window.dispatchEvent(new Event('afterprint')); ''");

      assertThat(new String(browser.pdf(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }
    assertThat(Files.exists(page)).isTrue();
  }

  @Test
  void longTablesAreShownWholeWhenTheKeyboardAsksForIt() throws Exception {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "there is no Chromium here (Debian: apt install chromium)");
    StringBuilder spec = new StringBuilder("interleave: 1\nname: many\nsets:\n");
    for (int i = 0; i < 230; i++) {
      spec.append("  S").append(i).append(": {tasks: 1, slots: 1, time: 10 s}\n");
    }
    spec.append("cluster: {slot: core, nodes: [{count: 1, cores: 8}]}\n");
    Path file = Files.writeString(folder.resolve("many.yaml"), spec);
    Path runs = folder.resolve("runs");
    assertThat(CommandRun.of("simulate", file.toString(), "--out", runs.toString()).code())
        .isZero();
    Path page = folder.resolve("report.html");
    assertThat(CommandRun.of("report", runs.toString(), "--out", page.toString()).code()).isZero();
    try (Browser browser = new Browser(program.get(), profile, 1400, 2600)) {
      browser.open(page);
      String shown =
          "String([...document.querySelectorAll('.details.shown [aria-label=Waits] tbody tr')]"
              + ".filter(r => r.getClientRects().length > 0).length)";
      assertThat(browser.evaluate(shown)).isEqualTo("200");

      browser.evaluate("document.querySelector('.details.shown .rest button').focus()");
      browser.enter();

      assertThat(browser.evaluate(shown)).isEqualTo("230");
      assertThat(browser.evaluate("document.activeElement.textContent")).startsWith("S200");
      assertThat(browser.evaluate("document.getElementById('live').textContent"))
          .isEqualTo("all 230 rows are shown");
      assertThat(
              browser.evaluate(
                  "String(document.querySelector('.details.shown [aria-label=Waits] .rest'))"))
          .isEqualTo("null");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static double[] over(Browser browser, String chart, double x, double y) throws Exception {
    browser.evaluate(chart + ".scrollIntoView()");
    String place =
        "JSON.stringify((r => [r.left + %s * r.width, r.top + %s * r.height])(%s.getBoundingClientRect()))";
    String[] at =
        browser.evaluate(place.formatted(x, y, chart)).replaceAll("[\\[\\]]", "").split(",", -1);
    double[] point = {Double.parseDouble(at[0]), Double.parseDouble(at[1])};
    browser.move(point[0], point[1]);
    Thread.sleep(300);
    return point;
  }

  private static String tip(Browser browser, String chart) throws Exception {
    return browser.evaluate(chart + ".querySelector('.tip').textContent");
  }
}
