package org.interleave.execution.slurm.pilot;

/**
 * How far the clock of another machine is ahead of this one's: learned from messages that went
 * there and back. The answer was given between the two; the quicker the round trip, the better it
 * is known when. What was learned long ago is trusted less, for clocks drift.
 */
final class ClockOffset {

  private static final int KEPT = 64;

  /** Clocks of machines drift by less than this share of the time. */
  private static final double DRIFT = 50e-6;

  private final long[] offsets = new long[KEPT];
  private final long[] roundTrips = new long[KEPT];
  private final long[] takenAt = new long[KEPT];
  private int samples;
  private long offset;
  private long uncertainty = Long.MAX_VALUE;

  /** Microseconds on this machine's monotonic clock. */
  static long nowMicros() {
    return System.nanoTime() / 1_000;
  }

  /** Learns from one round trip; all in microseconds, each on its machine's clock. */
  synchronized void learn(long sent, long there, long received) {
    int at = samples++ % KEPT;
    offsets[at] = there - (sent + (received - sent) / 2);
    roundTrips[at] = Math.max(0, received - sent);
    takenAt[at] = received;
    uncertainty = Long.MAX_VALUE;
    for (int s = 0; s < Math.min(samples, KEPT); s++) {
      long doubt = (roundTrips[s] + 1) / 2 + (long) ((received - takenAt[s]) * DRIFT);
      if (doubt < uncertainty) {
        uncertainty = doubt;
        offset = offsets[s];
      }
    }
  }

  synchronized int samples() {
    return samples;
  }

  /** An instant of the other machine on this one's clock. */
  synchronized long here(long there) {
    return there - offset;
  }

  /** How far {@link #here} may be off. */
  synchronized long uncertaintyMicros() {
    return uncertainty;
  }
}
