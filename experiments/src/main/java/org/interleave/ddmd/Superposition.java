package org.interleave.ddmd;

/**
 * Root-mean-square deviation of two frames after optimal superposition, by the quaternion
 * characteristic polynomial (Theobald, 2005): its largest root is that of Horn's 4 by 4 matrix.
 */
final class Superposition {
  private static final int MOST_STEPS = 50;

  /** Frames that are alike need fewer; but a comparison shall cost the same whatever was found. */
  private static final int FEWEST_STEPS = 12;

  private static final double PRECISION = 1e-11;

  private Superposition() {}

  /** Moves a frame's centre to the origin, in a copy. */
  static double[] centred(double[] x) {
    double[] centre = new double[3];
    int beads = x.length / 3;
    for (int i = 0; i < x.length; i++) {
      centre[i % 3] += x[i] / beads;
    }
    double[] moved = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i] - centre[i % 3];
    }
    return moved;
  }

  /** The sum of squares; of a centred frame, the number of beads times the squared radius. */
  static double squares(double[] x) {
    double sum = 0;
    for (double each : x) {
      sum += each * each;
    }
    return sum;
  }

  static double radiusOfGyration(double[] centred) {
    return Math.sqrt(squares(centred) / (centred.length / 3));
  }

  static double rmsd(double[] x, double[] y) {
    double[] a = centred(x);
    double[] b = centred(y);
    return rmsd(a, squares(a), b, squares(b));
  }

  /** The deviation of two centred frames whose sums of squares are known. */
  static double rmsd(double[] a, double aa, double[] b, double bb) {
    double xx = 0;
    double xy = 0;
    double xz = 0;
    double yx = 0;
    double yy = 0;
    double yz = 0;
    double zx = 0;
    double zy = 0;
    double zz = 0;
    for (int i = 0; i < a.length; i += 3) {
      double ax = a[i];
      double ay = a[i + 1];
      double az = a[i + 2];
      double bx = b[i];
      double by = b[i + 1];
      double bz = b[i + 2];
      xx += ax * bx;
      xy += ax * by;
      xz += ax * bz;
      yx += ay * bx;
      yy += ay * by;
      yz += ay * bz;
      zx += az * bx;
      zy += az * by;
      zz += az * bz;
    }
    // Horn's symmetric, traceless matrix K; its polynomial is l^4 + c2 l^2 + c1 l + c0.
    double k00 = xx + yy + zz;
    double k11 = xx - yy - zz;
    double k22 = yy - xx - zz;
    double k33 = zz - xx - yy;
    double k01 = yz - zy;
    double k02 = zx - xz;
    double k03 = xy - yx;
    double k12 = xy + yx;
    double k13 = zx + xz;
    double k23 = yz + zy;
    double c2 = -2 * (xx * xx + xy * xy + xz * xz + yx * yx + yy * yy + yz * yz);
    c2 -= 2 * (zx * zx + zy * zy + zz * zz);
    double c1 =
        -8 * (xx * (yy * zz - yz * zy) + xy * (yz * zx - yx * zz) + xz * (yx * zy - yy * zx));
    // The determinant by pairs of rows (Laplace).
    double c0 =
        (k00 * k11 - k01 * k01) * (k22 * k33 - k23 * k23)
            - (k00 * k12 - k02 * k01) * (k12 * k33 - k23 * k13)
            + (k00 * k13 - k03 * k01) * (k12 * k23 - k22 * k13)
            + (k01 * k12 - k02 * k11) * (k02 * k33 - k23 * k03)
            - (k01 * k13 - k03 * k11) * (k02 * k23 - k22 * k03)
            + (k02 * k13 - k03 * k12) * (k02 * k13 - k12 * k03);
    double root = (aa + bb) / 2;
    double step = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_STEPS; i++) {
      if (i >= FEWEST_STEPS && Math.abs(step) < PRECISION * Math.abs(root)) {
        break;
      }
      double square = root * root;
      double half = (square + c2) * root;
      double slope = 4 * square * root + 2 * c2 * root + c1;
      step = slope > 0 ? (half * root + c1 * root + c0) / slope : 0;
      root -= step;
    }
    return Math.sqrt(Math.max(0, (aa + bb - 2 * root) / (a.length / 3)));
  }
}
