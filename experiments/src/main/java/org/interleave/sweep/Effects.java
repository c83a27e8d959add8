package org.interleave.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import org.interleave.spec.SweepReader;

/**
 * What moves I most: for every axis the mean of I at its levels, over all values of the others. Of
 * a range without levels, thirds stand for levels.
 */
final class Effects {

  /** More levels than these are put together. */
  private static final int MOST_LEVELS = 1_000;

  private static final int THIRDS = 3;

  /**
   * The effect of an axis.
   *
   * @param axis its paths
   * @param lowest the level at which I is least on average
   * @param low that mean
   * @param highest the level at which I is greatest
   * @param high that mean
   */
  record Effect(String axis, String lowest, double low, String highest, double high) {

    double swing() {
      return high - low;
    }
  }

  private final List<Axis> axes = new ArrayList<>();

  Effects(Sweep sweep) {
    boolean grid = sweep.design().kind() == Sweep.Kind.GRID;
    boolean oneAtATime = sweep.design().kind() == Sweep.Kind.TORNADO;
    int column = 1;
    for (SweepAxis axis : sweep.axes()) {
      axes.add(new Axis(axis, column, grid, oneAtATime));
      column += axis.parameters().size();
    }
  }

  /** The next row. */
  void add(long point, List<String> cells, double improvement) {
    for (int a = 0; a < axes.size(); a++) {
      axes.get(a).add(point, a, cells, improvement);
    }
  }

  /** All effects, the greatest first. */
  List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    for (Axis axis : axes) {
      if (!axis.levels.isEmpty()) {
        effects.add(axis.effect());
      }
    }
    effects.sort(Comparator.comparingDouble(Effect::swing).reversed());
    return effects;
  }

  /** Means of I at the levels of an axis. */
  private static final class Axis {
    private final SweepAxis axis;
    private final int column;
    private final boolean thirds;
    private final boolean oneAtATime;
    private final Map<String, double[]> levels = new LinkedHashMap<>();

    Axis(SweepAxis axis, int column, boolean grid, boolean oneAtATime) {
      this.axis = axis;
      this.column = column;
      this.oneAtATime = oneAtATime;
      boolean range = axis.parameters().get(0).values() instanceof SweepAxis.Range;
      thirds = range && !oneAtATime && !(grid && axis.levels() <= MOST_LEVELS);
    }

    void add(long point, int number, List<String> cells, double improvement) {
      if (oneAtATime && point > 0 && (point - 1) / 2 != number) {
        return;
      }
      String level =
          thirds
              ? third(cells.get(column))
              : String.join(" & ", cells.subList(column, column + axis.parameters().size()));
      double[] sums = levels.computeIfAbsent(level, l -> new double[2]);
      sums[0] += improvement;
      sums[1]++;
    }

    private String third(String value) {
      SweepAxis.Range range = (SweepAxis.Range) axis.parameters().get(0).values();
      double from = SweepReader.number(range.at(0));
      double to = SweepReader.number(range.at(1));
      double at = SweepReader.number(value);
      double share =
          range.log() ? Math.log(at / from) / Math.log(to / from) : (at - from) / (to - from);
      int third = (int) Math.max(0, Math.min(THIRDS - 1, Math.floor(share * THIRDS)));
      return range.at((double) third / THIRDS) + " to " + range.at((third + 1.0) / THIRDS);
    }

    Effect effect() {
      String lowest = "";
      String highest = "";
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Map.Entry<String, double[]> level : levels.entrySet()) {
        double mean = level.getValue()[0] / level.getValue()[1];
        if (mean < low) {
          low = mean;
          lowest = level.getKey();
        }
        if (mean > high) {
          high = mean;
          highest = level.getKey();
        }
      }
      return new Effect(axis.label(), lowest, low, highest, high);
    }
  }
}
