package org.interleave.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import org.interleave.spec.SweepReader;

/**
 * Where asynchronous execution begins to pay: I becomes more than 0 between two neighbours of a
 * grid, found by a straight line between them. Along the axis that has most levels.
 */
final class BreakEven {

  /** Grids of more lines than these are not looked at: nobody reads as many sentences. */
  private static final int MOST_LINES = 10_000;

  /**
   * What is known along one line of the grid.
   *
   * @param fixed the other axes' values
   * @param sentence when it pays
   */
  record Line(String fixed, String sentence) {}

  private record Place(double x, String text, double improvement) {}

  private final Sweep sweep;
  private final int along;
  private final Map<String, List<Place>> lines = new TreeMap<>();
  private final List<String> order = new ArrayList<>();
  private boolean tooMany;

  BreakEven(Sweep sweep) {
    this.sweep = sweep;
    int best = -1;
    for (int a = 0; a < sweep.axes().size(); a++) {
      if (isNumeric(sweep.axes().get(a))
          && (best < 0 || sweep.axes().get(a).levels() > sweep.axes().get(best).levels())) {
        best = a;
      }
    }
    boolean grid = sweep.design().kind() == Sweep.Kind.GRID;
    along = grid && best >= 0 && sweep.axes().get(best).levels() > 1 ? best : -1;
  }

  private static boolean isNumeric(SweepAxis axis) {
    SweepAxis.Values values = axis.parameters().get(0).values();
    for (int l = 0; l < values.levels(); l++) {
      if (Double.isNaN(SweepReader.number(values.level(l)))) {
        return false;
      }
    }
    return values.levels() > 0;
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
        fixed.add(
            axis.label()
                + " = "
                + String.join(" & ", cells.subList(column, column + axis.parameters().size())));
      }
      column += axis.parameters().size();
    }
    String key = String.join(", ", fixed);
    if (!lines.containsKey(key)) {
      if (lines.size() == MOST_LINES) {
        tooMany = true;
        return;
      }
      lines.put(key, new ArrayList<>());
      order.add(key);
    }
    String text = cells.get(own);
    lines.get(key).add(new Place(SweepReader.number(text), text, improvement));
  }

  /**
   * A sentence for every line of the grid, in the order of the points; none if there are too many.
   */
  List<Line> lines() {
    List<Line> found = new ArrayList<>();
    if (tooMany || along < 0) {
      return found;
    }
    for (String key : order) {
      List<Place> places = lines.getOrDefault(key, List.of());
      found.add(new Line(key, sentence(places)));
    }
    return found;
  }

  private String sentence(List<Place> places) {
    String name = sweep.axes().get(along).label();
    if (places.stream().allMatch(p -> p.improvement > 0)) {
      return "asynchronous pays at all values of " + name;
    }
    if (places.stream().noneMatch(p -> p.improvement > 0)) {
      return "asynchronous never pays, whatever " + name + " is";
    }
    List<String> parts = new ArrayList<>();
    String from = places.get(0).improvement > 0 ? "from " + places.get(0).text : "";
    for (int i = 1; i < places.size(); i++) {
      Place a = places.get(i - 1);
      Place b = places.get(i);
      if (a.improvement > 0 == b.improvement > 0) {
        continue;
      }
      String at = crossing(a, b);
      if (b.improvement > 0) {
        from = "from " + at;
      } else {
        parts.add(from + " to " + at);
        from = "";
      }
    }
    if (!from.isEmpty()) {
      parts.add(from + " on");
    }
    return "asynchronous pays where " + name + " is " + String.join(", and ", parts);
  }

  private static String crossing(Place a, Place b) {
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
