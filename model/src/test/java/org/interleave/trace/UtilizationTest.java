package org.interleave.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.junit.jupiter.api.Test;

class UtilizationTest {

  private static final Cluster CLUSTER = Cluster.of("test", 4, 10, 2);

  @Test
  void stepsAreWhereTasksStartAndEnd() {
    Utilization use =
        Utilization.of(trace(100, 1, task("A", 0, 3, 1, 10, 40), task("B", 0, 2, 0, 20, 70)));

    assertThat(steps(use.slots())).containsExactly("10:3", "20:5", "40:2", "70:0");
    assertThat(steps(use.gpus())).containsExactly("10:1", "40:0");
    assertThat(use.slotCapacity()).isEqualTo(40);
    assertThat(use.gpuCapacity()).isEqualTo(8);
    assertThat(use.ttxMicros()).isEqualTo(100);
  }

  @Test
  void changesAtOneInstantAreOneStepOrNone() {
    Utilization use =
        Utilization.of(
            trace(
                60,
                1,
                task("A", 0, 4, 0, 0, 30),
                task("A", 0, 4, 0, 0, 30),
                task("A", 0, 8, 0, 30, 60)));

    assertThat(steps(use.slots())).containsExactly("0:8", "60:0");
  }

  @Test
  void whatTasksHaveForSomeOfTheirTimeIsAddedUp() {
    List<TaskRecord> tasks =
        trace(100, 1, task("A", 0, 3, 1, 10, 40), task("B", 0, 2, 0, 20, 70)).records();

    Steps later =
        Steps.during(tasks, t -> t.endedMicros(), t -> t.endedMicros() + 35, TaskRecord::slots);

    assertThat(steps(later)).containsExactly("40:3", "70:5", "75:2", "105:0");
  }

  @Test
  void tasksThatTakeNoTimeAreNeverBusy() {
    Utilization use = Utilization.of(trace(60, 1, task("A", 0, 4, 1, 30, 30)));

    assertThat(use.series()).extracting(Series::set).containsExactly("A");
    assertThat(use.slots().size()).isZero();
    assertThat(use.slots().peak()).isZero();
    assertThat(use.slots().integral()).isZero();
    assertThat(use.slots().endMicros()).isZero();
  }

  @Test
  void aTraceWithoutTasksHasNoSeries() {
    Utilization use = Utilization.of(trace(60, 1));

    assertThat(use.series()).isEmpty();
    assertThat(use.slots().levelAt(0)).isZero();
  }

  @Test
  void levelsHoldFromTheirInstantOn() {
    Steps slots = Utilization.of(trace(60, 1, task("A", 0, 4, 1, 10, 30))).slots();

    assertThat(LEVEL_INSTANTS.stream().map(slots::levelAt)).containsExactly(0L, 0L, 4L, 4L, 0L, 0L);
    assertThat(slots.peak()).isEqualTo(4);
    assertThat(slots.endMicros()).isEqualTo(30);
  }

  private static final List<Long> LEVEL_INSTANTS = List.of(-5L, 9L, 10L, 29L, 30L, 1000L);

  @Test
  void seriesAreInTheOrderOfFirstStarts() {
    Trace trace =
        trace(
            100,
            2,
            task("C", 0, 1, 0, 20, 30),
            task("B", 0, 1, 0, 5, 30),
            task("A", 1, 1, 0, 5, 30),
            task("C", 1, 1, 0, 0, 40));

    assertThat(Utilization.of(trace).series())
        .extracting(Series::label)
        .containsExactly("C", "A", "B");
    assertThat(Utilization.perIteration(trace).series())
        .extracting(Series::label)
        .containsExactly("C[1]", "A[1]", "B[0]", "C[0]");
    assertThat(Utilization.perIteration(trace).series())
        .extracting(Series::set)
        .containsExactly("C", "A", "B", "C");
    assertThat(steps(Utilization.of(trace).series().get(0).slots()))
        .containsExactly("0:1", "20:2", "30:1", "40:0");
  }

