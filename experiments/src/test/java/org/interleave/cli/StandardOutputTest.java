package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of results that nobody takes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class StandardOutputTest {

  @TempDir private Path folder;

  @Test
  void aPipeThatIsClosedEndsTheCommandWithoutAWord() throws Exception {
    // Begins when told to, so that the pipe is closed before anything is written.
    assertThat(codeAfterClosing("read go; exec \"$@\"", "examples")).isEqualTo(ExitCode.UNREAD);
    assertThat(err()).isEmpty();
  }

  @Test
  void aCommandThatFailedSaysSoWhoeverReadsIt() throws Exception {
    String[] wrong = {"predict", "no-such-workflow"};
    assertThat(codeAfterClosing("read go; exec \"$@\"", wrong)).isEqualTo(ExitCode.USAGE);
    assertThat(err()).contains("no-such-workflow").doesNotContain("standard output");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsFullIsAnError() throws Exception {
    assertThat(codeAfterClosing("read go; exec \"$@\" >/dev/full", "examples"))
        .isEqualTo(ExitCode.IO);
    assertThat(err())
        .startsWith("interleave: standard output can't be written: results are lost: ")
        .hasLineCount(1);
  }

  private int codeAfterClosing(String script, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-XX:-UsePerfData", "-Djava.awt.headless=true"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectError(errors().toFile()).start();
    try {
      process.getInputStream().close();
      try (OutputStream in = process.getOutputStream()) {
        in.write("go\n".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(process.waitFor(RealProgram.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private Path errors() {
    return folder.resolve("err.txt");
  }

  private String err() throws IOException {
    return Files.readString(errors());
  }
}
