package org.interleave.execution.slurm.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

  @Test
  void theQuickestRoundTripCounts() {
    ClockOffset clock = new ClockOffset();
    clock.learn(1_000, 501_900, 3_000);
    clock.learn(4_000, 504_050, 4_100);
    clock.learn(5_000, 509_000, 15_000);
    assertThat(clock.here(600_000)).isEqualTo(100_000);
    assertThat(clock.uncertaintyMicros()).isEqualTo(50);
  }

  @Test
  void anInstantIsNeverFurtherOffThanSaid() {
    long seed = 20_262;
    SplittableRandom random = new SplittableRandom(seed);
    ClockOffset clock = new ClockOffset();
    double drift = 1 + 20e-6;
    long ahead = 77_000_000_000L;
    long now = 1_000_000;
    for (int i = 0; i < 500; i++) {
      long there = random.nextLong(5_000);
      long back = random.nextLong(5_000);
      clock.learn(now, ahead + (long) ((now + there) * drift), now + there + back);
      now += 2_000_000;
      long seen = clock.here(ahead + (long) (now * drift));
      // What has drifted since the last round trip comes on top.
      assertThat(Math.abs(seen - now))
          .as("seed %d, %d", seed, i)
          .isLessThanOrEqualTo(clock.uncertaintyMicros() + 100);
    }
    assertThat(clock.uncertaintyMicros()).isLessThan(10_000);
  }

  @Test
  void whatWasLearnedLongAgoIsForgotten() {
    ClockOffset clock = new ClockOffset();
    clock.learn(0, 1_000_000, 0);
    clock.learn(3_600_000_000L, 3_600_050_000L, 3_600_000_100L);
    assertThat(clock.here(3_600_050_000L)).isEqualTo(3_600_000_050L);
  }
}
