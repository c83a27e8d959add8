package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private Path simulated(String name, String... more) {
    Path out = folder.resolve(name);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "simulate";
    arguments[1] = "cdag2-as-run";
    arguments[2] = "--out";
    arguments[3] = out.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    assertThat(CommandRun.of(arguments).code()).isZero();
    return out;
  }

  @Test
  void tracesStandSideBySideAndSayWhereTheyPart() {
    Path one = simulated("one");
    Path two = simulated("two", "--overheads", "summit-entk");
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of(
            "compare",
            "" + one.resolve("trace-asynchronous.csv"),
            "" + two.resolve("trace-asynchronous.csv"),
            "" + one.resolve("trace-sequential.csv"),
            "--out",
            "" + out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "one/trace-asynchronous.csv",
            "two/trace-asynchronous.csv part at 0.000 s by overhead",
            "was released at 0.000 s and at 35.900 s",
            "mean duration [s]");
    assertThat(out.resolve("overlay-1.svg")).exists();
    assertThat(out.resolve("overlay-2.png")).exists();
    assertThat(out.resolve("comparison.json")).exists();
  }

  @Test
  void jsonTellsIOverTheFirstAndResultsAreTakenToo() {
    Path one = simulated("one");
    CommandRun predicted =
        CommandRun.of("predict", "cdag2-as-run", "--out", "" + folder.resolve("predicted"));
    assertThat(predicted.code()).isZero();
    CommandRun run =
        CommandRun.of(
            "compare",
            "" + one.resolve("trace-sequential.csv"),
            "" + one.resolve("trace-asynchronous.csv"),
            "" + one.resolve("simulation.json"),
            "" + folder.resolve("predicted"),
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = JSON.readTree(run.out());
    double improvement = json.path("runs").get(1).path("improvement").asDouble();
    assertThat(improvement).isCloseTo(1 - 1307.6 / 1769.1, within(1e-6));
    assertThat(json.path("runs")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(json.path("divergences")).hasSize(1);
    assertThat(json.path("divergences").get(0).path("same").asBoolean()).isFalse();
    assertThat(json.path("sets")).hasSizeGreaterThan(10);
  }

  @Test
  void aRunIsTheSameAsItself() {
    Path trace = simulated("one").resolve("trace-asynchronous.csv");
    CommandRun run = CommandRun.of("compare", "" + trace, "" + trace);
    assertThat(run.out()).contains("(2) is the same as one/trace-asynchronous.csv");
  }

  @Test
  void wrongInputsAreOneLineEach() throws Exception {
    Path trace = simulated("one").resolve("trace-asynchronous.csv");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"a\": 1}");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"a\": ");
    for (String[] arguments :
        new String[][] {
          {"compare", "" + trace},
          {"compare", "" + trace, "" + folder.resolve("nowhere.csv")},
          {"compare", "" + trace, "" + folder.resolve("nowhere.json")},
          {"compare", "" + trace, "" + other},
          {"compare", "" + trace, "" + broken},
          {"compare", "" + trace, "" + trace, "--tolerance", "-1"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(run.err().lines()).as(run.err()).hasSize(1);
    }
  }
}
