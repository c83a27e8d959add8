package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong specification is answered with its golden line and exit code 2. */
class WrongSpecsTest {

  private static final Path FOLDER = Path.of("src/test/resources/wrong");

  static List<String> messages() throws IOException {
    return Files.readAllLines(FOLDER.resolve("messages.txt"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isAnsweredWithItsGoldenLine(String message) {
    String name = message.substring(0, message.indexOf(':'));
    CommandRun run = CommandRun.of("check", FOLDER.resolve(name).toString());
    assertThat(run.err()).isEqualTo(FOLDER.resolve(message) + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void everyWrongSpecificationHasItsMessage() throws IOException {
    try (var files = Files.list(FOLDER)) {
      List<String> specs =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".yaml"))
              .sorted()
              .toList();
      assertThat(messages().stream().map(m -> m.substring(0, m.indexOf(':'))).sorted().toList())
          .isEqualTo(specs);
      assertThat(specs).hasSizeGreaterThanOrEqualTo(20);
    }
  }
}
