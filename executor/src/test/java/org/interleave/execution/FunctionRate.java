package org.interleave.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.interleave.Scenario;
import org.interleave.execution.journal.Journal;
import org.jspecify.annotations.Nullable;

/**
 * A yardstick, run by hand: how many functions that do nothing an executor runs in a second, with
 * and without a journal. Arguments: tasks, slots, rounds.
 */
final class FunctionRate {

  private FunctionRate() {}

  public static void main(String[] arguments) throws IOException {
    int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int slots = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    Scenario scenario = FunctionScenario.of((tasks + 2) / 3, slots);
    for (int round = 1; round <= rounds; round++) {
      double bare = rate(scenario, null);
      Path file = Files.createTempFile("rate", ".journal");
      try (Journal journal = Journal.create(file, FunctionScenario.begun(scenario))) {
        System.out.printf(
            Locale.ROOT,
            "round %d, %d slots: %.0f tasks/s, with a journal %.0f%n",
            round,
            slots,
            bare,
            rate(scenario, journal));
      } finally {
        Files.delete(file);
      }
    }
  }

  private static double rate(Scenario scenario, @Nullable Journal journal) {
    Executor executor =
        new Executor(scenario, FunctionScenario.backend(task -> {}), RunListener.NONE);
    long begin = System.nanoTime();
    executor.run(journal, false, "2000-01-01T00:00:00Z", Map.of());
    return scenario.workload().graph().taskCount() * 1e9 / (System.nanoTime() - begin);
  }
}
