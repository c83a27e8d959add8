package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.execution.journal.Fact;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals end a real run in good order; a second one ends it at once. */
class RealSignalsTest {

  /** Every task waits for the file {@code go}, of which it is certain that it is not there. */
  private static final String WAITING =
      """
      interleave: 1
      name: waiting
      sets:
        A: {tasks: 4, slots: 1, time: 20 ms}
        B: {tasks: 6, slots: 1, time: 1 s, after: [A], run: [sh, -c, 'test -e go || sleep 1000']}
        C: {tasks: 4, slots: 1, time: 20 ms, after: [B]}
      cluster: {slot: core, virtual: true, nodes: [{count: 1, cores: 4}]}
      """;

  private static final String STUBBORN =
      """
      interleave: 1
      name: stubborn
      sets:
        A:
          tasks: 2
          slots: 1
          time: 1 s
          run: [sh, -c, 'test -e go || { trap "" TERM; : > {work}/deaf-{index}; sleep 1000; }']
      failures: {grace: 10 min}
      cluster: {slot: core, virtual: true, nodes: [{count: 1, cores: 4}]}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsTheRunInGoodOrder(String signal, int code) throws Exception {
    assumeIsHeard(signal);
    RealFolder run = new RealFolder(folder.resolve("run"));
    try (RealProgram program = start(WAITING, run)) {
      program.await("the tasks of B", () -> run.count(Fact.Started.class) >= 8);
      assertThat(run.processes()).hasSizeGreaterThanOrEqualTo(4);
      program.signal(signal);
      assertThat(program.exitCode()).as(program.err()).isEqualTo(code);
      assertThat(run.processes()).isEmpty();
      assertThat(program.err())
          .contains("ending what runs; once more to end at once")
          .contains("to go on: interleave run --resume " + run.path())
          .doesNotContain("--retry-failed")
          .doesNotContain("not sound");
      assertThat(program.out()).contains("waiting executed on in place (virtual slots)");
    }
    List<TaskRecord> records = run.soundTrace().records();
    assertThat(records).hasSize(8);
    assertThat(records)
        .allMatch(r -> r.end() == (r.set().equals("A") ? TaskEnd.DONE : TaskEnd.CANCELED));
    Files.writeString(folder.resolve("go"), "");
    CommandRun resumed = CommandRun.of("run", "--resume", run.path().toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(run.completeTrace().records()).hasSize(4 + 4 + 6 + 4);
  }

  @ParameterizedTest
  @CsvSource({"INT, INT, 130", "INT, TERM, 130", "TERM, INT, 143"})
  void aSecondSignalEndsAtOnceWhatTakesItsTime(String first, String second, int code)
      throws Exception {
    assumeIsHeard(first);
    assumeIsHeard(second);
    RealFolder run = new RealFolder(folder.resolve("run"));
    try (RealProgram program = start(STUBBORN, run)) {
      for (int task = 0; task < 2; task++) {
        Path deaf = run.work().resolve("deaf-" + task);
        program.await("a deaf task", () -> Files.exists(deaf));
      }
      program.signal(first);
      program.await("word of the first signal", () -> program.err().contains("ending what runs"));
      assertThat(program.isAlive()).isTrue();
      assertThat(run.processes()).isNotEmpty();
      program.signal(second);
      assertThat(program.exitCode()).as(program.err()).isEqualTo(code);
    }
    run.millisToQuiet();
    Files.writeString(folder.resolve("go"), "");
    CommandRun resumed = CommandRun.of("run", "--resume", run.path().toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    run.completeTrace();
  }

  @Test
  void aSignalBetweenTwoRunsLeavesTheSecondToTheResumption() throws Exception {
    assumeIsHeard("TERM");
    Path spec = Files.writeString(folder.resolve("spec.yaml"), WAITING);
    Path out = folder.resolve("run");
    try (RealProgram program =
        RealProgram.start(
            folder, "run", spec.toString(), "--mode", "both", "--out", out.toString())) {
      RealFolder run = new RealFolder(out);
      Path journal = out.resolve("sequential/journal");
      program.await("a journal", () -> Files.exists(journal) && run.hasRun());
      program.signal("TERM");
      assertThat(program.exitCode()).as(program.err()).isEqualTo(143);
      assertThat(run.processes()).isEmpty();
      assertThat(out.resolve("sequential/trace.csv")).exists();
      assertThat(out.resolve("asynchronous")).doesNotExist();
    }
    Files.writeString(folder.resolve("go"), "");
    CommandRun resumed = CommandRun.of("run", "--resume", out.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("sequential", "asynchronous", "I of asynchronous");
    new RealFolder(out).completeTrace();
  }

  private RealProgram start(String text, RealFolder run) throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), text);
    return RealProgram.start(folder, "run", spec.toString(), "--out", run.path().toString());
  }

  /** Who was started to ignore a signal, as with nohup, passes that on to what it starts. */
  private static void assumeIsHeard(String signal) throws IOException {
    int number = List.of("HUP", "INT").indexOf(signal);
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    int bit = number >= 0 ? number : 14; // TERM
    assumeThat(Long.parseUnsignedLong(ignored, 16) >> bit & 1).as("%s ignored", signal).isZero();
  }
}
