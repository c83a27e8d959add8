package org.interleave.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Line2D;
import org.junit.jupiter.api.Test;

class ContourTest {

  /** Along x + 2 y = 4.3, which a straight line between neighbours meets exactly. */
  @Test
  void aPlaneIsCutAlongAStraightLine() {
    double[][] values = new double[6][5];
    for (int c = 0; c < 6; c++) {
      for (int r = 0; r < 5; r++) {
        values[c][r] = c + 0.5 + 2 * (r + 0.5) - 4.3;
      }
    }
    double length = 0;
    for (Line2D piece : Contour.zero(values)) {
      assertThat(piece.getX1() + 2 * piece.getY1()).isBetween(4.3 - 1e-9, 4.3 + 1e-9);
      assertThat(piece.getX2() + 2 * piece.getY2()).isBetween(4.3 - 1e-9, 4.3 + 1e-9);
      length += piece.getP1().distance(piece.getP2());
    }
    // From (3.3, 0.5) to (0.5, 1.9).
    assertThat(length).isBetween(Math.hypot(2.8, 1.4) - 1e-9, Math.hypot(2.8, 1.4) + 1e-9);
  }

  @Test
  void aSaddleIsCutTwiceAroundTheCornersThatItsMiddleLeavesAlone() {
    double[][] high = {{3, -1}, {-1, 3}};
    assertThat(Contour.zero(high))
        .hasSize(2)
        .allMatch(p -> Math.hypot(p.getX1() - p.getX2(), p.getY1() - p.getY2()) < 0.4);
    double[][] low = {{1, -3}, {-3, 1}};
    for (Line2D piece : Contour.zero(low)) {
      boolean first = piece.getX1() < 1 && piece.getX2() < 1;
      assertThat(piece.getY1() < 1 && piece.getY2() < 1).isEqualTo(first);
    }
  }

  @Test
  void whatIsNotKnownIsNotCrossed() {
    assertThat(Contour.zero(new double[][] {{1, -1}, {Double.NaN, -1}})).isEmpty();
    assertThat(Contour.zero(new double[][] {{1, 1}, {1, 1}})).isEmpty();
    assertThat(Contour.zero(new double[][] {{1, -1}})).isEmpty();
  }

  @Test
  void coloursGrowDarkerOnBothSidesOfZeroAndDiffer() {
    Diverging colors = new Diverging(0.5);
    for (int side : new int[] {-1, 1}) {
      double before = 256;
      for (int i = 0; i <= 10; i++) {
        Color c = colors.of(side * i * 0.05);
        double luma = 0.299 * c.getRed() + 0.587 * c.getGreen() + 0.114 * c.getBlue();
        assertThat(luma).as("%d of %d", i, side).isLessThan(before);
        before = luma;
      }
      assertThat(colors.of(side * 7)).isEqualTo(colors.of(side * 0.5));
    }
    // Blue and orange: the one that whoever sees no red or green tells apart.
    assertThat(colors.of(0.3).getBlue()).isGreaterThan(colors.of(0.3).getRed());
    assertThat(colors.of(-0.3).getRed()).isGreaterThan(colors.of(-0.3).getBlue());
  }
}
