package org.interleave.execution;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** A clock that jumps to the next thing that happens. */
final class VirtualTime implements Timeline {

  private final TreeMap<Long, Queue<Runnable>> agenda = new TreeMap<>();
  private long now;

  void startAt(long micros) {
    now = micros;
  }

  void at(long micros, Runnable event) {
    agenda.computeIfAbsent(micros, m -> new ArrayDeque<>()).add(event);
  }

  @Override
  public long micros() {
    return now;
  }

  @Override
  public void await(Inbox inbox, long untilMicros) {
    if (!inbox.isEmpty()) {
      return;
    }
    Map.Entry<Long, Queue<Runnable>> next = agenda.firstEntry();
    if (next == null || next.getKey() > untilMicros) {
      if (untilMicros > Long.MAX_VALUE / 8) {
        throw new IllegalStateException("the executor waits for something that never happens");
      }
      now = untilMicros;
      return;
    }
    now = next.getKey();
    Queue<Runnable> events = next.getValue();
    for (Runnable event = events.poll(); event != null; event = events.poll()) {
      event.run();
    }
    agenda.remove(now);
  }
}
