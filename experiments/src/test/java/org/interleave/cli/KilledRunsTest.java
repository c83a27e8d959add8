package org.interleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.execution.journal.Fact;
import org.interleave.trace.Trace;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed at any moment leave no process behind, repeat nothing that was done, and
 * finish when they are resumed. {@code -Dkills=200} tries more of them, {@code -Dkillsfrom=1000}
 * others.
 */
class KilledRunsTest {

  private static final int KILLS = Integer.getInteger("kills", 20);
  private static final int FIRST_SEED = Integer.getInteger("killsfrom", 1);

  /** A task's last deed is to leave a mark, which is there or not. */
  private static final String TASK =
      "run: [sh, -c, 'sleep 0.0$(( {index} % 5 + 1 )); : > {work}/done-{set}-{index}-{attempt}']";

  private static final String SPEC =
      """
      interleave: 1
      name: killed
      sets:
        A: {tasks: 16, slots: 1, time: 30 ms, %s}
        B: {tasks: 16, slots: 1, time: 30 ms, after: [{set: A, match: index}], %s}
        C: {tasks: 4, slots: 2, time: 30 ms, after: [A], %s}
        D: {tasks: 8, slots: 2, time: 30 ms, %s}
        E: {tasks: 16, slots: 1, time: 30 ms, after: [C, D], %s}
      cluster: {slot: core, virtual: true, nodes: [{count: 2, cores: 6}]}
      """
          .replace("%s", TASK);

  @TempDir private Path folder;

  @Test
  void whatWasDoneBeforeAKillIsNeverDoneAgain() throws Exception {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    int before = 0;
    int within = 0;
    int after = 0;
    long slowest = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + KILLS; seed++) {
      RealFolder run = new RealFolder(folder.resolve("run-" + seed));
      kill(spec, run, new SplittableRandom(seed));
      if (!run.hasRun()) {
        before++;
        CommandRun anew = CommandRun.of("run", spec.toString(), "--out", run.path().toString());
        assertThat(anew.code()).as("seed %d: %s", seed, anew.err()).isZero();
        run.completeTrace();
        continue;
      }
      slowest = Math.max(slowest, run.millisToQuiet());
      List<Fact> facts = run.facts();
      int done = RealFolder.done(facts).size();
      before += done == 0 ? 1 : 0;
      within += done > 0 && done < 60 ? 1 : 0;
      after += done == 60 ? 1 : 0;

      CommandRun resumed = CommandRun.of("run", "--resume", run.path().toString());

      assertThat(resumed.code()).as("seed %d: %s", seed, resumed.err()).isZero();
      checkResumed(seed, run, facts);
      assertThat(run.millisToQuiet()).as("seed %d", seed).isLessThan(20_000);
    }
    System.out.printf(
        "%d kills: %d before anything was done, %d meanwhile, %d after; all gone after %d ms%n",
        KILLS, before, within, after, slowest);
    assertThat(within).as("kills in mid-run").isPositive();
  }

  /** One in four dies some time after its start, the others some time after their first fact. */
  private void kill(Path spec, RealFolder run, SplittableRandom random) throws Exception {
    boolean early = random.nextInt(4) == 0;
    long millis = early ? random.nextLong(100, 1_500) : random.nextLong(0, 800);
    try (RealProgram program =
        RealProgram.start(folder, "run", spec.toString(), "--out", run.path().toString())) {
      if (!early) {
        program.await("a journal", () -> Files.exists(run.journalFile()));
      }
      TimeUnit.MILLISECONDS.sleep(millis);
    }
  }

  private static void checkResumed(int seed, RealFolder run, List<Fact> before) throws IOException {
    Trace trace = run.completeTrace();
    List<Fact> all = run.facts();
    assertThat(all.subList(0, before.size())).as("seed %d", seed).isEqualTo(before);
    List<Integer> done = RealFolder.done(before);
    assertThat(all.subList(before.size(), all.size()))
        .as("seed %d: nothing that was done is launched again", seed)
        .noneMatch(f -> f instanceof Fact.Intended i && done.contains(i.task()));
    assertThat(trace.records()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(60);

    WorkflowGraph graph = WorkflowGraph.of(run.workflow());
    Map<String, Long> marks = marks(run);
    for (int task = 0; task < graph.taskCount(); task++) {
      var set = graph.instanceOf(task);
      String name = "done-" + set.set().name() + "-" + (task - set.firstTask());
      Long times = marks.get(name);
      assertThat(times).as("seed %d: marks of %s", seed, name).isNotNull();
      if (done.contains(task)) {
        assertThat(times).as("seed %d: marks of %s", seed, name).isEqualTo(1);
      }
    }
  }

  /** How many attempts at each task have come to their end. */
  private static Map<String, Long> marks(RealFolder run) throws IOException {
    try (Stream<Path> files = Files.list(run.work())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("done-"))
          .collect(
              Collectors.groupingBy(
                  name -> name.substring(0, name.lastIndexOf('-')), Collectors.counting()));
    }
  }
}
