package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Job arrays on a real Slurm of this machine: task sets, and the shards of sweeps. */
@Timeout(400)
class JobsOnSlurmTest extends OnSlurm {

  private static final String SPEC =
      """
      interleave: 1
      name: arrays
      sets:
        T0: {tasks: 12, slots: 1, time: 1500 ms}
        T1: {tasks: 4, slots: 2, time: 1 s, after: [T0]}
        T2: {tasks: 4, slots: 2, time: 1 s, after: [T0], run: [sh, -c, "echo $INTERLEAVE_INDEX 'a  b' {slots}; sleep 1"]}
        T3: {tasks: 4, slots: 1, time: 1 s, after: [{set: T1, match: index}]}
        T4: {tasks: 2, slots: 1, time: 1 s, after: [T2, T3]}
      cluster: {slot: core, virtual: true, nodes: [{count: 3, cores: 44}]}
      """;

  private static final int TASKS = 26;

  private static final List<String> AS_JOBS = List.of("--slurm-mode", "jobs");

  @Test
  void setsRunAsArraysInTheirOrder() throws Exception {
    try (RealProgram program = begin(SPEC, AS_JOBS)) {
      Trace trace = finished(program, TASKS);
      assertThat(trace.records()).hasSize(TASKS);
      assertThat(trace.header().provenance()).containsEntry("backend", "slurm-jobs");
    }
    try (Stream<Path> outputs = Files.list(run().path().resolve("asynchronous/output/T2/0"))) {
      Path first =
          outputs
              .filter(p -> p.getFileName().toString().matches("0-.*out"))
              .findFirst()
              .orElseThrow();
      assertThat(first).hasContent("0 a  b 2");
    }
  }

  @Test
  void aWatcherThatIsKilledLosesAndRepeatsNothing() throws Exception {
    try (RealProgram program = begin(SPEC, AS_JOBS)) {
      awaitDone(program, 6);
      program.signal("KILL");
      program.exitCode();
    }
    Thread.sleep(2_000);
    try (RealProgram again = resume(AS_JOBS)) {
      Trace trace = finished(again, TASKS);
      assertThat(trace.records()).as("no attempt was made in vain").hasSize(TASKS);
    }
  }

  @Test
  void whatIsInterruptedIsCancelledAndGoesOn() throws Exception {
    try (RealProgram program = begin(SPEC, AS_JOBS)) {
      awaitDone(program, 12);
      program.signal("INT");
      assertThat(program.exitCode()).as(program.err()).isEqualTo(130);
    }
    run().millisToQuiet();
    run().soundTrace();
    try (RealProgram again = resume(AS_JOBS)) {
      finished(again, TASKS);
    }
  }

  @Test
  void aTaskThatIsCancelledFromOutsideRunsAgain() throws Exception {
    try (RealProgram program = begin(SPEC, AS_JOBS)) {
      program.await(
          "tasks run", () -> Files.exists(run().path().resolve("asynchronous/jobs/1/0.0.begin")));
      String submitted = Files.readString(run().path().resolve("asynchronous/jobs/submitted"));
      Matcher job = Pattern.compile("job\tinterleave-T0-\\S+\t(\\d+)").matcher(submitted);
      assertThat(job.find()).isTrue();
      slurm.command("scancel", job.group(1) + "_0");
      Trace trace = finished(program, TASKS);
      assertThat(trace.records().stream().filter(r -> r.set().equals("T0") && r.index() == 0))
          .extracting(TaskRecord::end)
          .containsExactly(TaskEnd.LOST, TaskEnd.DONE);
    }
  }

  @Test
  void aSweepOverSlurmHasTheSameBytesThoughAShardIsLost() throws Exception {
    Path sweep =
        Files.writeString(
            folder.resolve("sweep.yaml"),
            """
            sweep: 1
            spec: diamond
            vary:
              iterations: [1, 2, 3, 4, 5, 6, 7, 8]
              cluster.nodes[0].count: [0, 1, 2, 4, 8]
            replications: 3
            seed: 5
            """);
    Path alone = folder.resolve("alone");
    try (RealProgram program =
        slurm.program(folder, List.of("sweep", sweep.toString(), "--out", alone.toString()))) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    Path out = folder.resolve("shards");
    List<String> words =
        new ArrayList<>(List.of("sweep", sweep.toString(), "--out", out.toString()));
    words.addAll(List.of("--backend", "slurm", "--shards", "4", "--time", "10"));
    try (RealProgram program = slurm.program(folder, words)) {
      program.await("submitted", () -> program.err().contains("submitted job"));
      Matcher job = Pattern.compile("submitted job (\\d+)").matcher(program.err());
      assertThat(job.find()).isTrue();
      slurm.command("scancel", job.group(1) + "_2");
      assertThat(program.exitCode()).as(program.err()).isZero();
      assertThat(program.err()).contains("(1 of 4 shards)");
    }
    assertThat(out.resolve("points.csv")).hasSameBinaryContentAs(alone.resolve("points.csv"));
    assertThat(out.resolve("summary.json")).hasSameBinaryContentAs(alone.resolve("summary.json"));
    assertThat(Files.readAllLines(out.resolve("points.csv"))).hasSize(41);
  }
}
