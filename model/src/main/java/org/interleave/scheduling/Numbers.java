package org.interleave.scheduling;

import java.util.Arrays;

/** A list of numbers. */
final class Numbers {
  int[] values = new int[16];
  int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }
}
