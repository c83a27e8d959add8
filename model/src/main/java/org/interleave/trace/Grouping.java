package org.interleave.trace;

/** The numbers 0, 1, 2, ... sorted into groups, ascending within each. */
final class Grouping {

  private final int[] begins;
  private final int[] members;

  private Grouping(int[] begins, int[] members) {
    this.begins = begins;
    this.members = members;
  }

  /**
   * Sorts by counting.
   *
   * @param groupOf the group of every number, negative for those that belong to none
   * @param groups how many groups there are
   */
  static Grouping by(int[] groupOf, int groups) {
    int[] begins = new int[groups + 1];
    for (int group : groupOf) {
      if (group >= 0) {
        begins[group + 1]++;
      }
    }
    for (int g = 0; g < groups; g++) {
      begins[g + 1] += begins[g];
    }
    int[] members = new int[begins[groups]];
    int[] next = begins.clone();
    for (int i = 0; i < groupOf.length; i++) {
      if (groupOf[i] >= 0) {
        members[next[groupOf[i]]++] = i;
      }
    }
    return new Grouping(begins, members);
  }

  int groups() {
    return begins.length - 1;
  }

  int size(int group) {
    return begins[group + 1] - begins[group];
  }

  /** A member of a group, by its place in it from 0. */
  int member(int group, int place) {
    return members[begins[group] + place];
  }
}
