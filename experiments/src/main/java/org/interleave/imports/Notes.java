package org.interleave.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Printable;

/** What was assumed, repaired or left out while a file was read: a line each. */
final class Notes {

  private final Map<String, Counted> counted = new LinkedHashMap<>();
  private final List<String> single = new ArrayList<>();

  private static final class Counted {
    private final String example;
    private int times;

    Counted(String example) {
      this.example = example;
    }
  }

  /** Notes something of the whole. */
  void add(String note) {
    single.add(note);
  }

  /**
   * Notes something that may happen often.
   *
   * @param what holds of each of the tasks, as the rest of a sentence
   * @param example the task
   */
  void count(String what, String example) {
    counted.computeIfAbsent(what, w -> new Counted(example)).times++;
  }

  /** What was noted most often of tasks so far, to say why none is left; empty if nothing was. */
  String why() {
    return counted.entrySet().stream()
        .max(Comparator.comparingInt(e -> e.getValue().times))
        .map(e -> ": " + line(e.getKey(), e.getValue()))
        .orElse("");
  }

  /** All notes in the order in which they came up, those of the whole last. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    counted.forEach((what, c) -> lines.add(line(what, c)));
    single.forEach(note -> lines.add(Printable.of(note)));
    return List.copyOf(lines);
  }

  private static String line(String what, Counted c) {
    return c.times == 1
        ? "1 task (" + Printable.of(c.example) + ") " + what
        : c.times + " tasks (the first is " + Printable.of(c.example) + ") " + what;
  }
}
