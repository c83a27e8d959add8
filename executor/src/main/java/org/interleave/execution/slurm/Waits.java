package org.interleave.execution.slurm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time that passes between calls: real, or simulated in tests. */
public interface Waits {

  /** Real time. */
  Waits REAL =
      new Waits() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
      };

  /** A clock in nanoseconds that never runs backwards; only differences mean something. */
  long nanos();

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;
}
