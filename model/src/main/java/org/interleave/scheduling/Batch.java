package org.interleave.scheduling;

import org.interleave.workflow.SetInstance;

/** Consecutive ready tasks of one set. */
final class Batch implements Comparable<Batch> {
  final SetInstance set;
  int next;
  final int end;
  final double priority;
  final long readyMicros;
  final long sequence;
  final int run;

  Batch(
      SetInstance set,
      int first,
      int end,
      double priority,
      long readyMicros,
      long sequence,
      int run) {
    this.set = set;
    this.next = first;
    this.end = end;
    this.priority = priority;
    this.readyMicros = readyMicros;
    this.sequence = sequence;
    this.run = run;
  }

  @Override
  public int compareTo(Batch other) {
    int c = Double.compare(priority, other.priority);
    if (c == 0) {
      c = Long.compare(readyMicros, other.readyMicros);
    }
    if (c == 0) {
      c = Long.compare(sequence, other.sequence);
    }
    if (c == 0) {
      c = Integer.compare(run, other.run);
    }
    return c != 0 ? c : Integer.compare(next, other.next);
  }
}
