package org.interleave.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.execution.faults.FaultyFileSystem;
import org.interleave.execution.journal.Fact;
import org.interleave.execution.journal.Journal;
import org.interleave.execution.local.TaskFunction;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever operation on its journal fails, a run ends in good order and can be resumed. */
class ExecutorFaultsTest {

  private static final String BROKEN = "Input/output error";

  private final Scenario scenario = FunctionScenario.of(4, 3);
  private final FaultyFileSystem files = new FaultyFileSystem();
  private final AtomicInteger executing = new AtomicInteger();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  /** Takes a moment, so that some run when others end. */
  private final TaskFunction function =
      task -> {
        executing.incrementAndGet();
        try {
          calls.merge(task.set() + task.index(), 1, Integer::sum);
          Thread.sleep(task.index() % 2);
        } finally {
          executing.decrementAndGet();
        }
      };

  @TempDir private Path folder;

  private Outcome execute(Path file) {
    try (Journal journal =
        Journal.hasBegun(file)
            ? Journal.open(file)
            : Journal.create(file, FunctionScenario.begun(scenario))) {
      return new Executor(scenario, FunctionScenario.backend(function), RunListener.NONE)
          .run(journal, false, "2000-01-01T00:00:00Z", Map.of());
    }
  }

  @Test
  void whicheverOperationFailsTheRunEndsAndCanBeResumed() throws IOException {
    LongConsumer once = n -> files.failAt(n, BROKEN);
    LongConsumer forEver = n -> files.failFrom(n, BROKEN);
    LongConsumer full = files::fullFrom;
    for (LongConsumer fault : List.of(once, forEver, full)) {
      long n = 1;
      while (fails(fault, n)) {
        n++;
      }
      assertThat(n).as("operations").isGreaterThan(15);
    }
  }

  /** Whether there was an n-th operation to fail. */
  private boolean fails(LongConsumer fault, long n) throws IOException {
    Path real = folder.resolve("journal");
    Files.deleteIfExists(real);
    calls.clear();
    files.reset();
    files.dontWaitForDisk();
    fault.accept(n);
    files.bytesBeforeFailing((int) (n * 37 % 100));
    Throwable failure = catchThrowable(() -> execute(files.path(real)));
    boolean failed = files.failed() > 0;
    files.faultsOff();
    assertThat(executing.get()).as("operation %d: tasks that run on", n).isZero();
    if (failed) {
      assertThat(failure)
          .as("operation %d", n)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageMatching("can't (write|read) \\Q" + real + "\\E: (I|No s).*")
          .hasMessageNotContaining("\n");
    } else {
      assertThat(failure).isNull();
    }
    Set<String> done = done(Journal.hasBegun(real) ? Journal.read(real) : List.of());
    Map<String, Integer> before = Map.copyOf(calls);
    Outcome outcome = execute(files.path(real));
    assertThat(outcome.complete()).as("operation %d", n).isTrue();
    assertThat(TraceChecker.check(outcome.requireTrace(), scenario.workload().graph().workflow()))
        .as("operation %d", n)
        .isEmpty();
    assertThat(done(Journal.read(real))).as("operation %d", n).hasSize(12);
    for (String task : done) {
      assertThat(calls.get(task)).as("operation %d: %s", n, task).isEqualTo(before.get(task));
    }
    return failed;
  }

  /** The names of the tasks that are recorded as done; none twice. */
  private Set<String> done(List<Fact> facts) {
    return facts.stream()
        .filter(f -> f instanceof Fact.Ended e && e.end() == TaskEnd.DONE)
        .map(f -> name(((Fact.Ended) f).task()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                names -> {
                  assertThat(names).doesNotHaveDuplicates();
                  return Set.copyOf(names);
                }));
  }

  private String name(int task) {
    var set = scenario.workload().graph().instanceOf(task);
    return set.set().name() + (task - set.firstTask());
  }
}
