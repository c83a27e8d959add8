package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.execution.journal.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit on the size of files stands for a disk that gets full while a run goes on. */
class FullDiskTest {

  private static final String SPEC =
      """
      interleave: 1
      name: full
      sets:
        A: {tasks: 100, slots: 1, time: 10 ms}
        B: {tasks: 1, slots: 1, time: 1 s, run: [sh, -c, 'test -e go || sleep 1000']}
      cluster: {slot: core, virtual: true, nodes: [{count: 1, cores: 3}]}
      policy: {order: longest-path}
      """;

  /** Blocks of 512 bytes. */
  private static final List<String> LIMITED = List.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh");

  @TempDir private Path folder;

  @Test
  void aRunEndsWhenItsJournalCannotBeWrittenAndGoesOnWhenItCan() throws Exception {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    RealFolder run = new RealFolder(folder.resolve("run"));
    try (RealProgram program =
        RealProgram.startBy(
            LIMITED, folder, "run", spec.toString(), "--out", run.path().toString())) {
      assertThat(program.exitCode()).as(program.err()).isEqualTo(ExitCode.IO);
      assertThat(program.err())
          .contains("interleave: can't write " + run.journalFile() + ": File too large; once")
          .doesNotContain("fault of interleave");
    }
    run.millisToQuiet();
    List<Fact> facts = run.facts();
    List<Integer> done = RealFolder.done(facts);
    assertThat(done).isNotEmpty();
    assertThat(Files.size(run.journalFile())).isEqualTo(4096);

    Files.writeString(folder.resolve("go"), "");
    CommandRun resumed = CommandRun.of("run", "--resume", run.path().toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    run.completeTrace();
    List<Fact> all = run.facts();
    assertThat(all.subList(facts.size(), all.size()))
        .noneMatch(f -> f instanceof Fact.Intended i && done.contains(i.task()));
  }
}
