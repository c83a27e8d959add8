package org.interleave.execution.slurm;

import java.time.Duration;

/**
 * How long a controller may be silent. After a call that brought no answer comes a wait, after
 * every further one a wait twice as long, up to the longest.
 *
 * @param call how long one call may take; Slurm's tools try for about half a minute by themselves
 * @param first the first wait between two calls
 * @param longest the longest wait between two calls
 * @param all when to give up, from the first call on
 */
public record Patience(Duration call, Duration first, Duration longest, Duration all) {

  /** For people and programs that can wait: a controller may be gone for half an hour. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(30));

  /** For questions with somebody in front of the terminal: the shape of the cluster. */
  public static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20));

  public Patience {
    for (Duration time : new Duration[] {call, first, longest, all}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("patience must be more than 0, but is " + time);
      }
    }
  }

  /** The wait that follows one of the given length. */
  Duration after(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }
}
