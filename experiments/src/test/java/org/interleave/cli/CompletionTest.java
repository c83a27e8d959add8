package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Order;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash offers after it has read the script. */
class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder;
  private Path script = Path.of("");

  @BeforeAll
  static void needsBash() {
    assumeTrue(Files.isExecutable(BASH), "no bash here");
  }

  @BeforeEach
  void print() throws IOException {
    CommandRun run = CommandRun.of("completion");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    script = Files.writeString(folder.resolve("interleave.bash"), run.out());
  }

  @Test
  void theScriptIsValid() throws Exception {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void commandsAreCompleted() throws Exception {
    assertThat(offered("sim")).containsExactly("simulate");
    assertThat(offered("exp")).containsExactlyInAnyOrder("explain", "export");
    assertThat(offered("")).contains("predict", "run", "report", "completion");
  }

  @Test
  void everyOptionOfEveryCommandIsCompleted() throws Exception {
    for (var command : Main.commandLine().getSubcommands().entrySet()) {
      List<String> names =
          command.getValue().getCommandSpec().options().stream()
              .map(option -> option.longestName())
              .toList();
      assertThat(offered(command.getKey(), "--")).as(command.getKey()).containsAll(names);
    }
  }

  @Test
  void valuesOfOptionsAreCompleted() throws Exception {
    assertThat(offered("plot", "--kind", "")).contains("utilization", "gantt").hasSize(5);
    assertThat(offered("simulate", "x.yaml", "--mode", "as")).containsExactly("asynchronous");
    assertThat(offered("validate", "x.yaml", "--baseline", "r")).containsExactly("ranks");
    assertThat(offered("simulate", "x.yaml", "--fit", "")).containsExactly("skip", "strict");
    assertThat(offered("predict", "x.yaml", "--placement", "b")).containsExactly("best-fit");
    assertThat(offered("predict", "x.yaml", "--cluster", "sum"))
        .containsExactly("summit-16", "summit-16-as-run");
    assertThat(offered("predict", "x.yaml", "--overheads", "")).contains("summit-entk", "none");
    assertThat(offered("run", "x.yaml", "--order", "")).hasSize(Order.values().length);
  }

  @Test
  void shippedSpecificationsAreCompleted() throws Exception {
    List<String> all = new ShippedPresets().names(ShippedPresets.WORKFLOW);
    for (String command : List.of("predict", "simulate", "run", "validate", "explain", "check")) {
      assertThat(offered(command, "cdag2-as-r")).as(command).containsExactly("cdag2-as-run");
      assertThat(offered(command, "")).as(command).containsAll(all);
    }
  }

  /** The script calls its lists by the labels of options: two of one label would get one list. */
  @Test
  void noTwoListsOfACommandHaveOneName() throws IOException {
    for (String function : Files.readString(script).split("\nfunction ", -1)) {
      List<String> lists =
          Pattern.compile("local (\\w+_(?:option|pos_param)_args)=")
              .matcher(function)
              .results()
              .map(m -> m.group(1))
              .toList();
      assertThat(lists).doesNotHaveDuplicates();
    }
  }

  /** In bash, what a function offers nothing for is completed as a file, if its option says so. */
  @Test
  void filesAreCompletedToo() throws IOException {
    assertThat(Files.readString(script))
        .contains("-o default interleave")
        .doesNotContain("compopt +o default");
  }

  /** What is offered for the last of the words. */
  private List<String> offered(String... words) throws Exception {
    StringBuilder line = new StringBuilder("COMP_WORDS=(interleave");
    for (String word : words) {
      line.append(" '").append(word).append("'");
    }
    String program =
        ". "
            + script
            + "\n"
            + line
            + ")\nCOMP_CWORD="
            + words.length
            + "\nCOMP_LINE='interleave "
            + String.join(" ", words)
            + "'\n_complete_interleave 2>/dev/null\nprintf '%s\\n' \"${COMPREPLY[@]}\"";
    return bash("-c", program).lines().filter(l -> !l.isBlank()).map(String::strip).toList();
  }

  private String bash(String... arguments) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(BASH.toString(), "--norc", "--noprofile");
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
