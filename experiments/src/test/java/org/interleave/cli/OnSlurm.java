package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a real Slurm of this machine, which is started for the tests of a class. */
abstract class OnSlurm {

  static LocalCluster slurm;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    slurm = LocalCluster.start(3);
  }

  @AfterAll
  static void stop() throws Exception {
    if (slurm != null) {
      slurm.stop();
    }
  }

  RealFolder run() {
    return new RealFolder(folder.resolve("run"));
  }

  RealProgram begin(String spec, List<String> more) throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), spec);
    return program(List.of("run", file.toString(), "--out", run().path().toString()), more);
  }

  RealProgram resume(List<String> more) throws IOException {
    return program(List.of("run", "--resume", run().path().toString()), more);
  }

  private RealProgram program(List<String> words, List<String> more) throws IOException {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--backend", "slurm"));
    all.addAll(more);
    return slurm.program(folder, all);
  }

  void awaitDone(RealProgram program, int tasks) throws InterruptedException {
    program.await(
        tasks + " tasks done",
        () -> run().hasRun() && RealFolder.done(run().facts()).size() >= tasks);
  }

  /** What it has recorded once it has ended well, with so many tasks and no process left. */
  Trace finished(RealProgram program, int tasks) throws Exception {
    assertThat(program.exitCode()).as(program.err()).isZero();
    Trace trace = run().completeTrace();
    assertThat(RealFolder.done(run().facts())).hasSize(tasks);
    run().millisToQuiet();
    return trace;
  }
}
