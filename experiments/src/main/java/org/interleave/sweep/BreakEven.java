package org.interleave.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import org.interleave.spec.SweepReader;

/**
 * Where asynchronous execution begins to pay: I becomes more than 0 between two neighbours of a
 * grid, found by a straight line between them. Along the axis that has most levels, of those whose
 * numbers rise or fall.
 */
final class BreakEven {

  /** Grids of more lines than these are not looked at: nobody reads as many sentences. */
  private static final int MOST_LINES = 10_000;

  /**
   * What is known along one line of the grid.
   *
   * @param values the other axes' values
   * @param sentence when it pays
   */
  record Line(List<String> values, String sentence) {}

  private record Place(double x, String text, double improvement) {}

  /** What is known along a line so far: of its places only the last is kept. */
  private static final class Course {
    private final List<String> parts = new ArrayList<>();
    private final Place first;
    private final boolean falling;
    private Place last;
    private String since; // where it began to pay; empty if it does not
    private boolean pays = true;
    private boolean neverPays = true;

    Course(Place first, boolean falling) {
      this.first = first;
      this.falling = falling;
      last = first;
      since = first.improvement > 0 ? first.text : "";
      count(first);
    }

    private void count(Place place) {
      pays &= place.improvement > 0;
      neverPays &= !(place.improvement > 0);
    }

    void add(Place next) {
      count(next);
      if (next.improvement > 0 != last.improvement > 0) {
        String at = crossing(last, next);
        if (next.improvement > 0) {
          since = at;
        } else {
          if (!falling) {
            parts.add("from " + since + " to " + at);
          } else if (since.equals(first.text)) {
            parts.add("from " + at + " on");
          } else {
            parts.add(0, "from " + at + " to " + since);
          }
          since = "";
        }
      }
      last = next;
    }

    String sentence(String name) {
      if (pays) {
        return "asynchronous pays at all values of " + name;
      }
      if (neverPays) {
        return "asynchronous never pays, whatever " + name + " is";
      }
      List<String> all = new ArrayList<>(parts);
      if (!since.isEmpty() && falling) {
        all.add(0, "from " + last.text + " to " + since);
      } else if (!since.isEmpty()) {
        all.add("from " + since + " on");
      }
      return "asynchronous pays where " + name + " is " + String.join(", and ", all);
    }
  }

  private final Sweep sweep;
  private final int along;
  private final boolean falling; // whether its numbers become smaller
  private final List<SweepAxis> others = new ArrayList<>();
  private final Map<List<String>, Course> lines = new LinkedHashMap<>();
  private boolean tooMany;

  BreakEven(Sweep sweep) {
    this.sweep = sweep;
    int best = -1;
    for (int a = 0; a < sweep.axes().size(); a++) {
      if (direction(sweep.axes().get(a)) != 0
          && (best < 0 || sweep.axes().get(a).levels() > sweep.axes().get(best).levels())) {
        best = a;
      }
    }
    boolean grid = sweep.design().kind() == Sweep.Kind.GRID;
    along = grid && best >= 0 ? best : -1;
    for (int a = 0; a < sweep.axes().size(); a++) {
      if (a != along) {
        others.add(sweep.axes().get(a));
      }
    }
    falling = along >= 0 && direction(sweep.axes().get(along)) < 0;
  }

  /** What tells the lines apart, each with one of the values of a line. */
  List<SweepAxis> others() {
    return others;
  }

  /** 1 if its numbers rise, -1 if they fall; 0 if they do neither, or are none. */
  static int direction(SweepAxis axis) {
    SweepAxis.Values values = axis.parameters().get(0).values();
    boolean rises = values.levels() > 1;
    boolean falls = values.levels() > 1;
    double before = Double.NaN;
    for (int l = 0; l < values.levels(); l++) {
      double number = SweepReader.number(values.level(l));
      rises &= l == 0 || number >= before; // of whole numbers some may be equal
      falls &= l == 0 || number <= before;
      before = number;
    }
    return rises ? 1 : falls ? -1 : 0;
  }

  /** The next row. */
  void add(List<String> cells, double improvement) {
    if (along < 0 || tooMany) {
      return;
    }
    int column = 1;
    int own = -1;
    List<String> fixed = new ArrayList<>();
    for (int a = 0; a < sweep.axes().size(); a++) {
      SweepAxis axis = sweep.axes().get(a);
      if (a == along) {
        own = column;
      } else {
        fixed.add(String.join(" & ", cells.subList(column, column + axis.parameters().size())));
      }
      column += axis.parameters().size();
    }
    String text = cells.get(own);
    Place place = new Place(SweepReader.number(text), text, improvement);
    Course course = lines.get(fixed);
    if (course != null) {
      course.add(place);
    } else if (lines.size() == MOST_LINES) {
      tooMany = true;
    } else {
      lines.put(fixed, new Course(place, falling));
    }
  }

  /**
   * A sentence for every line of the grid, in the order of the points; none if there are too many.
   */
  List<Line> lines() {
    List<Line> found = new ArrayList<>();
    if (tooMany || along < 0) {
      return found;
    }
    String name = sweep.axes().get(along).label();
    lines.forEach(
        (values, course) -> found.add(new Line(List.copyOf(values), course.sentence(name))));
    return found;
  }

  private static String crossing(Place a, Place b) {
    // Where I is just 0, it often is 0 on a whole stretch: then the neighbour that pays is named.
    if (a.improvement == 0 || b.improvement == 0) {
      return a.improvement > 0 ? a.text : b.text;
    }
    double share = a.improvement / (a.improvement - b.improvement);
    double x = a.x + share * (b.x - a.x);
    int end = b.text.length();
    while (end > 0 && Character.isLetter(b.text.charAt(end - 1))) {
      end--;
    }
    String unit = b.text.substring(end);
    // The unit of the neighbour: its number is known in it and in seconds or MiB.
    double factor = unit.isEmpty() ? 1 : SweepReader.number("1 " + unit);
    return String.format(java.util.Locale.ROOT, "about %.4g", x / factor)
        + (unit.isEmpty() ? "" : " " + unit);
  }
}
