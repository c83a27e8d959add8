package org.interleave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.analysis.Prediction;
import org.interleave.cli.CommandRun;
import org.interleave.cluster.Cluster;
import org.interleave.duration.Duration;
import org.interleave.workflow.Resources;
import org.interleave.workflow.TaskSet;
import org.interleave.workflow.Workflow;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples are code that compiles and specifications that run. */
class ReadmeTest {

  private static final Path README = Path.of("../README.md");
  private static final Path SELF = Path.of("src/test/java/org/interleave/ReadmeTest.java");

  @TempDir private Path folder;

  private static String verdict() {
    // README begins
    Workflow workflow =
        Workflow.of(
            "coupled",
            TaskSet.of("Simulate", 96, Resources.of(4, 1), Duration.ofSeconds(340)),
            TaskSet.of("Train", 1, Resources.of(8, 4), Duration.ofSeconds(600), "Simulate"),
            TaskSet.of("Analyse", 16, Resources.of(16, 0), Duration.ofSeconds(300), "Simulate"),
            TaskSet.of("Select", 16, Resources.of(8, 0), Duration.ofSeconds(450), "Analyse"));
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    Cluster cluster = Cluster.of("cluster", 16, 42, 6);
    Prediction prediction = Prediction.of(graph, cluster, Overheads.NONE, Map.of());
    System.out.println(prediction.verdict());
    // README ends
    return prediction.verdict();
  }

  @Test
  void theLibraryExampleIsThisCode() throws IOException {
    String code = Files.readString(SELF);
    String body =
        code.substring(
            code.indexOf("    // README begins\n") + "    // README begins\n".length(),
            code.indexOf("    // README ends\n"));
    assertThat(block("java")).isEqualTo(body.replaceAll("(?m)^    ", ""));
    assertThat(verdict()).startsWith("asynchronous: yes, +22%");
  }

  @Test
  void theSpecificationIsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), block("yaml"));
    CommandRun run = CommandRun.of("simulate", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void theSweepIsOne() throws IOException {
    String readme = Files.readString(README);
    String text = readme.substring(readme.indexOf("sweep: 1\n"));
    Path file =
        Files.writeString(folder.resolve("sweep.yaml"), text.substring(0, text.indexOf("```")));
    CommandRun run = CommandRun.of("sweep", file.toString(), "--dry-run");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("30 points");
  }

  @Test
  void theQuotedSpansAreThoseOfThePaperCommand() throws IOException {
    String text = CommandRun.of("paper", "--out", folder.toString()).out();
    String spans =
        text.substring(text.indexOf("Spans in seconds"), text.indexOf("Two asynchronous"));
    String readme = Files.readString(README);
    for (String line : spans.lines().skip(2).filter(l -> !l.isBlank()).toList()) {
      String[] c = line.split("\\s{2,}", -1);
      assertThat(readme)
          .contains(
              "| " + c[0] + " | " + c[1] + " / " + c[2] + " s | " + c[4] + " / " + c[5] + " s | "
                  + c[7] + " / " + c[8] + " |");
    }
  }

  private static String block(String language) throws IOException {
    Matcher m =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertThat(m.find()).as("a block of " + language).isTrue();
    return m.group(1);
  }
}
