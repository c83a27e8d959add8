package org.interleave.sweep;

import java.util.function.LongUnaryOperator;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import org.interleave.spec.Sweep;
import org.interleave.spec.SweepAxis;
import umontreal.ssj.hups.HaltonSequence;
import umontreal.ssj.hups.KorobovLattice;
import umontreal.ssj.hups.PointSet;
import umontreal.ssj.hups.SobolSequence;

/**
 * Points of the unit cube, random or quasi-random (SSJ's point sets, shifted at random modulo 1),
 * as coordinates of the axes. For Sobol indices (Saltelli 2010) a row of the matrices A and B makes
 * a block of points: A, B, and A with each single column of B.
 */
final class Cube implements Points.Design {

  private static final int MOST_SOBOL = 360;
  private static final int MOST_HALTON = 1_000;
  private static final int KOROBOV_MULTIPLIER = 1_516;

  /** So many are looked at for a good one. */
  private static final int MOST_MULTIPLIERS = 10_000;

  /** The coordinate of a row in a dimension. */
  private interface Coordinates {
    double of(long row, int dimension);
  }

  private final int axes;
  private final int rows;
  private final boolean blocks;
  private final Coordinates coordinates;

  private Cube(int axes, int rows, boolean blocks, Coordinates coordinates) {
    this.axes = axes;
    this.rows = rows;
    this.blocks = blocks;
    this.coordinates = coordinates;
  }

  static Cube of(Sweep sweep) {
    int axes = sweep.axes().size();
    int rows = sweep.design().size();
    long seed = sweep.seed();
    return switch (sweep.design().kind()) {
      case RANDOM -> new Cube(axes, rows, false, (row, d) -> uniform(seed, row, d));
      case SOBOL -> new Cube(axes, rows, false, shifted(sobol(sweep, rows, axes), seed));
      case HALTON -> {
        require(sweep, axes, MOST_HALTON);
        yield new Cube(axes, rows, false, shifted(new HaltonSequence(axes), seed));
      }
      case KOROBOV ->
          new Cube(
              axes,
              rows,
              false,
              shifted(new KorobovLattice(Math.max(2, rows), multiplier(rows, axes), axes), seed));
      case SENSITIVITY -> new Cube(axes, rows, true, shifted(sobol(sweep, rows, 2 * axes), seed));
      case GRID, TORNADO -> throw new IllegalArgumentException("no points of a cube");
    };
  }

  private static PointSet sobol(Sweep sweep, int rows, int dimensions) {
    require(sweep, dimensions, MOST_SOBOL);
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(1, rows - 1)));
    return new SobolSequence(bits, 31, Math.max(2, dimensions));
  }

  private static void require(Sweep sweep, int dimensions, int most) {
    if (dimensions > most) {
      throw new SpecException(
          new Position(sweep.source(), 1, 1),
          "a design of "
              + sweep.design().kind().label()
              + " has at most "
              + most
              + " dimensions, but this one has "
              + dimensions
              + "; vary less, or choose {random: N}");
    }
  }

  /**
   * One that has no factor in common with the number of points, and of which no two axes get the
   * same coordinates, or opposite ones, or lie on a few lines. Of few points the best there is.
   */
  private static int multiplier(int rows, int axes) {
    int first = KOROBOV_MULTIPLIER % Math.max(2, rows);
    int best = 1;
    long most = -1;
    for (int i = 0; i < Math.min(rows, MOST_MULTIPLIERS) && most * most < rows; i++) {
      int a = (first + i) % rows;
      long lines = gcd(a, rows) == 1 ? leastLines(a, rows, axes) : -1;
      if (lines > most) {
        best = a;
        most = lines;
      }
    }
    return Math.max(1, best);
  }

  /** On how many lines along a diagonal, or along an axis, all points of any two axes lie. */
  private static long leastLines(int a, int rows, int axes) {
    long least = rows;
    long power = 1;
    for (int d = 1; d < axes; d++) {
      power = power * a % rows;
      int p = (int) power;
      int same = Math.max(gcd(rows, Math.abs(p - 1)), gcd(rows, p + 1));
      least = Math.min(least, Math.min(rows / same, Math.min(p, rows - p)));
    }
    return least;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static Coordinates shifted(PointSet points, long seed) {
    return (row, d) -> {
      double x = points.getCoordinate((int) row, d) + uniform(seed, -1, d);
      return x < 1 ? x : x - 1;
    };
  }

  /** From 0 (inclusive) to 1 (exclusive), from nothing but the three numbers. */
  private static double uniform(long seed, long row, int dimension) {
    LongUnaryOperator mix =
        z -> {
          long y = z + 0x9e3779b97f4a7c15L;
          y = (y ^ (y >>> 30)) * 0xbf58476d1ce4e5b9L;
          y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
          return y ^ (y >>> 31);
        };
    long h = mix.applyAsLong(mix.applyAsLong(mix.applyAsLong(seed) + row) + dimension);
    return (h >>> 11) * 0x1.0p-53;
  }

  @Override
  public long count() {
    return blocks ? rows * (axes + 2L) : rows;
  }

  @Override
  public String value(long point, int axis, SweepAxis.Values values) {
    if (!blocks) {
      return values.at(coordinates.of(point, axis));
    }
    long row = point / (axes + 2);
    int column = (int) (point % (axes + 2)) - 2;
    boolean ofB = column == -1 || column == axis;
    return values.at(coordinates.of(row, ofB ? axes + axis : axis));
  }
}
