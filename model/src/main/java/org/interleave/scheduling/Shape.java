package org.interleave.scheduling;

import java.util.PriorityQueue;
import org.interleave.workflow.Resources;

/** The ready tasks that ask for the same resources, and so fit or do not fit alike. */
final class Shape implements Comparable<Shape> {
  final Resources resources;
  private final PriorityQueue<Batch> ready = new PriorityQueue<>();
  boolean listed; // among those offered or blocked

  Shape(Resources resources) {
    this.resources = resources;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  void add(Batch batch) {
    ready.add(batch);
  }

  Batch first() {
    return ready.element();
  }

  void removeFirst() {
    ready.remove();
  }

  @Override
  public int compareTo(Shape other) {
    return first().compareTo(other.first());
  }
}
