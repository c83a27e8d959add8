package org.interleave.scheduling;

import java.util.Arrays;

/**
 * The shapes that are still to be tried in one decision: a binary heap of their numbers. It is
 * filled at every decision, so it holds numbers, which are cheaper to move than references.
 */
final class Turns {

  private final Shape[] shapes;
  private int[] heap = new int[8];
  private int size;

  Turns(Shape[] shapes) {
    this.shapes = shapes;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int shape) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0 && isBefore(shape, heap[(at - 1) >> 1])) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = shape;
  }

  /** Takes out the shape whose turn it is. */
  int next() {
    int first = heap[0];
    int last = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], last)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return first;
  }

  private boolean isBefore(int shape, int other) {
    return shapes[shape].isBefore(shapes[other]);
  }
}
