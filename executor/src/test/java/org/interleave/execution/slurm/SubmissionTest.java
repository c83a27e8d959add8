package org.interleave.execution.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {
  private static final Submission JOB = Submission.of("run-1.a", List.of("true"));

  @Test
  void everythingBecomesAnOption() {
    List<String> argv =
        JOB.nodes(4)
            .tasksPerNode(1)
            .cpusPerTask(44)
            .gpusPerNode(6)
            .partition("all")
            .walltimeMicros(3_660_000_001L)
            .array(List.of(0, 1, 2, 5, 9, 8))
            .after(List.of(7L, 8L))
            .directory(Path.of("/tmp/x"))
            .output("out-%a.txt")
            .requeue(true)
            .outlivingNodes()
            .exclusive()
            .warned("TERM", 60)
            .extra(List.of("--constraint=a100"))
            .argv();
    assertThat(argv)
        .containsExactly(
            "sbatch",
            "--parsable",
            "--job-name=run-1.a",
            "--array=0-2,5,8-9",
            "--chdir=/tmp/x",
            "--cpus-per-task=44",
            "--dependency=afterok:7:8",
            "--exclusive",
            "--gres=gpu:6",
            "--kill-on-invalid-dep=yes",
            "--no-kill",
            "--nodes=4",
            "--ntasks-per-node=1",
            "--open-mode=append",
            "--output=out-%a.txt",
            "--partition=all",
            "--requeue",
            "--signal=B:TERM@60",
            "--time=61:01",
            "--export=ALL",
            "--constraint=a100",
            "--wrap=exec 'true'\n");
    assertThat(JOB.requeue(true).requeue(false).argv())
        .contains("--no-requeue")
        .doesNotContain("--requeue");
    assertThat(JOB.array(List.of(0)).argv()).contains("--array=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--job-name=x",
        "-Jx",
        "-J",
        "--wrap=rm",
        "-a1",
        "script.sh",
        "--test-only",
        "--arr=0-3",
        "--array=0\n",
        "--dep=afterok:1",
        "--cluster=other",
        "--wra=true",
        "-W",
        "--"
      })
  void argumentsThatWouldHideTheJobAreRefused(String argument) {
    assertThatThrownBy(() -> JOB.extra(List.of(argument)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + argument + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--wait-all-nodes=1",
        "--cluster-constraint=a",
        "--account=abc",
        "--constraint=a100",
        "--reservation=r",
        "--mem=0",
        "--error=x",
        "--hint=nomultithread",
        "-Aabc"
      })
  void otherArgumentsAreHandedOn(String argument) {
    assertThat(JOB.extra(List.of(argument)).argv()).contains(argument);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "a b", "a,b", "a'b", "\u00e9", "a\n"})
  void namesThatSlurmWouldReadDifferentlyAreRefused(String name) {
    assertThatThrownBy(() -> Submission.of(name, List.of("true")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wordsReachTheProgramAsTheyAre() throws Exception {
    List<String> words =
        List.of(
            "",
            " ",
            "'",
            "\"",
            "$HOME `id` $(id)",
            "a\nb\n",
            "\\n\\",
            "*",
            "\u00e9\u4e16\n\n",
            "!x",
            "-n",
            "%s",
            "tab\there",
            "\u0001\u001b[0m");
    String script =
        ShellLine.of(
            Map.of("V1", "it's \u00e9"),
            concat(List.of("sh", "-c", "printf '<%s>' \"$V1\" \"$@\"", "sh"), words));
    assertThat(script.chars()).allMatch(c -> c < 128);
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).isEqualTo("<it's \u00e9><" + String.join("><", words) + ">");
  }

  @Test
  void aToolThatDoesNotEndIsLateAndEnded() {
    Tools tools = new CommandLineTools(Map.of("A_VARIABLE", "here"));
    Answer late = tools.call(List.of("sleep", "600"), Duration.ofMillis(50));
    assertThat(late.exit()).isEqualTo(Answer.LATE);
    assertThat(Diagnosis.of(late)).isEqualTo(Diagnosis.SILENT);
    Answer unset =
        tools.call(
            List.of(
                "sh", "-c", "echo 'x: error: cannot stat file /x, retrying' >&2; exec sleep 600"),
            Duration.ofSeconds(2));
    assertThat(Diagnosis.of(unset)).isEqualTo(Diagnosis.ABSENT);
    Answer missing = tools.call(List.of("no-such-program-x"), Duration.ofSeconds(60));
    assertThat(missing.exit()).isEqualTo(Answer.MISSING);
    Answer fine =
        tools.call(
            List.of("sh", "-c", "cat; echo $A_VARIABLE $LC_ALL; echo oops >&2; exit 3"),
            Duration.ofSeconds(60));
    assertThat(fine).isEqualTo(new Answer(3, "here C\n", "oops\n"));
  }

  private static List<String> concat(List<String> a, List<String> b) {
    return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
  }
}
