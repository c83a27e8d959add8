package org.interleave.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.cluster.Cluster;
import org.interleave.cluster.Share;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.TaskRecord.Execution;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PerfettoTraceTest {

  private static final Path GOLDEN = Path.of("src/test/resources/perfetto/small.json");

  @TempDir private Path folder;

  /** A simulated run, and an executed one with slots of its own, several nodes and a failure. */
  private static List<Trace> small() {
    return List.of(
        trace(
            "sequential/ranks",
            "simulated",
            1,
            task("A", 0, 0, 1, List.of(0), 10, 20, TaskEnd.DONE, null),
            task("A", 0, 1, 1, List.of(0), 12, 22, TaskEnd.DONE, null),
            task("B \"quoted\"\n", 0, 0, 1, List.of(1), 30, 40, TaskEnd.DONE, null)),
        trace(
            "asynchronous",
            "executed",
            2,
            task("A", 0, 0, 1, List.of(0), 10, 20, TaskEnd.FAILED, execution(3, share(0, 4, 5))),
            task("A", 1, 0, 2, List.of(1, 0), 30, 50, TaskEnd.DONE, both()),
            task("A", 1, 1, 1, List.of(0), 30, 35, TaskEnd.CANCELED, execution(-1))));
  }

  private static Execution both() {
    return execution(0, share(1, 0, 1), share(0, 2, 3));
  }

  @Test
  void aSmallFileIsAsItWas() throws IOException {
    Path file = folder.resolve("new/trace.json");
    PerfettoTrace.write(file, small());
    assertThat(file).hasSameTextualContentAs(GOLDEN);
  }

  @Test
  void whatIsWrittenElsewhereIsTheSame() throws IOException {
    assertThat(text(small())).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void everyAttemptIsThereOnceAndNoneOverlap() throws IOException {
    long seed = 11;
    Trace trace = random(seed, 2000);
    JsonNode events = events(List.of(trace));
    Map<String, long[]> expected = new HashMap<>();
    for (TaskRecord t : trace.records()) {
      expected.put(
          t.set() + t.index() + "/" + t.attempt(),
          new long[] {t.startedMicros(), t.endedMicros() - t.startedMicros()});
    }
    Map<String, List<long[]>> threads = new HashMap<>();
    for (JsonNode e : events) {
      if (e.path("ph").asString().equals("X")) {
        JsonNode args = e.path("args");
        long from = e.path("ts").asLong();
        long micros = e.path("dur").asLong();
        String key =
            e.path("name").asString() + args.path("index") + "/" + args.path("attempt").asInt();
        assertThat(expected.remove(key)).as(key).containsExactly(from, micros);
        threads
            .computeIfAbsent(e.path("pid") + ":" + e.path("tid"), k -> new ArrayList<>())
            .add(new long[] {from, from + micros});
      }
    }
    assertThat(expected).isEmpty();
    assertThat(threads.size()).as("seed %d", seed).isBetween(33, 64);
    threads.forEach(
        (thread, spans) -> {
          spans.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
          for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i)[0]).as(thread).isGreaterThanOrEqualTo(spans.get(i - 1)[1]);
          }
        });
  }

  @Test
  void countersAreWhatIsInUse() throws IOException {
    Trace trace = random(12, 300);
    int counters = 0;
    for (JsonNode e : events(List.of(trace))) {
      if (e.path("ph").asString().equals("C")) {
        counters++;
        long at = e.path("ts").asLong();
        boolean slots = e.path("name").asString().equals("CPU slots in use");
        long used = 0;
        for (TaskRecord t : trace.records()) {
          if (t.startedMicros() <= at && at < t.endedMicros()) {
            used += slots ? t.totalSlots() : t.totalGpus();
          }
        }
        assertThat(e.path("args").path(slots ? "slots" : "gpus").asLong()).isEqualTo(used);
      }
    }
    assertThat(counters).isGreaterThan(500);
  }

  @Test
  void processesAndThreadsHaveNamesAndNoTwoRunsShareOne() throws IOException {
    Map<Integer, String> processes = new HashMap<>();
    Map<String, String> threads = new HashMap<>();
    for (JsonNode e : events(small())) {
      int pid = e.path("pid").asInt();
      String name = e.path("args").path("name").asString("");
      switch (e.path("name").asString()) {
        case "process_name" -> assertThat(processes.put(pid, name)).isNull();
        case "thread_name" -> threads.put(pid + ":" + e.path("tid"), name);
        default -> {
          assertThat(processes).containsKey(pid);
          if (e.path("ph").asString().equals("X")) {
            assertThat(threads).containsKey(pid + ":" + e.path("tid"));
          }
        }
      }
    }
    assertThat(processes.values())
        .containsExactlyInAnyOrder(
            "sequential/ranks",
            "sequential/ranks: node 0",
            "sequential/ranks: node 1",
            "asynchronous",
            "asynchronous: node 0",
            "asynchronous: node 1");
    assertThat(threads.values())
        .containsExactlyInAnyOrder("lane 0", "lane 1", "lane 0", "slot 4", "lane 5", "slot 0");
  }

  @Test
  void manyTasksTakeSeconds() throws IOException {
    Trace trace = random(13, 100_000);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(120), () -> PerfettoTrace.write(folder.resolve("big.json"), of(trace)));
    assertThat(Files.size(folder.resolve("big.json"))).isGreaterThan(10_000_000);
  }

  @Test
  void aFullDiskIsToldAsSuch() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> PerfettoTrace.write(full, small()))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  private static List<Trace> of(Trace trace) {
    return List.of(trace);
  }

  private static String text(List<Trace> traces) throws IOException {
    StringWriter out = new StringWriter();
    PerfettoTrace.write(out, traces);
    return out.toString();
  }

  private static JsonNode events(List<Trace> traces) throws IOException {
    return JsonMapper.builder().build().readTree(text(traces)).path("traceEvents");
  }

  /** Tasks that ran one after the other in eight places of each of four nodes. */
  private static Trace random(long seed, int tasks) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] free = new long[32];
    TaskRecord[] records = new TaskRecord[tasks];
    for (int i = 0; i < tasks; i++) {
      int place = random.nextInt(free.length);
      long start = free[place] + 1 + random.nextInt(1000);
      long end = start + random.nextInt(5000);
      free[place] = end + 1;
      boolean real = random.nextBoolean();
      records[i] =
          task(
              "S",
              0,
              i,
              1 + i % 3,
              List.of(place / 8),
              start,
              end,
              TaskEnd.DONE,
              real ? execution(0, share(place / 8, place % 8)) : null);
    }
    return trace("asynchronous", "executed", 1, records);
  }

  private static Trace trace(String mode, String engine, int iterations, TaskRecord... records) {
    return Trace.of(
        new TraceHeader(
            engine,
            "small",
            iterations,
            mode,
            "submission/skip/next-fit",
            false,
            Cluster.of("two", 2, 8, 1),
            "none",
            0,
            0,
            60),
        List.of(records));
  }

  private static TaskRecord task(
      String set,
      int iteration,
      int index,
      int attempt,
      List<Integer> nodes,
      long start,
      long end,
      TaskEnd how,
      @Nullable Execution execution) {
    return new TaskRecord(
        set,
        iteration,
        index,
        attempt,
        "p/0",
        2,
        1,
        0,
        nodes,
        start - 8,
        start - 1,
        start,
        end,
        end + 1,
        end - start,
        how,
        execution);
  }

  private static Execution execution(int exitCode, Share... shares) {
    return new Execution(exitCode, List.of(shares));
  }

  private static Share share(int node, Integer... slots) {
    return new Share(node, List.of(slots), List.of());
  }
}
