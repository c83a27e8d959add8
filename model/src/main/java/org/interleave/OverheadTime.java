package org.interleave;

import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.jspecify.annotations.Nullable;

/** One part of the overheads: no time at all, a constant, or a distribution. */
public final class OverheadTime {

  /** No time. */
  public static final OverheadTime NONE = new OverheadTime(null);

  private final @Nullable Duration time;
  private final long meanMicros;
  private final boolean random;

  private OverheadTime(@Nullable Duration time) {
    this.time = time;
    this.meanMicros = time == null ? 0 : Workload.micros(time.meanSeconds());
    this.random = time != null && !time.isConstant();
  }

  /** A distribution of times. */
  public static OverheadTime of(Duration time) {
    return new OverheadTime(time);
  }

  /**
   * A constant.
   *
   * @param micros 0 or more
   */
  public static OverheadTime ofMicros(long micros) {
    if (micros < 0) {
      throw new IllegalArgumentException("overheads must be 0 or more, but one is " + micros);
    }
    return micros == 0 ? NONE : new OverheadTime(new Constant(micros / 1e6));
  }

  /** The expected time in microseconds: what the closed form reckons with. */
  public long meanMicros() {
    return meanMicros;
  }

  /** The constant or distribution, or null for no time at all. */
  public @Nullable Duration duration() {
    return time;
  }

  /** Whether it is drawn. */
  public boolean isRandom() {
    return random;
  }

  /** Whether it is no time at all. */
  public boolean isNone() {
    return time == null;
  }

  /** The time at one place of the given numbers, in microseconds. */
  public long micros(RandomKey numbers, long place) {
    return time == null || !random
        ? meanMicros
        : Workload.micros(time.quantileSeconds(numbers.uniform(place)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OverheadTime o && java.util.Objects.equals(time, o.time);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hashCode(time);
  }

  @Override
  public String toString() {
    return time == null ? "none" : time.toString();
  }
}
