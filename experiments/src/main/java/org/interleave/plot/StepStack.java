package org.interleave.plot;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.interleave.trace.Utilization.Steps;

/**
 * Several step functions, one on top of the other, cut into columns of time in which nothing
 * changes.
 *
 * <p>Where steps lie closer together than anyone can see, their mean over a cell of the page stands
 * for them: areas stay what they are, and the figure of a million tasks stays small.
 */
public final class StepStack {

  private final List<Steps> series;
  private final int[] next;
  private final double[] levels;

  /** The last one is empty, since all tasks have ended. */
  private final List<Column> columns = new ArrayList<>();

  /**
   * From {@code start} to the start of the next column.
   *
   * @param edges the lower edge of each series, and the upper one of the last
   */
  private record Column(double start, double[] edges) {}

  /**
   * Where the stack lies on the page.
   *
   * @param x from microseconds to its coordinates
   * @param y from levels to its coordinates, which grow downwards
   */
  record Place(DoubleUnaryOperator x, DoubleUnaryOperator y) {}

  /**
   * The stack of some functions, from the bottom to the top.
   *
   * @param endMicros where the page ends, 1 or more
   * @param cells how many cells its width is divided into; nothing is thinned out where there are
   *     no more steps than cells
   */
  public StepStack(List<Steps> series, long endMicros, int cells) {
    this.series = List.copyOf(series);
    this.next = new int[series.size()];
    this.levels = new double[series.size()];
    long[] instants =
        series.stream()
            .flatMapToLong(s -> IntStream.range(0, s.size()).mapToLong(s::instantMicros))
            .sorted()
            .distinct()
            .toArray();
    boolean thin = instants.length > cells;
    double cell = (double) endMicros / cells;
    int end;
    for (int at = 0; at < instants.length; at = end) {
      end = at + 1;
      double cellEnd = (Math.floor(instants[at] / cell) + 1) * cell;
      while (thin && end < instants.length && instants[end] < cellEnd) {
        end++;
      }
      if (end - at > 2) {
        addMean(cellEnd - cell, cellEnd);
      } else {
        for (int i = at; i < end; i++) {
          add(instants[i]);
        }
      }
    }
  }

  /** How many columns there are. */
  public int size() {
    return columns.size();
  }

  /** When a column starts, in microseconds; it ends where the next one starts. */
  public double startMicros(int column) {
    return columns.get(column).start;
  }

  /** The level of one series in a column. */
  public double level(int column, int s) {
    return edge(column, s + 1) - edge(column, s);
  }

  /** The area of one series; empty where it is always 0. */
  Path2D area(int s, Place place) {
    Pen pen = new Pen();
    for (int from = 0, to; from < columns.size(); from = to + 1) {
      to = from;
      while (thickness(to, s, place) > 0) {
        to++;
      }
      if (to > from) {
        for (int c = from; c < to; c++) {
          pen.to(x(c, place), y(c, s + 1, place));
          pen.to(x(c + 1, place), y(c, s + 1, place));
        }
        for (int c = to - 1; c >= from; c--) {
          pen.to(x(c + 1, place), y(c, s, place));
          pen.to(x(c, place), y(c, s, place));
        }
        pen.close();
      }
    }
    return pen.path;
  }

  /**
   * The upper edge of one series where it borders on others rather than on nothing, and where it is
   * not thinner than {@code thin} on the page.
   */
  Path2D border(int s, Place place, double thin) {
    Pen pen = new Pen();
    int top = levels.length;
    for (int c = 0; c + 1 < columns.size(); c++) {
      double y = y(c, s + 1, place);
      boolean thick = thickness(c, s, place) >= thin;
      if (c > 0 && (thick || thickness(c - 1, s, place) >= thin)) {
        double lowerTop = Math.max(y(c - 1, top, place), y(c, top, place));
        double from = Math.max(y(c - 1, s + 1, place), lowerTop);
        double to = Math.max(y, lowerTop);
        if (from != to) {
          pen.line(x(c, place), from, x(c, place), to);
        }
      }
      if (thick && y(c, top, place) < y) {
        pen.line(x(c, place), y, x(c + 1, place), y);
      }
    }
    pen.lift();
    return pen.path;
  }

