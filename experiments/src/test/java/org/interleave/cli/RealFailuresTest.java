package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that fail, take too long, or do not come to their end in a real run. */
class RealFailuresTest {

  private static final String CLUSTER =
      "cluster: {slot: core, virtual: true, nodes: [{count: 1, cores: 4}]}\n";

  @TempDir private Path folder;
  private RealFolder run;

  @BeforeEach
  void nameTheFolder() {
    run = new RealFolder(folder.resolve("run"));
  }

  private CommandRun execute(String spec) throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), spec + CLUSTER);
    return CommandRun.of("run", file.toString(), "--out", run.path().toString());
  }

  private CommandRun resume(String... more) {
    String[] words = new String[3 + more.length];
    words[0] = "run";
    words[1] = "--resume";
    words[2] = run.path().toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return CommandRun.of(words);
  }

  /** How the attempts at the tasks of a set ended, in their order. */
  private static List<TaskEnd> ends(List<TaskRecord> records, String set) {
    return records.stream().filter(r -> r.set().equals(set)).map(TaskRecord::end).toList();
  }

  /** How often the tasks of each set were launched. */
  private Map<String, Long> attempts() {
    return run.trace().records().stream()
        .collect(Collectors.groupingBy(TaskRecord::set, Collectors.counting()));
  }

  @Test
  void aTaskIsTriedAgainAsOftenAsItMay() throws Exception {
    CommandRun first =
        execute(
            """
            interleave: 1
            name: shaky
            sets:
              A:
                tasks: 1
                slots: 1
                time: 1 s
                run: [sh, -c, 'echo {attempt} >> {work}/tries; test $(wc -l < {work}/tries) -ge 3']
              B: {tasks: 2, slots: 1, time: 10 ms, after: [A]}
            failures: {retries: 2}
            """);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("A #0, attempt 1, failed", "A #0, attempt 2, failed")
        .doesNotContain("attempt 3")
        .doesNotContain("to go on");
    assertThat(Files.readAllLines(run.work().resolve("tries"))).containsExactly("1", "2", "3");
    assertThat(ends(run.completeTrace().records(), "A"))
        .containsExactly(TaskEnd.FAILED, TaskEnd.FAILED, TaskEnd.DONE);
  }

  @Test
  void whatDoesNotDependOnAFailureGoesOnIfItIsToAndTheRestOnceTheCauseIsMended() throws Exception {
    CommandRun first =
        execute(
            """
            interleave: 1
            name: broken
            sets:
              A: {tasks: 3, slots: 1, time: 1 s, run: [sh, -c, 'test {index} != 1 || test -e mended']}
              B: {tasks: 2, slots: 1, time: 10 ms, after: [A]}
              C: {tasks: 2, slots: 1, time: 10 ms}
              D: {tasks: 2, slots: 1, time: 10 ms, after: [C]}
            failures: {retries: 1, on-failure: continue}
            """);
    assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.FAILED);
    assertThat(first.err())
        .contains("to go on: interleave run --resume " + run.path() + " --retry-failed");
    assertThat(ends(run.soundTrace().records(), "A"))
        .containsExactlyInAnyOrder(TaskEnd.DONE, TaskEnd.DONE, TaskEnd.FAILED, TaskEnd.FAILED);
    assertThat(attempts()).doesNotContainKey("B").containsEntry("C", 2L).containsEntry("D", 2L);

    long launched = run.count(Fact.Intended.class);
    CommandRun same = resume();
    assertThat(same.code()).as(same.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.count(Fact.Intended.class)).as("nothing was launched").isEqualTo(launched);

    CommandRun again = resume("--retry-failed");
    assertThat(again.code()).as("the cause is not mended").isEqualTo(ExitCode.FAILED);
    assertThat(run.count(Fact.Intended.class)).isEqualTo(launched + 1);
    run.soundTrace();

    Files.writeString(folder.resolve("mended"), "");
    CommandRun last = resume("--retry-failed");
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.err()).doesNotContain("to go on");
    run.completeTrace();
    assertThat(attempts()).containsEntry("A", 6L).containsEntry("B", 2L).containsEntry("D", 2L);

    CommandRun over = resume("--retry-failed");
    assertThat(over.code()).as("nothing is left to do").isZero();
    assertThat(run.count(Fact.Intended.class)).isEqualTo(launched + 4);
  }

  @Test
  void aFailureLetsNothingNewStartIfNothingElseIsSaid() throws Exception {
    CommandRun first =
        execute(
            """
            interleave: 1
            name: stopped
            sets:
              A: {tasks: 1, slots: 1, time: 1 s, run: [sh, -c, 'test -e mended']}
              C: {tasks: 1, slots: 4, time: 1 s, after: [A]}
              E: {tasks: 9, slots: 1, time: 1 s, run: [sh, -c, 'test -e mended || sleep 1']}
              D: {tasks: 2, slots: 1, time: 10 ms, after: [C]}
            """);
    assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.FAILED);
    run.soundTrace();
    assertThat(attempts()).doesNotContainKey("C").doesNotContainKey("D");
    assertThat(attempts().get("E")).as("those that ran came to their end").isBetween(3L, 8L);
    assertThat(ends(run.trace().records(), "E")).containsOnly(TaskEnd.DONE);
    assertThat(run.processes()).isEmpty();
    Files.writeString(folder.resolve("mended"), "");
    CommandRun last = resume("--retry-failed");
    assertThat(last.code()).as(last.err()).isZero();
    run.completeTrace();
  }

  @Test
  void aTaskThatTakesTooLongHasFailed() throws Exception {
    CommandRun first =
        execute(
            """
            interleave: 1
            name: slow
            sets:
              A:
                tasks: 2
                slots: 1
                time: 1 s
                timeout: 300 ms
                run: [sh, -c, 'test {index} = 0 || test {attempt} = 2 || sleep 1000']
            failures: {retries: 50}
            """);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("A #1, attempt 1, failed: ended after its timeout of 0.3 s");
    run.completeTrace();
    assertThat(run.processes()).isEmpty();
  }

  @Test
  void aRunEndsAtItsWalltimeAndGoesOnForAsLongAgain() throws Exception {
    CommandRun latest =
        execute(
            """
            interleave: 1
            name: long
            sets:
              A: {tasks: 12, slots: 2, time: 1 s, run: [sh, -c, 'test -e go || sleep 1000']}
              B: {tasks: 4, slots: 1, time: 20 ms, after: [A]}
            walltime: 1 s
            """);
    assertThat(latest.code()).as(latest.err()).isEqualTo(ExitCode.FAILED);
    assertThat(latest.err())
        .contains("to go on: interleave run --resume " + run.path())
        .doesNotContain("--retry-failed");
    List<TaskRecord> records = run.soundTrace().records();
    assertThat(records).hasSize(2).allMatch(r -> r.end() == TaskEnd.CANCELED);
    assertThat(run.processes()).isEmpty();
    Files.writeString(folder.resolve("go"), "");
    for (int session = 2; latest.code() != 0 && session < 100; session++) {
      latest = resume();
      assertThat(latest.code()).as(latest.err()).isIn(ExitCode.DONE, ExitCode.FAILED);
      run.soundTrace();
    }
    assertThat(latest.code()).as(latest.err()).isZero();
    run.completeTrace();
  }
}
