package org.interleave.plot;

import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a table of values crosses 0, between the middles of its cells: marching squares, each edge
 * cut by a straight line. Squares with a value that is not known are left out.
 */
final class Contour {

  private Contour() {}

  /**
   * Pieces of the line, in cells: (0.5, 0.5) is the middle of the first one.
   *
   * @param values by column and row
   */
  static List<Line2D> zero(double[][] values) {
    List<Line2D> pieces = new ArrayList<>();
    for (int c = 0; c + 1 < values.length; c++) {
      for (int r = 0; r + 1 < values[c].length; r++) {
        square(values, c, r, pieces);
      }
    }
    return pieces;
  }

  private static void square(double[][] v, int c, int r, List<Line2D> pieces) {
    // Around the square, so that neighbours share an edge.
    int[][] corners = {{c, r}, {c + 1, r}, {c + 1, r + 1}, {c, r + 1}};
    List<double[]> cuts = new ArrayList<>();
    double sum = 0;
    for (int k = 0; k < corners.length; k++) {
      int[] from = corners[k];
      int[] to = corners[(k + 1) % corners.length];
      double a = v[from[0]][from[1]];
      double b = v[to[0]][to[1]];
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        return;
      }
      sum += a;
      if (a > 0 != b > 0) {
        double share = a / (a - b);
        cuts.add(
            new double[] {
              from[0] + 0.5 + share * (to[0] - from[0]), from[1] + 0.5 + share * (to[1] - from[1])
            });
      }
    }
    if (cuts.size() == 2) {
      pieces.add(piece(cuts, 0, 1));
    } else if (cuts.size() == 4) {
      // A saddle: the middle tells which corners belong together.
      boolean first = v[c][r] > 0;
      boolean joined = sum > 0 == first;
      pieces.add(joined ? piece(cuts, 0, 1) : piece(cuts, 3, 0));
      pieces.add(joined ? piece(cuts, 2, 3) : piece(cuts, 1, 2));
    }
  }

  private static Line2D piece(List<double[]> cuts, int i, int j) {
    double[] a = cuts.get(i);
    double[] b = cuts.get(j);
    return new Line2D.Double(a[0], a[1], b[0], b[1]);
  }
}
