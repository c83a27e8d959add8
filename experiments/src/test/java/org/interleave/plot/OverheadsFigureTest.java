package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interleave.plot.SlotStates.State;
import org.interleave.plot.UtilizationFigure.Column;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;
import org.interleave.trace.Utilization.Steps;
import org.junit.jupiter.api.Test;

class OverheadsFigureTest {

  /** Two of four slots are in use, and from 20 to 28 s a third one. */
  private static final Trace TRACE =
      Examples.of(
          1,
          40_000_000,
          Examples.task("A", 0, 2, 0, 10, 11, 13, 20, 21),
          Examples.task("B", 0, 3, 0, 20, 22, 23, 27, 28));

  @Test
  void everyStateHasItsTime() {
    Map<State, Steps> states = SlotStates.of(TRACE, TaskRecord::slots, 4);
    assertThat(level(states, State.BOOTSTRAP, 0, 9, 10)).containsExactly(4, 4, 0);
    assertThat(level(states, State.WARM_UP, 9, 10, 11, 21, 22)).containsExactly(0, 3, 1, 1, 0);
    assertThat(level(states, State.SCHEDULE, 10, 11, 12, 13, 22)).containsExactly(0, 2, 2, 0, 3);
    assertThat(level(states, State.COMMAND, 12, 13, 19, 20, 23)).containsExactly(0, 2, 2, 0, 3);
    assertThat(level(states, State.OVERHEAD, 19, 20, 21, 27, 28)).containsExactly(0, 2, 0, 3, 0);
    assertThat(level(states, State.COOL_DOWN, 21, 27, 28, 39, 40)).containsExactly(0, 0, 3, 3, 0);
  }

  @Test
  void whatATaskTookLongerThanMeantIsOverhead() {
    TaskRecord t = TRACE.records().get(0);
    TaskRecord longer =
        new TaskRecord("A", 0, 0, 1, "A", 2, 0, 0, t.nodes(), 0, 0, 0, 10, 12, 7, t.end());
    Map<State, Steps> states = SlotStates.of(Examples.of(1, 20, longer), TaskRecord::slots, 4);
    assertThat(steps(states, State.COMMAND).integral()).isEqualTo(2.0 * 7);
    assertThat(steps(states, State.OVERHEAD).integral()).isEqualTo(2.0 * 5);
    assertThat(steps(states, State.COOL_DOWN).integral()).isEqualTo(2.0 * 8);
    assertThat(steps(states, State.BOOTSTRAP).size()).isZero();
  }

  /** A slot is in one state at most. */
  @Test
  void statesFitTheMachine() {
    for (Column column : Examples.deepDriveMdWithSpread()) {
      int capacity = Examples.SUMMIT.totalSlots();
      Map<State, Steps> states = SlotStates.of(column.trace(), TaskRecord::slots, capacity);
      Steps sum = Steps.sum(states.values());
      assertThat(sum.peak()).isLessThanOrEqualTo(capacity);
      double busy = Run.of(column.trace()).use().slots().integral();
      double executing =
          steps(states, State.COMMAND).integral() + steps(states, State.OVERHEAD).integral();
      assertThat(executing).isEqualTo(busy);
    }
  }

  @Test
  void allStatesAreDrawnInTheirColours() throws IOException {
    OverheadsFigure figure =
        OverheadsFigure.of(List.of(new Column("small", TRACE)), Page.NATURAL, Palette.RADICAL);
    BufferedImage image = Examples.image(FigureWriter.png(figure, 2));
    for (State state : State.values()) {
      assertThat(Examples.share(image, 2, figure.frame(0, 0), (Color) state.fill(Palette.RADICAL)))
          .as(state.label)
          .isGreaterThan(0.005);
    }
    assertThat(new String(SvgDrawing.bytes(figure), StandardCharsets.UTF_8))
        .contains(">exec cmd<", ">cool-down<", ">idle<", ">CPU slots<", ">GPUs<");
  }

  @Test
  void aRunOfNothingIsDrawnToo() {
    OverheadsFigure figure =
        OverheadsFigure.of(
            List.of(new Column("nothing", Examples.empty())), Page.NATURAL, Palette.RADICAL);
    assertThat(SvgDrawing.bytes(figure)).isNotEmpty();
  }

  private static Steps steps(Map<State, Steps> states, State state) {
    return Objects.requireNonNull(states.get(state));
  }

  private static long[] level(Map<State, Steps> states, State state, long... seconds) {
    return Arrays.stream(seconds).map(s -> steps(states, state).levelAt(s * 1_000_000)).toArray();
  }
}
