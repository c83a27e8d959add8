package org.interleave.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.interleave.cli.CommandRun;
import org.interleave.explain.CriticalChain.Link;
import org.interleave.interchange.TraceFile;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalChainTest {

  @TempDir private Path folder;

  @Test
  void itsTasksAreThoseOfItsLinksOneByOne() {
    CommandRun run = CommandRun.of("simulate", "ddmd-as-run", "--out", folder.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Trace trace = TraceFile.read(folder.resolve("trace-asynchronous.csv"));
    int iterations = trace.header().iterations();

    List<Link> links = CriticalChain.of(trace, null);
    List<TaskRecord> tasks = CriticalChain.tasks(trace, null);

    assertThat(links).hasSizeGreaterThan(3);
    int at = 0;
    for (Link link : links) {
      List<TaskRecord> of = tasks.subList(at, at + link.tasks());
      assertThat(of).allMatch(t -> t.label(iterations).equals(link.set()));
      assertThat(of.get(0).startedMicros() / 1e6).isEqualTo(link.startSeconds());
      assertThat(of.get(of.size() - 1).endedMicros() / 1e6).isEqualTo(link.endSeconds());
      at += link.tasks();
    }
    assertThat(tasks).hasSize(at);
  }
}
