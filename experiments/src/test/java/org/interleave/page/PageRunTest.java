package org.interleave.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.interleave.cluster.Cluster;
import org.interleave.interchange.TraceFile;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageRunTest {

  @TempDir private Path folder;

  @Test
  void repeatedRunsAreComparedInTheirOrder() {
    trace("a-1/trace.csv", "asynchronous", 1, 8, TaskEnd.DONE);
    trace("a-2/trace.csv", "asynchronous", 1, 6, TaskEnd.DONE);
    trace("s-1/trace.csv", "sequential/ranks", 1, 10, TaskEnd.DONE);
    trace("s-2/trace.csv", "sequential/ranks", 1, 12, TaskEnd.DONE);
    List<PageRun> runs = PageRun.read(TraceFiles.find(List.of(folder)), SpecFiles.besideTraces());
    assertThat(runs)
        .extracting(PageRun::name)
        .containsExactly(
            "sequential/ranks, simulated (s-1/trace.csv)",
            "sequential/ranks, simulated (s-2/trace.csv)",
            "asynchronous, simulated (a-1/trace.csv)",
            "asynchronous, simulated (a-2/trace.csv)");
    assertThat(Improvements.of(runs)).isEqualTo(Map.of(2, runs.get(0), 3, runs.get(1)));
  }

  @Test
  void namesHoldNoMoreOfPathsThanTellsThemApart() {
    trace("learning/s-1/trace.csv", "sequential/ranks", 1, 10, TaskEnd.DONE);
    trace("measured/s-1/trace.csv", "sequential/ranks", 1, 12, TaskEnd.DONE);
    assertThat(PageRun.read(TraceFiles.find(List.of(folder)), SpecFiles.besideTraces()))
        .extracting(PageRun::name)
        .containsExactly(
            "sequential/ranks, simulated (learning/s-1/trace.csv)",
            "sequential/ranks, simulated (measured/s-1/trace.csv)");
  }

  @Test
  void whatIsNotTheSameWorkOrNotDoneIsNotCompared() {
    trace("s/trace.csv", "sequential/ranks", 1, 10, TaskEnd.DONE);
    trace("a/trace.csv", "asynchronous", 2, 8, TaskEnd.DONE);
    trace("b/trace.csv", "asynchronous", 1, 8, TaskEnd.FAILED);
    assertThat(
            Improvements.of(
                PageRun.read(TraceFiles.find(List.of(folder)), SpecFiles.besideTraces())))
        .isEmpty();
  }

  @Test
  void muchShorterRunsHaveAnAxisOfTheirOwn() {
    trace("trace-a.csv", "sequential/ranks", 1, 1_000, TaskEnd.DONE);
    trace("trace-b.csv", "asynchronous", 1, 900, TaskEnd.DONE);
    trace("trace-c.csv", "asynchronous", 1, 9, TaskEnd.DONE);
    List<PageRun> runs = PageRun.read(TraceFiles.find(List.of(folder)), SpecFiles.besideTraces());
    assertThat(runs.get(0).axis()).isEqualTo(runs.get(1).axis()).isNotEqualTo(runs.get(2).axis());
  }

  @Test
  void foldersAreSearchedInTheOrderOfNames() throws IOException {
    trace("b/trace-x.csv", "asynchronous", 1, 8, TaskEnd.DONE);
    trace("a/c/simulated-x.csv", "asynchronous", 1, 8, TaskEnd.DONE);
    trace("a/trace.json", "asynchronous", 1, 8, TaskEnd.DONE);
    trace("a/other.csv", "asynchronous", 1, 8, TaskEnd.DONE);
    Files.writeString(folder.resolve("a/trace-of-something-else.csv"), "uid,t\n");
    Path other = folder.resolve("a/other.csv");
    assertThat(TraceFiles.find(List.of(folder, other, other)))
        .containsExactly(
            folder.resolve("a/c/simulated-x.csv"),
            folder.resolve("a/trace.json"),
            folder.resolve("b/trace-x.csv"),
            other);
  }

  private void trace(String name, String mode, long seed, long seconds, TaskEnd end) {
    long micros = seconds * 1_000_000;
    TraceHeader header =
        new TraceHeader(
            "simulated",
            "w",
            1,
            mode,
            "p",
            false,
            Cluster.of("c", 1, 4, 0),
            "none",
            seed,
            0,
            micros,
            Map.of());
    TaskRecord task =
        new TaskRecord(
            "S", 0, 0, 1, "S", 1, 0, 0, List.of(0), 0, 0, 0, micros, micros, micros, end);
    TraceFile.write(folder.resolve(name), Trace.of(header, List.of(task)));
  }
}
