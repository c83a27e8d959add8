package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interleave.execution.journal.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a real run is said in one line. */
class RealUsageTest {

  private static final String SETS =
      """
      interleave: 1
      name: small
      sets:
        A: {tasks: 3, slots: 1, time: 1 ms}
      """;
  private static final String CLUSTER =
      "cluster: {slot: core, virtual: true, nodes: [{count: 1, cores: 4000}]}\n";

  @TempDir private Path folder;
  private Path spec;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    spec = Files.writeString(folder.resolve("s.yaml"), SETS + CLUSTER);
    run = folder.resolve("run");
  }

  private static void refuses(String message, String... arguments) {
    fails(ExitCode.USAGE, message, arguments);
  }

  private static void fails(int code, String message, String... arguments) {
    CommandRun refused = CommandRun.of(arguments);
    assertThat(refused.err()).hasLineCount(1).contains(message);
    assertThat(refused.code()).as(refused.err()).isEqualTo(code);
    assertThat(refused.out()).isEmpty();
  }

  private void makeRun() {
    CommandRun made = CommandRun.of("run", spec.toString(), "--out", run.toString());
    assertThat(made.code()).as(made.err()).isZero();
  }

  @Test
  void whatToRunMustBeSaid() {
    refuses("say which SPEC to run, or --resume DIR", "run");
    refuses("--retry-failed is for --resume DIR", "run", spec.toString(), "--retry-failed");
    refuses("no run.json", "run", "--resume", folder.toString());
    refuses("no run.json", "run", "--resume", folder.resolve("none").toString());
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(folder.resolve("lock")).doesNotExist();
    String[] both = {"run", "--resume", folder.toString(), spec.toString()};
    refuses("leave SPEC out", both);
    refuses("leave --seed out", "run", "--resume", folder.toString(), "--seed", "2");
  }

  @Test
  void aFolderServesOnce() throws IOException {
    makeRun();
    byte[] before = Files.readAllBytes(run.resolve("asynchronous/journal"));
    refuses("go on with them by --resume " + run, "run", spec.toString(), "--out", run.toString());
    try (RunDirectory held = RunDirectory.open(run)) {
      refuses("is in use by another run (process ", "run", "--resume", held.path().toString());
      refuses("is in use", "run", spec.toString(), "--out", held.path().toString());
    }
    assertThat(run.resolve("asynchronous/journal")).hasBinaryContent(before);
  }

  @Test
  void aRunMustFitTheMachine() throws IOException {
    Path large =
        Files.writeString(folder.resolve("l.yaml"), SETS + CLUSTER.replace("true", "false"));
    String out = run.toString();
    refuses("declare it virtual (--virtual)", "run", large.toString(), "--out", out);
    assertThat(run).doesNotExist();
    Path load =
        Files.writeString(
            folder.resolve("stress.yaml"), SETS.replace("1 ms", "1 ms, run: stress") + CLUSTER);
    refuses("let it sleep (run: sleep)", "run", load.toString(), "--out", out);
    Path unknown =
        Files.writeString(
            folder.resolve("u.yaml"), SETS.replace("1 ms", "1 ms, run: [no-such-one]") + CLUSTER);
    refuses("runs 'no-such-one', but there is no such", "run", unknown.toString(), "--out", out);
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "NaN", "-1", "1e400", "1001", "x"})
  void aTimeScaleIsAPositiveNumber(String scale) {
    String[] words = {"run", spec.toString(), "--out", run.toString(), "--time-scale", scale};
    refuses("--time-scale", words);
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"timeScale\" : \"1.0\" | \"timeScale\" : \"NaN\"",
        "\"timeScale\" : \"1.0\" | \"timeScale\" : \"-1\"",
        "\"id\" : \" | \"id\" : \"$(x) ",
        "\"base\" : \"/ | \"base\" : \"",
        "\"plan\" : \"asyn | \"plan\" : \"x",
        "\"repetitions\" : 1 | \"repetitions\" : 0",
        "\"repetitions\" : 1 | \"repetitions\" : 2000000000",
        "\"name\" : \"async | \"name\" : \"../x",
        "\"seed\" : \"1\" | \"seed\" : \"z\"",
        "\"modes\" | \"nodes\"",
        "\"interleave-run\" : 1 | \"interleave-run\" : 2",
        "{ | ["
      })
  void damagedSettingsAreNamed(String sound, String damaged) throws IOException {
    makeRun();
    Path file = run.resolve("run.json");
    String text = Files.readString(file);
    assertThat(text).contains(sound);
    Files.writeString(file, text.replaceFirst("\\Q" + sound + "\\E", damaged.replace("$", "\\$")));
    refuses(file + ":1:1: the settings of this run are damaged", "run", "--resume", run.toString());
  }

  @Test
  void settingsThatAreNoTextAreDamaged() throws IOException {
    makeRun();
    Files.write(run.resolve("run.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{'});
    refuses("the settings of this run are damaged", "run", "--resume", run.toString());
  }

  @Test
  void aDamagedSpecificationIsNamed() throws IOException {
    makeRun();
    Path file = run.resolve("spec.yaml");
    Files.writeString(file, Files.readString(file).replace("tasks", "tosks"));
    refuses(file + ":", "run", "--resume", run.toString());
    Files.delete(file);
    CommandRun refused = CommandRun.of("run", "--resume", run.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).hasLineCount(1).contains("spec.yaml");
  }

  @Test
  void aDamagedJournalIsNamedWithThePlace() throws IOException {
    makeRun();
    Path file = run.resolve("asynchronous/journal");
    byte[] bytes = Files.readAllBytes(file);
    int second = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    byte[] damaged = Arrays.copyOf(bytes, bytes.length);
    damaged[second + 12] ^= 1;
    Files.write(file, damaged);
    CommandRun refused = CommandRun.of("run", "--resume", run.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("interleave: " + file + " at byte " + second + ": the checksum does not match");
    assertThat(file).hasBinaryContent(damaged);
  }

  @Test
  void aFolderThatCannotBeWrittenIsAnInputOutputError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    fails(
        ExitCode.IO, "can't write", "run", spec.toString(), "--out", file.resolve("x").toString());
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertThat(closed.toFile().setWritable(false)).isTrue();
    try {
      assumeThat(Files.isWritable(closed)).as("whoever runs this may write anywhere").isFalse();
      String out = closed.resolve("run").toString();
      fails(ExitCode.IO, "can't write", "run", spec.toString(), "--out", out);
    } finally {
      assertThat(closed.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void withoutSlurmNoRunIsBegunThere() throws Exception {
    Path out = folder.resolve("no-slurm");
    try (RealProgram program =
        RealProgram.startBy(
            List.of("/usr/bin/env", "PATH=/nowhere"),
            folder,
            "run",
            "cdag2-as-run",
            "--backend",
            "slurm",
            "--out",
            out.toString())) {
      assertThat(program.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(program.err()).contains("Slurm can't be used here: there is no program sbatch");
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void optionsOfJobsAreForJobs() {
    CommandRun run = CommandRun.of("run", "cdag2-as-run", "--partition", "all");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("are for --backend slurm");
  }
}
