package org.interleave.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.interleave.trace.Violation.Kind;

/** Collects what a check finds: the first few of every kind in words, the rest as a number. */
final class Violations {

  /** The most of one kind that are put into words. */
  static final int LISTED = 20;

  private final List<List<Violation>> listed = new ArrayList<>();
  private final long[] counts = new long[Kind.values().length];

  Violations() {
    for (int k = 0; k < counts.length; k++) {
      listed.add(new ArrayList<>());
    }
  }

  /** Takes the message as a recipe: a broken trace may have millions that nobody will read. */
  void add(Kind kind, Supplier<String> message) {
    if (counts[kind.ordinal()]++ < LISTED) {
      listed.get(kind.ordinal()).add(new Violation(kind, message.get()));
    }
  }

  /** All of them by kind, and within a kind as they were found. */
  List<Violation> all() {
    List<Violation> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.addAll(listed.get(kind.ordinal()));
      long more = counts[kind.ordinal()] - LISTED;
      if (more > 0) {
        all.add(new Violation(kind, "and " + more + " more of this kind"));
      }
    }
    return List.copyOf(all);
  }
}
