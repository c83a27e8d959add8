package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.interleave.plot.StepStack.Place;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import org.interleave.trace.Utilization;
import org.interleave.trace.Utilization.Series;
import org.interleave.trace.Utilization.Steps;
import org.junit.jupiter.api.Test;

class StepStackTest {

  /** Microseconds to the right, levels upwards from a ground at 1000. */
  private static final Place PLACE = new Place(x -> x, y -> 1000 - y);

  @Test
  void areasFollowTheSteps() {
    StepStack stack = stack(100, 1000, task("A", 3, 10, 40), task("B", 2, 20, 70));

    assertThat(points(stack.area(0, PLACE)))
        .containsExactly("M10,997", "L40,997", "L40,1000", "L10,1000", "Z");
    assertThat(points(stack.area(1, PLACE)))
        .containsExactly(
            "M20,995",
            "L40,995",
            "L40,998",
            "L70,998",
            "L70,1000",
            "L40,1000",
            "L40,997",
            "L20,997",
            "Z");
    assertThat(points(stack.outline(PLACE)))
        .containsExactly(
            "M10,1000",
            "L10,997",
            "L20,997",
            "L20,995",
            "L40,995",
            "L40,998",
            "L70,998",
            "L70,1000");
  }

  @Test
  void aSeriesThatPausesHasSeveralAreas() {
    StepStack stack = stack(100, 1000, task("A", 3, 10, 20), task("A", 4, 50, 60));

    assertThat(points(stack.area(0, PLACE)))
        .containsExactly(
            "M10,997",
            "L20,997",
            "L20,1000",
            "L10,1000",
            "Z",
            "M50,996",
            "L60,996",
            "L60,1000",
            "L50,1000",
            "Z");
  }

  @Test
  void bordersAreBetweenSeriesOnly() {
    StepStack stack = stack(100, 1000, task("A", 3, 10, 40), task("B", 2, 20, 70));

    assertThat(points(stack.border(0, PLACE, 1)))
        .containsExactly("M20,997", "L40,997", "M40,998", "L40,1000");
    assertThat(points(stack.border(1, PLACE, 1))).isEmpty();
    assertThat(points(stack.border(0, PLACE, 10))).isEmpty();
  }

  @Test
  void whatIsTooThinIsDrawnThicker() {
    StepStack stack = stack(100, 1000, task("A", 9, 10, 40), task("B", 1, 20, 70));

    assertThat(points(stack.hairlines(0, PLACE, 3, 2))).isEmpty();
    assertThat(points(stack.hairlines(1, PLACE, 3, 2)))
        .containsExactly(
            "M20,991",
            "L20,989",
            "L40,989",
            "L40,991",
            "Z",
            "M40,1000",
            "L40,998",
            "L70,998",
            "L70,1000",
            "Z");
  }

  @Test
  void thinningKeepsAreasAndForgetsPoints() {
    SplittableRandom random = new SplittableRandom(7);
    TaskRecord[] tasks = new TaskRecord[20_000];
    for (int i = 0; i < tasks.length; i++) {
      long start = random.nextInt(900_000);
      tasks[i] = task("S" + random.nextInt(5), 1, start, start + 1 + random.nextInt(90_000));
    }
    List<Series> series = Utilization.of(trace(1_000_000, tasks)).series();
    List<Steps> steps = series.stream().map(Series::slots).toList();

    StepStack thinned = new StepStack(steps, 1_000_000, 600);
    StepStack whole = new StepStack(steps, 1_000_000, Integer.MAX_VALUE);

    assertThat(whole.size()).isGreaterThan(30_000);
    assertThat(thinned.size()).isLessThan(1000);
    for (int s = 0; s < steps.size(); s++) {
      double exact = steps.get(s).integral();
      assertThat(size(whole.area(s, PLACE))).isCloseTo(exact, within(1e-9 * exact));
      assertThat(size(thinned.area(s, PLACE))).isCloseTo(exact, within(1e-9 * exact));
    }
  }

  @Test
  void fewStepsAreLeftAlone() {
    StepStack stack = stack(1_000_000, 50, task("A", 3, 500, 501), task("A", 1, 502, 503));

    assertThat(points(stack.area(0, PLACE)))
        .containsExactly(
            "M500,997",
            "L501,997",
            "L501,1000",
            "L500,1000",
            "Z",
            "M502,999",
            "L503,999",
            "L503,1000",
            "L502,1000",
            "Z");
  }

  @Test
  void nothingIsDrawnOfNothing() {
    StepStack stack = new StepStack(List.of(Steps.NONE), 100, 10);

    assertThat(points(stack.area(0, PLACE))).isEmpty();
    assertThat(points(stack.outline(PLACE))).isEmpty();
    assertThat(points(new StepStack(List.of(), 100, 10).outline(PLACE))).isEmpty();
  }

  private static StepStack stack(long end, int cells, TaskRecord... tasks) {
    List<Series> series = Utilization.of(trace(end, tasks)).series();
    return new StepStack(series.stream().map(Series::slots).toList(), end, cells);
  }

  private static List<String> points(Shape path) {
    List<String> points = new ArrayList<>();
    double[] at = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int kind = i.currentSegment(at);
      points.add(
          kind == PathIterator.SEG_CLOSE
              ? "Z"
              : (kind == PathIterator.SEG_MOVETO ? "M" : "L") + (long) at[0] + "," + (long) at[1]);
    }
    return points;
  }

  /** The area of closed polygons by the shoelace formula. */
  private static double size(Shape path) {
    double sum = 0;
    double[] at = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int kind = i.currentSegment(at);
      if (kind == PathIterator.SEG_MOVETO) {
        startX = at[0];
        startY = at[1];
      } else {
        double toX = kind == PathIterator.SEG_CLOSE ? startX : at[0];
        double toY = kind == PathIterator.SEG_CLOSE ? startY : at[1];
        sum += x * toY - toX * y;
      }
      x = at[0];
      y = at[1];
    }
    return Math.abs(sum) / 2;
  }

  private static TaskRecord task(String set, int slots, long start, long end) {
    return new TaskRecord(
        set,
        0,
        0,
        1,
        set,
        slots,
        0,
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

  private static Trace trace(long ttx, TaskRecord... tasks) {
    TraceHeader header =
        new TraceHeader(
            "simulated", "test", 1, "asynchronous", "", false, Examples.SUMMIT, "none", 0, 0, ttx);
    return new Trace(header, List.of(tasks));
  }
}
