package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** Does the list of events give them back in their order, whatever is done to it? */
class EventHeapTest {

  private static final long SEED = 5_801;

  private final Simulator clock = new Simulator();

  private final class Numbered extends Event {
    private final int number;

    Numbered(int number, double time, double priority) {
      super(clock);
      this.number = number;
      setPriority(priority);
      setTime(time);
    }

    @Override
    public void actions() {}

    int number() {
      return number;
    }
  }

  private static final class Other extends Event {
    Other(Simulator clock) {
      super(clock);
    }

    @Override
    public void actions() {}
  }

  /** Against a sorted list: few distinct times, so that ties abound. */
  @RepeatedTest(300)
  void doEventsComeInTheOrderOfTimePriorityAndArrival(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(SEED + repetition.getCurrentRepetition());
    EventHeap heap = new EventHeap();
    List<Numbered> expected = new ArrayList<>();
    int times = 1 << random.nextInt(12);
    for (int step = 0; step < 1_000; step++) {
      int what = random.nextInt(100);
      if (what < 55) {
        double time = random.nextInt(times) + (what < 5 ? 0.25 : 0);
        Numbered event = new Numbered(step, time, 1 + random.nextInt(3) / 2.0);
        heap.add(event);
        expected.add(event);
        expected.sort(
            Comparator.comparingDouble(Numbered::time)
                .thenComparingDouble(Numbered::priority)
                .thenComparingInt(Numbered::number));
      } else if (what < 90) {
        Event first = expected.isEmpty() ? null : expected.remove(0);
        assertThat(heap.removeFirst()).as("seed %d", SEED).isSameAs(first);
        if (first != null) {
          assertThat(heap.hasMoreAt(first.time()))
              .isEqualTo(!expected.isEmpty() && expected.get(0).time() <= first.time());
        }
      } else if (what < 95 && !expected.isEmpty()) {
        Event one = expected.remove(random.nextInt(expected.size()));
        assertThat(heap.remove(one)).isTrue();
        assertThat(heap.remove(one)).isFalse();
      } else if (what < 97) {
        assertThat(heap.getFirst()).isSameAs(expected.isEmpty() ? null : expected.get(0));
      } else if (what < 98) {
        assertThat(heap).containsExactlyElementsOf(expected);
      } else if (what < 99 && step % 7 == 0) {
        heap.clear();
        expected.clear();
      }
      assertThat(heap.isEmpty()).as("seed %d", SEED).isEqualTo(expected.isEmpty());
    }
  }

  @Test
  void areEventsFoundByTheirClass() {
    EventHeap heap = new EventHeap();
    heap.add(new Numbered(0, 3, 1));
    Other other = new Other(clock);
    other.setTime(4);
    heap.add(other);
    assertThat(heap.getFirstOfClass(Other.class)).isSameAs(other);
    assertThat(heap.getFirstOfClass(Other.class.getName())).isSameAs(other);
    heap.clear();
    assertThat(heap.getFirstOfClass(Other.class)).isNull();
    assertThat(heap.getFirstOfClass("Other")).isNull();
  }

  @Test
  void areTimesThatBreakTheOrderRefused() {
    EventHeap heap = new EventHeap();
    for (double time : new double[] {Double.NaN, -1, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> heap.add(new Numbered(0, time, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(heap.isEmpty()).isTrue();
    }
    heap.add(new Numbered(0, -0.0, 1));
    heap.add(new Numbered(1, 0.0, 1));
    assertThat(heap.removeFirst())
        .isInstanceOfSatisfying(Numbered.class, e -> assertThat(e.number()).isZero());
  }
}
