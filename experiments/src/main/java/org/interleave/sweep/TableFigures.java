package org.interleave.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.plot.Figure;
import org.interleave.plot.HeatMapFigure;
import org.interleave.plot.Levels;
import org.interleave.plot.SweepLinesFigure;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import org.interleave.spec.SweepReader;

/** The figures of a grid: lines along its axis with most numbers, and a map of its two axes. */
final class TableFigures {

  /** Figures of more points would be of no use, and need memory. */
  static final int MOST_POINTS = 50_000;

  private static final int LEAST_LOG_RATIO = 4;
  private static final double EQUAL_RATIOS = 0.02;

  /**
   * An axis with more than one level, in the order in which it is drawn.
   *
   * @param order the drawn place of each level
   */
  private record Axis(
      String label,
      int number,
      List<String> texts,
      double[] numbers,
      int[] order,
      boolean numeric) {

    int levels() {
      return texts.size();
    }
  }

  private final List<Axis> axes = new ArrayList<>();
  private final boolean grid;
  private final long points;
  private final long[] stride;
  private double[][][] cells = {}; // mean, low, high; by the first axis and the others

  TableFigures(Sweep sweep) {
    grid = sweep.design().kind() == Sweep.Kind.GRID;
    points = grid ? new Grid(sweep.axes()).count() : 0;
    stride = new long[sweep.axes().size()];
    if (!grid || !fits()) {
      return;
    }
    long product = 1;
    for (int a = stride.length - 1; a >= 0; a--) {
      stride[a] = product;
      product *= sweep.axes().get(a).levels();
    }
    for (int a = 0; a < stride.length; a++) {
      if (sweep.axes().get(a).levels() > 1) {
        axes.add(axis(sweep.axes().get(a), a));
      }
    }
    // The one with most numbers goes along; of equal ones the first.
    axes.sort(Comparator.comparingInt((Axis a) -> a.numeric ? -a.levels() : 0));
  }

  private static Axis axis(SweepAxis axis, int number) {
    SweepAxis.Values first = axis.parameters().get(0).values();
    List<String> texts = new ArrayList<>();
    double[] numbers = new double[axis.levels()];
    boolean numeric = true;
    for (int l = 0; l < numbers.length; l++) {
      int level = l;
      texts.add(
          String.join(
              " & ", axis.parameters().stream().map(p -> shown(p.values().level(level))).toList()));
      numbers[l] = SweepReader.number(first.level(l));
      numeric &= Double.isFinite(numbers[l]);
    }
    int[] byPlace = IntStream.range(0, numbers.length).toArray();
    if (numeric) {
      byPlace =
          IntStream.range(0, numbers.length)
              .boxed()
              .sorted(Comparator.comparingDouble(l -> numbers[l]))
              .mapToInt(l -> l)
              .toArray();
    }
    int[] order = new int[numbers.length];
    double[] sorted = new double[numbers.length];
    String[] inOrder = new String[numbers.length];
    for (int place = 0; place < byPlace.length; place++) {
      order[byPlace[place]] = place;
      sorted[place] = numbers[byPlace[place]];
      inOrder[place] = texts.get(byPlace[place]);
    }
    return new Axis(axis.label(), number, List.of(inOrder), sorted, order, numeric);
  }

  /** With as many digits as a figure needs; two of them if it is from one to the other. */
  static String shown(String value) {
    int to = value.indexOf(" to ");
    if (to > 0) {
      return shown(value.substring(0, to)) + " to " + shown(value.substring(to + 4));
    }
    int end = value.length();
    while (end > 0 && Character.isLetter(value.charAt(end - 1))) {
      end--;
    }
    String number = value.substring(0, end).strip();
    if (number.length() <= 5 || !number.matches("-?[0-9]+[.][0-9]+")) {
      return value;
    }
    String unit = value.substring(end);
    String rounded =
        new java.math.BigDecimal(number)
            .round(new java.math.MathContext(4))
            .stripTrailingZeros()
            .toPlainString();
    return unit.isEmpty() ? rounded : rounded + " " + unit;
  }

  /** Whether the grid is small enough to be drawn. */
  boolean fits() {
    return points <= MOST_POINTS;
  }

  boolean hasLines() {
    return !axes.isEmpty() && axes.get(0).numeric && others() <= SweepLinesFigure.MOST_LINES;
  }

  boolean hasMap() {
    return axes.size() == 2;
  }

  private int others() {
    return axes.stream().skip(1).mapToInt(Axis::levels).reduce(1, Math::multiplyExact);
  }

  /** Takes all rows of the table. */
  RowFile.Rows rows(List<String> columns) {
    cells = new double[3][axes.get(0).levels()][others()];
    for (double[][] of : cells) {
      for (double[] column : of) {
        Arrays.fill(column, Double.NaN);
      }
    }
    int[] at = {
      columns.indexOf("improvement"),
      columns.indexOf("improvement_low"),
      columns.indexOf("improvement_high")
    };
    int status = columns.indexOf("status");
    return row -> {
      if (row.get(status).equals(PointStudy.DONE)) {
        put(Long.parseLong(row.get(0)), row, at);
      }
    };
  }

  private void put(long point, List<String> row, int[] at) {
    int along = place(axes.get(0), point);
    int other = 0;
    for (Axis axis : axes.subList(1, axes.size())) {
      other = other * axis.levels() + place(axis, point);
    }
    for (int k = 0; k < at.length; k++) {
      cells[k][along][other] = Double.parseDouble(row.get(at[k]));
    }
  }

  private int place(Axis axis, long point) {
    int levels = axis.levels();
    return axis.order[(int) (point / stride[axis.number] % levels)];
  }

  Figure lines() {
    Axis along = axes.get(0);
    List<SweepLinesFigure.Series> series = new ArrayList<>();
    for (int other = 0; other < others(); other++) {
      double[][] line = new double[cells.length][along.levels()];
      for (int k = 0; k < cells.length; k++) {
        for (int l = 0; l < along.levels(); l++) {
          line[k][l] = cells[k][l][other];
        }
      }
      series.add(new SweepLinesFigure.Series(name(other), line[0], line[1], line[2]));
    }
    String of = String.join(", ", axes.stream().skip(1).map(Axis::label).toList());
    return new SweepLinesFigure(
        Levels.scaled(along.label, along.texts, along.numbers, isLog(along.numbers)), of, series);
  }

  private String name(int other) {
    List<String> names = new ArrayList<>();
    int left = other;
    for (int a = axes.size() - 1; a > 0; a--) {
      names.add(0, axes.get(a).texts.get(left % axes.get(a).levels()));
      left /= axes.get(a).levels();
    }
    return String.join(", ", names);
  }

  /** Whether each number is about the same multiple of the one before. */
  private static boolean isLog(double[] numbers) {
    int last = numbers.length - 1;
    if (last < 2 || !(numbers[0] > 0) || numbers[last] < LEAST_LOG_RATIO * numbers[0]) {
      return false;
    }
    double ratio = Math.pow(numbers[last] / numbers[0], 1.0 / last);
    for (int i = 1; i <= last; i++) {
      double expected = numbers[0] * Math.pow(ratio, i);
      double rounding = numbers[i] == Math.rint(numbers[i]) ? 0.5 : 0;
      if (Math.abs(numbers[i] - expected) > rounding + EQUAL_RATIOS * expected) {
        return false;
      }
    }
    return true;
  }

  Figure map() {
    return new HeatMapFigure(cells(axes.get(0)), cells(axes.get(1)), cells[0]);
  }

  private static Levels cells(Axis axis) {
    return Levels.cells(axis.label, axis.texts, axis.numeric);
  }
}
