package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.interchange.TraceFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.TaskEnd;
import org.interleave.spec.SpecReader;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceChecker;
import org.interleave.workflow.Workflow;
import tools.jackson.databind.json.JsonMapper;

/** What a test looks at in a folder of one asynchronous run. */
record RealFolder(Path path) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether a run was begun in it. */
  boolean hasRun() {
    return Files.exists(path.resolve("run.json"));
  }

  Path journalFile() {
    return path.resolve("asynchronous/journal");
  }

  Path work() {
    return path.resolve("asynchronous/work");
  }

  /** The id that every process of the run has in its environment. */
  String id() throws IOException {
    return JSON.readTree(Files.readString(path.resolve("run.json"))).path("id").asString();
  }

  /** All facts that are recorded; none if the journal has not begun. */
  List<Fact> facts() {
    return Journal.hasBegun(journalFile()) ? Journal.read(journalFile()) : List.of();
  }

  /** How many facts of a kind are recorded. */
  long count(Class<? extends Fact> kind) {
    return facts().stream().filter(kind::isInstance).count();
  }

  /** The tasks that are recorded as done. */
  static List<Integer> done(List<Fact> facts) {
    return facts.stream()
        .filter(f -> f instanceof Fact.Ended e && e.end() == TaskEnd.DONE)
        .map(f -> ((Fact.Ended) f).task())
        .toList();
  }

  Workflow workflow() {
    return new SpecReader(new ShippedPresets()).read(path.resolve("spec.yaml")).workflow();
  }

  Trace trace() {
    return TraceFile.read(path.resolve("asynchronous/trace.csv"));
  }

  /** Checks the trace of a run that was ended early. */
  Trace soundTrace() {
    Trace trace = trace();
    assertThat(TraceChecker.check(trace, workflow(), false)).isEmpty();
    return trace;
  }

  /** Checks that every task was done, once, and that the trace is sound. */
  Trace completeTrace() {
    Trace trace = trace();
    Workflow workflow = workflow();
    assertThat(TraceChecker.check(trace, workflow)).isEmpty();
    Map<String, Long> done =
        trace.records().stream()
            .filter(r -> r.end() == TaskEnd.DONE)
            .collect(Collectors.groupingBy(TaskRecord::set, Collectors.counting()));
    workflow.sets().forEach(s -> assertThat(done.get(s.name())).as(s.name()).isEqualTo(s.tasks()));
    assertThat(done(facts())).doesNotHaveDuplicates();
    return trace;
  }

  /** The processes of the run that live, whoever is their parent. */
  List<Long> processes() throws IOException {
    // Of agents, each has an id of its own: the run's with the node's number behind it.
    Pattern mark = Pattern.compile("INTERLEAVE_RUN=" + id() + "(-n[0-9]+)?");
    List<Long> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.matches("[0-9]+")
            && Stream.of(environment(entry)).anyMatch(mark.asMatchPredicate())) {
          found.add(Long.parseLong(name));
        }
      }
    }
    return found;
  }

  private static String[] environment(Path process) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("environ"));
      return new String(bytes, StandardCharsets.ISO_8859_1).split("\0");
    } catch (IOException e) {
      return new String[0]; // it has ended, or is another user's
    }
  }

  /**
   * Waits until no process of the run is left; yields how long that took. It is a matter of
   * milliseconds, but of as many more as the machine is busy.
   */
  long millisToQuiet() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!processes().isEmpty()) {
      assertThat(System.nanoTime() - begin)
          .as("processes that are left: %s", processes())
          .isLessThan(TimeUnit.SECONDS.toNanos(20));
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
