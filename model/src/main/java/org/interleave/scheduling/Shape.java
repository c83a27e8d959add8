package org.interleave.scheduling;

import java.util.PriorityQueue;
import org.interleave.workflow.Resources;
import org.jspecify.annotations.Nullable;

/** The ready tasks that ask for the same resources, and so fit or do not fit alike. */
final class Shape {
  final int id;
  final Resources resources;
  final boolean single; // whether its tasks are of one process
  private final PriorityQueue<Batch> later = new PriorityQueue<>();
  private @Nullable Batch first; // before all of those
  boolean listed; // among those offered or blocked
  boolean onlyFreed; // whether it fits nothing but what has been freed since it was blocked
  int freedFrom; // of the nodes that were freed, the first ones do not fit it

  Shape(int id, Resources resources) {
    this.id = id;
    this.resources = resources;
    this.single = resources.processes() == 1;
  }

  boolean isEmpty() {
    return first == null;
  }

  void add(Batch batch) {
    if (first == null) {
      first = batch;
    } else if (batch.compareTo(first) < 0) {
      later.add(first);
      first = batch;
    } else {
      later.add(batch);
    }
  }

  Batch first() {
    return java.util.Objects.requireNonNull(first);
  }

  void removeFirst() {
    first = later.poll();
  }

  boolean isBefore(Shape other) {
    return first().compareTo(other.first()) < 0;
  }
}
