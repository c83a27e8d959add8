package org.interleave.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.spec.SweepAxis;

/** What is said of a grid's lines, with those of which the same is said told together. */
final class AlikeLines {

  /** Neighbours on an axis of numbers of which this many are alike are told by their ends. */
  private static final int LEAST_STRETCH = 4;

  /** Lines that differ in the values of any axis. */
  private record Box(List<Set<String>> values, String sentence) {

    /** With the values of an axis left out: boxes that are equal then differ there alone. */
    Box without(int axis) {
      List<Set<String>> others = new ArrayList<>(values);
      others.set(axis, Set.of());
      return new Box(others, sentence);
    }
  }

  private final List<SweepAxis> axes;

  private AlikeLines(List<SweepAxis> axes) {
    this.axes = axes;
  }

  /**
   * Sentences, each with the values that it is true of in front.
   *
   * @param axes of whose values a line has one each
   */
  static List<String> told(List<SweepAxis> axes, List<BreakEven.Line> lines) {
    List<Box> boxes = new ArrayList<>();
    for (BreakEven.Line line : lines) {
      boxes.add(new Box(line.values().stream().map(Set::of).toList(), line.sentence()));
    }
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      boxes = joined(boxes, axis);
    }
    AlikeLines alike = new AlikeLines(axes);
    return boxes.stream().map(b -> alike.where(b) + b.sentence()).toList();
  }

  private static List<Box> joined(List<Box> boxes, int axis) {
    Map<Box, Set<String>> values = new LinkedHashMap<>();
    for (Box box : boxes) {
      values
          .computeIfAbsent(box.without(axis), k -> new LinkedHashSet<>())
          .addAll(box.values().get(axis));
    }
    List<Box> joined = new ArrayList<>();
    values.forEach(
        (box, all) -> {
          List<Set<String>> own = new ArrayList<>(box.values());
          own.set(axis, all);
          joined.add(new Box(own, box.sentence()));
        });
    return joined;
  }

  private String where(Box box) {
    List<String> parts = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      List<String> levels = levels(axes.get(a));
      Set<String> own = box.values().get(a);
      parts.add(
          levels.size() > 1 && own.size() == levels.size()
              ? "any " + axes.get(a).label()
              : axes.get(a).label() + " = " + told(axes.get(a), levels, own));
    }
    return parts.isEmpty() ? "" : String.join(", ", parts) + ": ";
  }

  private static List<String> levels(SweepAxis axis) {
    Set<String> levels = new LinkedHashSet<>();
    for (int l = 0; l < axis.levels(); l++) {
      int level = l;
      levels.add(
          String.join(
              " & ", axis.parameters().stream().map(p -> p.values().level(level)).toList()));
    }
    return List.copyOf(levels);
  }

  private static String told(SweepAxis axis, List<String> levels, Set<String> own) {
    List<String> all = levels.stream().filter(own::contains).toList();
    int first = all.isEmpty() ? -1 : levels.indexOf(all.get(0));
    boolean stretch =
        all.size() >= LEAST_STRETCH
            && BreakEven.direction(axis) != 0
            && levels.subList(first, first + all.size()).equals(all);
    int last = all.size() - 1;
    if (stretch) {
      return all.get(0) + " to " + all.get(last);
    }
    return last < 1
        ? String.join("", own)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}
