package org.interleave.execution;

/** The clock of a run, and how it waits. */
interface Timeline extends Clock {

  /** Waits until something has been reported, or until the given instant. */
  void await(Inbox inbox, long untilMicros);

  /** Real time, on the machine's monotonic clock. */
  static Timeline real(long beginMicros) {
    long origin = System.nanoTime();
    return new Timeline() {
      @Override
      public long micros() {
        return beginMicros + (System.nanoTime() - origin) / 1_000;
      }

      @Override
      public void await(Inbox inbox, long untilMicros) {
        inbox.await(Math.max(0, untilMicros - micros()));
      }
    };
  }
}
