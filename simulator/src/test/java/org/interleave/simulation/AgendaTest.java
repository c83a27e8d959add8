package org.interleave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Does the agenda give back what happens in its order? */
class AgendaTest {

  private static final long SEED = 5_801;

  private record Entry(long micros, int arrival, int what) {}

  /** Against a sorted list: few distinct times, so that ties abound. */
  @RepeatedTest(300)
  void doEntriesComeInTheOrderOfTimeAndArrival(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(SEED + repetition.getCurrentRepetition());
    Agenda agenda = new Agenda();
    List<Entry> expected = new ArrayList<>();
    int times = 1 << random.nextInt(12);
    int share = 40 + random.nextInt(25);
    for (int step = 0; step < 1_000; step++) {
      if (random.nextInt(100) < share) {
        Entry entry = new Entry(random.nextInt(times), step, random.nextInt());
        agenda.add(entry.micros(), entry.what());
        expected.add(entry);
        expected.sort(Comparator.comparingLong(Entry::micros).thenComparingInt(Entry::arrival));
      } else if (!expected.isEmpty()) {
        Entry first = expected.remove(0);
        assertThat(agenda.take()).as("seed %d", SEED).isEqualTo(first.what());
        assertThat(agenda.hasMoreAt(first.micros()))
            .as("seed %d", SEED)
            .isEqualTo(!expected.isEmpty() && expected.get(0).micros() == first.micros());
      }
      if (random.nextInt(3) > 0) {
        continue; // to look at it fills the gap
      }
      assertThat(agenda.next())
          .as("seed %d", SEED)
          .isEqualTo(expected.isEmpty() ? Agenda.NEVER : expected.get(0).micros());
    }
  }

  @Test
  void isTheLongestTimeOrdered() {
    Agenda agenda = new Agenda();
    agenda.add(Agenda.NEVER - 1, -1);
    agenda.add(0, 2);
    agenda.add(Agenda.NEVER - 2, Integer.MIN_VALUE);
    assertThat(agenda.take()).isEqualTo(2);
    assertThat(agenda.take()).isEqualTo(Integer.MIN_VALUE);
    assertThat(agenda.take()).isEqualTo(-1);
    assertThat(agenda.next()).isEqualTo(Agenda.NEVER);
  }
}
