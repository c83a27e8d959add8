package org.interleave.ddmd;

/**
 * One of several tasks that share a list: each takes every n-th item.
 *
 * @param index which one, from 0
 * @param parts how many
 */
record Part(int index, int parts) {
  boolean has(int item) {
    return item % parts == index;
  }
}
