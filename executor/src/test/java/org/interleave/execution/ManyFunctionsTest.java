package org.interleave.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.Outcome;
import org.interleave.Scenario;
import org.interleave.execution.journal.Journal;
import org.interleave.trace.TraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyFunctionsTest {

  @TempDir private Path folder;

  @Test
  void twentyThousandTasksAreAllDoneOnce() {
    Scenario scenario = FunctionScenario.of(6_667, 64);
    AtomicInteger calls = new AtomicInteger();
    try (Journal journal =
        Journal.create(folder.resolve("journal"), FunctionScenario.begun(scenario))) {
      Outcome outcome =
          new Executor(
                  scenario,
                  FunctionScenario.backend(task -> calls.incrementAndGet()),
                  RunListener.NONE)
              .run(journal, false, "2000-01-01T00:00:00Z", Map.of());
      assertThat(outcome.complete()).isTrue();
      assertThat(calls.get()).isEqualTo(20_001);
      assertThat(TraceChecker.check(outcome.requireTrace(), scenario.workload().graph().workflow()))
          .isEmpty();
    }
  }
}
