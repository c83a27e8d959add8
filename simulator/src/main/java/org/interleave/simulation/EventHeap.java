package org.interleave.simulation;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.eventlist.EventList;

/**
 * SSJ's list of pending events as a heap in which every entry has four below it: in the order of
 * time, then of priority, then of arrival.
 *
 * <p>What is compared and moved is numbers in flat arrays; events stay in their places. A time of 0
 * or more is ordered as the bits of its double are, which compare faster. Taking out the first
 * event leaves a gap at the top, which the next event to come fills: in a simulation most events
 * bring about another one, and then the heap is put in order once for both.
 */
@SuppressWarnings("ReferenceEquality") // an event is itself, whatever it may equal
final class EventHeap implements EventList {

  private static final int FIRST_CAPACITY = 64;
  private static final long NEVER = Long.MAX_VALUE;

  private long[] times; // bits of doubles; NEVER behind the last entry, for three places and more
  private int[] places; // of the entry's event; behind the last entry: those that are free
  private Event[] events = new Event[FIRST_CAPACITY]; // by place
  private int size; // the gap included
  private boolean gap;
  private int arrived;

  EventHeap() {
    places = IntStream.range(0, FIRST_CAPACITY).toArray();
    times = new long[FIRST_CAPACITY + 3];
    Arrays.fill(times, NEVER);
  }

  /** Whether another event happens at this instant, the one of the last event taken out. */
  boolean hasMoreAt(double instant) {
    long[] t = times;
    long next = gap ? Math.min(Math.min(t[1], t[2]), Math.min(t[3], t[4])) : t[0];
    return next <= Double.doubleToRawLongBits(instant);
  }

  @Override
  public boolean isEmpty() {
    return size == (gap ? 1 : 0);
  }

  @Override
  public void clear() {
    Arrays.fill(times, NEVER);
    size = 0;
    gap = false;
  }

  @Override
  public void add(Event event) {
    long time = bits(event);
    if (size == places.length && !gap) {
      grow();
    }
    int place = places[gap ? 0 : size];
    if (events[place] != event) {
      events[place] = event;
    }
    event.setRa(arrived++);
    if (gap) {
      gap = false;
      sink(time, place);
    } else {
      rise(size++, time, place);
    }
  }

  @Override
  public @Nullable Event removeFirst() {
    closeGap();
    if (size == 0) {
      return null;
    }
    gap = true;
    return events[places[0]];
  }

  @Override
  public @Nullable Event getFirst() {
    closeGap();
    return size == 0 ? null : events[places[0]];
  }

  @Override
  public boolean remove(Event event) {
    closeGap();
    for (int at = 0; at < size; at++) {
      int place = places[at];
      if (events[place] == event) {
        long time = times[--size];
        int last = places[size];
        times[size] = NEVER;
        places[size] = place;
        if (at < size) {
          rise(at, -1, last); // to the top, and from there to where it belongs
          sink(time, last);
        }
        return true;
      }
    }
    return false;
  }

  /** Puts the last entry into the gap. */
  private void closeGap() {
    if (gap) {
      gap = false;
      int free = places[0];
      long time = times[--size];
      int place = places[size];
      times[size] = NEVER;
      places[size] = free;
      if (size > 0) {
        sink(time, place);
      }
    }
  }

  /** Lets an entry in at the end, and up to where it belongs. */
  private void rise(int from, long time, int place) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) >> 2;
      if (times[above] < time || times[above] == time && isTiedBefore(places[above], place)) {
        break;
      }
      times[at] = times[above];
      places[at] = places[above];
      at = above;
    }
    times[at] = time;
    places[at] = place;
  }

  /** Lets an entry in at the top, and down to where it belongs. */
  private void sink(long time, int place) {
    long[] t = times;
    int[] p = places;
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
      if (time < earliest || time == earliest && isTiedBefore(place, p[least])) {
        break;
      }
      t[at] = earliest;
      p[at] = p[least];
      at = least;
      child = 4 * at + 1;
    }
    t[at] = time;
    p[at] = place;
  }

  private int firstOf(int from, int end) {
    int first = from;
    for (int c = from + 1; c < end; c++) {
      if (times[c] < times[first]
          || times[c] == times[first] && isTiedBefore(places[c], places[first])) {
        first = c;
      }
    }
    return first;
  }

  private static long bits(Event event) {
    double time = event.time();
    if (!(time >= 0)) {
      throw new IllegalArgumentException("an event can't happen at " + time);
    }
    return Double.doubleToRawLongBits(time + 0.0); // no negative zero
  }

  private boolean isTiedBefore(int place, int other) {
    Event a = events[place];
    Event b = events[other];
    return a.priority() < b.priority()
        || a.priority() == b.priority() && a.getRa() - b.getRa() < 0; // numbers may run over
  }

  private void grow() {
    int capacity = 2 * size;
    times = Arrays.copyOf(times, capacity + 3);
    Arrays.fill(times, size, capacity + 3, NEVER);
    places = Arrays.copyOf(places, capacity);
    for (int i = size; i < capacity; i++) {
      places[i] = i;
    }
    events = Arrays.copyOf(events, capacity);
  }

  @Override
  public Iterator<Event> iterator() {
    return listIterator();
  }

  /** The events in their order, as they are now. */
  @Override
  public ListIterator<Event> listIterator() {
    closeGap();
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            times[a] != times[b]
                ? Long.compare(times[a], times[b])
                : isTiedBefore(places[a], places[b]) ? -1 : a.equals(b) ? 0 : 1);
    List<Event> sorted = Arrays.stream(order).map(at -> events[places[at]]).toList();
    return Collections.unmodifiableList(sorted).listIterator();
  }

  @Override
  public @Nullable Event getFirstOfClass(String className) {
    for (Event event : this) {
      if (event.getClass().getName().equals(className)) {
        return event;
      }
    }
    return null;
  }

  @Override
  public <E extends Event> @Nullable E getFirstOfClass(Class<E> type) {
    for (Event event : this) {
      if (event.getClass() == type) {
        return type.cast(event);
      }
    }
    return null;
  }

  /** Events are ordered by their times and priorities alone. */
  @Override
  public void addFirst(Event event) {
    throw new UnsupportedOperationException("give the event a priority");
  }

  /** Events are ordered by their times and priorities alone. */
  @Override
  public void addBefore(Event event, Event other) {
    throw new UnsupportedOperationException("give the event a priority");
  }

  /** Events are ordered by their times and priorities alone. */
  @Override
  public void addAfter(Event event, Event other) {
    throw new UnsupportedOperationException("give the event a priority");
  }
}
