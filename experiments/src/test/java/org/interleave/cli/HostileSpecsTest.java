package org.interleave.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.spec.HostileTexts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Specifications that are meant to harm: each is answered with its golden line and exit code 2,
 * soon and within little memory.
 */
class HostileSpecsTest {

  private static final Path FOLDER = Path.of("src/test/resources/hostile");
  private static final String MOST_MEMORY = "-Xmx256m";

  @TempDir private static Path generated;

  @BeforeAll
  static void writeWhatIsGenerated() throws IOException {
    for (Map.Entry<String, byte[]> text : HostileTexts.byName().entrySet()) {
      Files.write(generated.resolve(text.getKey()), text.getValue());
    }
  }

  static List<String> messages() throws IOException {
    return Files.readAllLines(FOLDER.resolve("messages.txt"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isAnsweredWithItsGoldenLine(String message) {
    Path file = file(nameIn(message));
    CommandRun run = CommandRun.of("check", file.toString());
    assertThat(run.err()).isEqualTo(golden(message));
    assertThat(run.err().strip().codePoints()).noneMatch(Character::isISOControl);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void allAreAnsweredSoonAndWithinLittleMemory() throws Exception {
    List<String> expected = messages();
    List<String> lines =
        checkedInLittleMemory(expected.stream().map(m -> file(nameIn(m))).toList());
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\t", 3);
      assertThat(parts[2] + System.lineSeparator()).isEqualTo(golden(expected.get(i)));
      assertThat(Integer.parseInt(parts[0])).isEqualTo(ExitCode.USAGE);
      assertThat(Long.parseLong(parts[1])).as("ms for " + expected.get(i)).isLessThan(1_000);
    }
  }

  @Test
  void theNumberOfValuesIsLimitedByALimitAndByMemory() throws Exception {
    Path file = Files.write(generated.resolve("nodes.yaml"), HostileTexts.tooManyNodes());
    assertThat(CommandRun.of("check", file.toString()).err())
        .startsWith(file + ":13:200024: more than 2500000 keys and values");
    assertThat(checkedInLittleMemory(List.of(file)))
        .singleElement(as(STRING))
        .startsWith("2\t")
        // Where memory runs out, each Java knows for itself.
        .containsPattern(
            Pattern.quote(file.toString())
                + ":[0-9]+:[0-9]+: the text needs more memory than Java may use");
  }

  /** What a process with limited memory prints of the files. */
  private static List<String> checkedInLittleMemory(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(MOST_MEMORY, "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CheckAll.class.getName());
    files.forEach(file -> command.add(file.toString()));
    Path out = generated.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(out);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  static Stream<Map.Entry<String, byte[]>> strange() {
    return HostileTexts.accepted().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("strange")
  void whatIsOnlyStrangeIsRead(Map.Entry<String, byte[]> text) throws IOException {
    Path file = Files.write(generated.resolve("accepted-" + text.getKey()), text.getValue());
    CommandRun run = CommandRun.of("check", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void everyHostileSpecificationHasItsMessage() throws IOException {
    Map<String, String> all = new TreeMap<>();
    HostileTexts.byName().keySet().forEach(name -> all.put(name, "generated"));
    try (var files = Files.list(FOLDER)) {
      files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .forEach(name -> assertThat(all.put(name, "file")).as(name + " twice").isNull());
    }
    assertThat(messages().stream().map(HostileSpecsTest::nameIn))
        .containsExactlyElementsOf(all.keySet());
  }

  private static String nameIn(String message) {
    return message.substring(0, message.indexOf(':'));
  }

  private static Path file(String name) {
    Path file = FOLDER.resolve(name);
    return Files.exists(file) ? file : generated.resolve(name);
  }

  private static String golden(String message) {
    String name = nameIn(message);
    return file(name) + message.substring(name.length()) + System.lineSeparator();
  }
}