  @Test
  void totalsAndSeriesAgreeWithCountingAtEveryInstant() {
    for (int seed = 0; seed < 20; seed++) {
      Trace trace = random(seed);
      Utilization sets = Utilization.of(trace);
      Utilization iterations = Utilization.perIteration(trace);
      for (long at = 0; at <= trace.header().ttxMicros(); at++) {
        assertThat(sets.slots().levelAt(at)).isEqualTo(counted(trace, at, null, -1));
        for (Series s : sets.series()) {
          assertThat(s.slots().levelAt(at)).isEqualTo(counted(trace, at, s.set(), -1));
        }
        for (Series s : iterations.series()) {
          int iteration = s.label().charAt(s.label().length() - 2) - '0';
          assertThat(s.slots().levelAt(at)).isEqualTo(counted(trace, at, s.set(), iteration));
        }
      }
    }
  }

  /** The one place where utilization is computed, and what is drawn of it, tell the same. */
  @Test
  void integralsAreTheUtilizationOfTheMetrics() {
    for (int seed = 0; seed < 20; seed++) {
      Trace trace = random(seed);
      Utilization use = Utilization.of(trace);
      Metrics metrics = Metrics.of(trace);
      double ttx = use.ttxMicros();

      assertThat(use.slots().integral() / (ttx * use.slotCapacity()))
          .isCloseTo(metrics.cpuUtilization(), within(1e-15));
      assertThat(use.gpus().integral() / (ttx * use.gpuCapacity()))
          .isCloseTo(metrics.gpuUtilization(), within(1e-15));
      assertThat(use.series().stream().mapToDouble(s -> s.slots().integral()).sum())
          .isEqualTo(use.slots().integral());
    }
  }

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    Trace trace = random(1);
    List<TaskRecord> reversed = new ArrayList<>(trace.records());
    Collections.reverse(reversed);

    Utilization one = Utilization.perIteration(trace);
    Utilization other = Utilization.perIteration(new Trace(trace.header(), reversed));

    assertThat(steps(other.slots())).isEqualTo(steps(one.slots()));
    assertThat(other.series())
        .extracting(Series::label)
        .isEqualTo(one.series().stream().map(Series::label).toList());
  }

  @Test
  void processesCountSeparately() {
    TaskRecord one = task("A", 0, 3, 1, 0, 10);
    TaskRecord three =
        new TaskRecord(
            "A", 0, 0, 1, "A", 3, 1, 0, List.of(0, 1, 1), 0, 0, 0, 10, 10, 10, TaskEnd.DONE);

    Utilization use = Utilization.of(trace(10, 1, one, three));

    assertThat(use.slots().peak()).isEqualTo(12);
    assertThat(use.gpus().peak()).isEqualTo(4);
  }

  private static long counted(Trace trace, long at, String set, int iteration) {
    return trace.records().stream()
        .filter(t -> set == null || t.set().equals(set))
        .filter(t -> iteration < 0 || t.iteration() == iteration)
        .filter(t -> t.startedMicros() <= at && at < t.endedMicros())
        .mapToLong(TaskRecord::totalSlots)
        .sum();
  }

  private static Trace random(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TaskRecord[] tasks =
        IntStream.range(0, 60)
            .mapToObj(
                i -> {
                  long start = random.nextInt(100);
                  return task(
                      "S" + random.nextInt(4),
                      random.nextInt(3),
                      random.nextInt(5),
                      random.nextInt(3),
                      start,
                      start + random.nextInt(30));
                })
            .toArray(TaskRecord[]::new);
    return trace(140, 3, tasks);
  }

  private static List<String> steps(Steps steps) {
    return IntStream.range(0, steps.size())
        .mapToObj(i -> steps.instantMicros(i) + ":" + steps.level(i))
        .toList();
  }

  private static TaskRecord task(
      String set, int iteration, int slots, int gpus, long start, long end) {
    return new TaskRecord(
        set,
        iteration,
        0,
        1,
        set,
        slots,
        gpus,
        0,
        List.of(0),
        start,
        start,
        start,
        end,
        end,
        end - start,
        TaskEnd.DONE);
  }

  private static Trace trace(long ttx, int iterations, TaskRecord... tasks) {
    return new Trace(
        new TraceHeader(
            "simulated", "test", iterations, "asynchronous", "", false, CLUSTER, "none", 0, 0, ttx),
        List.of(tasks));
  }
}
