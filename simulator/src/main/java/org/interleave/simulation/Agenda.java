package org.interleave.simulation;

import java.util.Arrays;

/**
 * What is still to happen in a run, as a heap in which every entry has four below it: in the order
 * of time, then of arrival.
 *
 * <p>It holds nothing but numbers in flat arrays, for where many tasks run at once, getting at an
 * object of each in memory would take most of the time. Taking out the first entry leaves a gap at
 * the top, which the next entry to come fills: most ends of tasks bring about another one's start,
 * and then the heap is put in order once for both.
 */
final class Agenda {

  /** Later than anything that happens. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int FIRST_CAPACITY = 64;

  private long[] times; // NEVER behind the last entry, for three places and more
  private long[] entries = new long[FIRST_CAPACITY]; // its arrival's number, then what it is
  private int size; // the gap included
  private boolean gap;
  private int arrived;

  Agenda() {
    times = new long[FIRST_CAPACITY + 3];
    Arrays.fill(times, NEVER);
  }

  /**
   * Adds something.
   *
   * @param micros when it happens, 0 or more and before {@link #NEVER}
   * @param what any number
   */
  void add(long micros, int what) {
    long entry = (long) arrived++ << 32 | what & 0xFFFF_FFFFL;
    if (gap) {
      gap = false;
      sink(micros, entry);
    } else {
      if (size == entries.length) {
        grow();
      }
      rise(size++, micros, entry);
    }
  }

  /** When the next thing happens, or {@link #NEVER} if there is nothing. */
  long next() {
    if (gap) {
      fillGap();
    }
    return times[0];
  }

  /** Whether the next thing happens at an instant before which nothing happens any more. */
  boolean hasMoreAt(long micros) {
    long[] t = times;
    long after = micros + 1;
    return gap
        ? ((t[1] - after) | (t[2] - after) | (t[3] - after) | (t[4] - after)) < 0
        : t[0] < after;
  }

  /** Takes out what happens next, which must exist. */
  int take() {
    if (gap) {
      fillGap();
    }
    gap = true;
    return (int) entries[0];
  }

  /** Puts the last entry into the gap. */
  private void fillGap() {
    gap = false;
    long time = times[--size];
    long entry = entries[size];
    times[size] = NEVER;
    if (size > 0) {
      sink(time, entry);
    }
  }

  /** Lets the entry that arrived last in at the end, and up to where it belongs. */
  private void rise(int from, long time, long entry) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) >> 2;
      if (times[above] <= time) {
        break;
      }
      times[at] = times[above];
      entries[at] = entries[above];
      at = above;
    }
    times[at] = time;
    entries[at] = entry;
  }

  /** Lets an entry in at the top, and down to where it belongs. */
  private void sink(long time, long entry) {
    long[] t = times;
    long[] e = entries;
    int n = size;
    int at = 0;
    int child = 1;
    while (child < n) {
      // Which of four is first can't be foretold: by the signs of differences, without jumps.
      long t0 = t[child];
      long t1 = t[child + 1];
      long t2 = t[child + 2];
      long t3 = t[child + 3];
      long left = (t1 - t0) >> 63;
      long right = (t3 - t2) >> 63;
      long earlyLeft = t0 + ((t1 - t0) & left);
      long earlyRight = t2 + ((t3 - t2) & right);
      long side = (earlyRight - earlyLeft) >> 63;
      long earliest = earlyLeft + ((earlyRight - earlyLeft) & side);
      int least = child - (int) (left + ((right - 2 - left) & side));
      if (t0 == t1 || t2 == t3 || earlyLeft == earlyRight) {
        least = firstOf(child, Math.min(child + 4, n));
      }
      if (time < earliest || time == earliest && arrivedBefore(entry, e[least])) {
        break;
      }
      t[at] = earliest;
      e[at] = e[least];
      at = least;
      child = 4 * at + 1;
    }
    t[at] = time;
    e[at] = entry;
  }

  private int firstOf(int from, int end) {
    int first = from;
    for (int c = from + 1; c < end; c++) {
      if (times[c] < times[first]
          || times[c] == times[first] && arrivedBefore(entries[c], entries[first])) {
        first = c;
      }
    }
    return first;
  }

  /** The numbers of arrivals may run over, but not among those that are pending. */
  private static boolean arrivedBefore(long entry, long other) {
    return entry - other < 0;
  }

  private void grow() {
    int capacity = 2 * size;
    times = Arrays.copyOf(times, capacity + 3);
    Arrays.fill(times, size, capacity + 3, NEVER);
    entries = Arrays.copyOf(entries, capacity);
  }
}
