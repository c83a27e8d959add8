package org.interleave.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.NodeGroup;
import org.interleave.cluster.SlotKind;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.SpecException;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFileTest {

  @TempDir private Path folder;

  private static final Trace TRACE =
      new Trace(
          new TraceHeader(
              "simulated",
              "a \"quoted\", name: with colon",
              2,
              "sequential/ranks",
              "submission/skip/next-fit",
              false,
              new Cluster(
                  "two groups",
                  SlotKind.THREAD,
                  List.of(new NodeGroup(2, 42, 4, 6, 4, 0), new NodeGroup(1, 8, 1, 0, 0, 1024))),
              "none",
              -5,
              3,
              1_234_567_891_234L),
          List.of(
              new TaskRecord(
                  "A,1", 0, 0, 1, "p/0", 4, 1, 0, List.of(0), 0, 0, 1, 2, 3, 1, TaskEnd.DONE),
              new TaskRecord(
                  "B\n2",
                  1,
                  7,
                  2,
                  "p/1",
                  2,
                  0,
                  5,
                  List.of(0, 2, 2),
                  10,
                  20,
                  1_000_001,
                  1_234_567_890_123L,
                  1_234_567_890_124L,
                  77,
                  TaskEnd.LOST)));

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json", "TRACE.JSON", "trace"})
  void whatIsReadIsWhatWasWritten(String name) {
    Path file = folder.resolve(name);
    TraceFile.write(file, TRACE);
    assertThat(TraceFile.read(file)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace.csv", "trace.json"})
  void aFileCutAtAnyByteIsRefused(String name) throws Exception {
    Path file = folder.resolve(name);
    TraceFile.write(file, TRACE);
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 0; cut < bytes.length - 1; cut++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, cut));
      assertThatThrownBy(() -> TraceFile.read(file))
          .as("cut at %d", cut)
          .isInstanceOf(SpecException.class);
    }
  }

  @Test
  void otherFilesAreRefusedWithTheirPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "uid,start\n1,2\n");
    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("x.csv:1:1: this is not a trace of version 1");
    Path json = Files.writeString(folder.resolve("x.json"), "{}");
    assertThatThrownBy(() -> TraceFile.read(json))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("not a trace of version 1");
  }
}