  /**
   * The area of one series where it is thinner than {@code thin} on the page, made at least as
   * thick as {@code least}, so that it can be seen.
   */
  Path2D hairlines(int s, Place place, double thin, double least) {
    Pen pen = new Pen();
    for (int from = 0, to; from < columns.size(); from = to) {
      to = from + 1;
      if (isThin(from, s, place, thin)) {
        while (isThin(to, s, place, thin)
            && edge(to, s) == edge(from, s)
            && edge(to, s + 1) == edge(from, s + 1)) {
          to++;
        }
        double bottom = y(from, s, place);
        double top = Math.min(bottom - least, y(from, s + 1, place));
        pen.to(x(from, place), bottom);
        pen.to(x(from, place), top);
        pen.to(x(to, place), top);
        pen.to(x(to, place), bottom);
        pen.close();
      }
    }
    return pen.path;
  }

  /** The upper edge of the whole stack, where it is not 0. */
  Path2D outline(Place place) {
    Pen pen = new Pen();
    double ground = place.y.applyAsDouble(0);
    for (int c = 0; c + 1 < columns.size(); c++) {
      double y = y(c, levels.length, place);
      if (y < ground) {
        if (!pen.down) {
          pen.to(x(c, place), ground);
        }
        pen.to(x(c, place), y);
        pen.to(x(c + 1, place), y);
      } else if (pen.down) {
        pen.to(x(c, place), ground);
        pen.lift();
      }
    }
    if (pen.down) {
      pen.to(x(columns.size() - 1, place), ground);
      pen.lift();
    }
    return pen.path;
  }

  private boolean isThin(int column, int s, Place place, double thin) {
    return edge(column, s + 1) > edge(column, s) && thickness(column, s, place) < thin;
  }

  private double thickness(int column, int s, Place place) {
    return y(column, s, place) - y(column, s + 1, place);
  }

  private double x(int column, Place place) {
    return place.x.applyAsDouble(columns.get(column).start);
  }

  private double y(int column, int edge, Place place) {
    return place.y.applyAsDouble(edge(column, edge));
  }

  private double edge(int column, int edge) {
    return columns.get(column).edges[edge];
  }

  private void add(long instant) {
    for (int s = 0; s < levels.length; s++) {
      Steps steps = series.get(s);
      while (next[s] < steps.size() && steps.instantMicros(next[s]) <= instant) {
        levels[s] = steps.level(next[s]++);
      }
    }
    append(instant, levels);
  }

  private void addMean(double from, double to) {
    double[] means = new double[levels.length];
    for (int s = 0; s < levels.length; s++) {
      Steps steps = series.get(s);
      double area = 0;
      double since = from;
      for (; next[s] < steps.size() && steps.instantMicros(next[s]) < to; next[s]++) {
        area += levels[s] * (steps.instantMicros(next[s]) - since);
        since = steps.instantMicros(next[s]);
        levels[s] = steps.level(next[s]);
      }
      means[s] = (area + levels[s] * (to - since)) / (to - from);
    }
    append(from, means);
    append(to, levels);
  }

  private void append(double start, double[] of) {
    double[] edges = new double[of.length + 1];
    for (int s = 0; s < of.length; s++) {
      edges[s + 1] = edges[s] + of[s];
    }
    if (!columns.isEmpty() && columns.get(columns.size() - 1).start >= start) {
      columns.remove(columns.size() - 1);
    }
    columns.add(new Column(start, edges));
  }

  /** Draws lines; a level that stays is one line. */
  private static final class Pen {
    final Path2D path = new Path2D.Double();
    private boolean down;
    private boolean pending;
    private double drawnY;
    private double x;
    private double y;

    void to(double newX, double newY) {
      if (!down) {
        path.moveTo(newX, newY);
        drawnY = newY;
        down = true;
        return;
      }
      if (pending && !(newY == y && y == drawnY)) {
        path.lineTo(x, y);
        drawnY = y;
      }
      x = newX;
      y = newY;
      pending = true;
    }

    /** Goes on from the last point where the line starts there. */
    void line(double fromX, double fromY, double toX, double toY) {
      if (!(pending && x == fromX && y == fromY)) {
        lift();
        to(fromX, fromY);
      }
      to(toX, toY);
    }

    void lift() {
      if (pending) {
        path.lineTo(x, y);
      }
      pending = false;
      down = false;
    }

    void close() {
      lift();
      path.closePath();
    }
  }
}
