package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.interchange.TraceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportCommandTest {

  private static final String JOBS =
      """
      JobID|JobName|Start|End|NCPUS
      1|first|2024-05-01T12:00:00|2024-05-01T12:01:00|2
      2|second|2024-05-01T12:00:30|2024-05-01T12:01:30|2
      """;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void whatIsImportedIsTakenByTheOtherCommands() throws IOException {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of("import", file("jobs.txt", JOBS), "--json", "--out", out.toString());
    assertThat(run.code()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(run.out());
    assertThat(json.get("format").asString()).isEqualTo("slurm");
    assertThat(json.get("tasks").asInt()).isEqualTo(2);
    assertThat(json.get("trace").asBoolean()).isTrue();
    assertThat(Files.readString(out.resolve("tasks.csv")))
        .isEqualTo("id,set,index\n1,first,0\n2,second,0\n");
    assertThat(TraceFile.read(out.resolve("trace-recorded.csv")).records()).hasSize(2);
    String spec = out.resolve("workflow.yaml").toString();
    assertThat(CommandRun.of("check", spec).code()).isZero();
    assertThat(CommandRun.of("predict", spec).code()).isZero();
    assertThat(CommandRun.of("simulate", spec).code()).isZero();

    String trace = out.resolve("trace-recorded.csv").toString();
    String instance = folder.resolve("instance.json").toString();
    assertThat(CommandRun.of("export", "--wfformat", spec, trace, "--out", instance).code())
        .isZero();
    CommandRun again = CommandRun.of("import", instance);
    assertThat(again.out()).contains("2 tasks in 2 sets, 0 edges", "a trace of 90.00 s");
    assertThat(CommandRun.of("export", "--wfformat", trace).out()).contains("\"schemaVersion\"");
    assertThat(CommandRun.of("export", "--wfformat", spec, spec).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theSameFileGivesTheSameBytes() throws IOException {
    String file = file("jobs.txt", JOBS);
    for (String name : new String[] {"a", "b"}) {
      assertThat(CommandRun.of("import", file, "--out", folder.resolve(name).toString()).code())
          .isZero();
    }
    for (String name : new String[] {"workflow.yaml", "import.json", "trace-recorded.csv"}) {
      assertThat(folder.resolve("a").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(name));
    }
  }

  @Test
  void wrongInputIsOneLineAndCode2() throws IOException {
    for (String[] arguments :
        new String[][] {
          {"import", file("hello.txt", "hello\n")},
          {"import", folder.resolve("absent").toString()},
          {"import", file("jobs.txt", JOBS), "--from", "slrm"},
          {"import", file("jobs.txt", JOBS), "--from", "wfformat"},
          {"import", folder.toString()},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err().strip()).doesNotContain("\n");
      assertThat(run.out()).isEmpty();
    }
  }
}
