package org.interleave.ddmd;

import java.util.Arrays;

/**
 * The BLN model of Honeycutt and Thirumalai: a chain of beads, hydrophobic (B), hydrophilic (L) or
 * neutral (N), whose 46-bead sequence folds to a beta barrel of four strands. Reduced units:
 * energies in epsilon, lengths in sigma (also the bond length), the mass of a bead 1.
 *
 * <pre>
 * V = sum 1/2 231.2 (r - 1)^2                          over bonds
 *   + sum 1/2 20 (theta - 105 deg)^2                   over angles
 *   + sum A (1 + cos phi) + B (1 + cos 3 phi)          over dihedrals
 *   + sum 4 C (1/r^12 - D/r^6)                         over beads three or more bonds apart
 * </pre>
 *
 * A = 0 and B = 0.2 where two or more of a dihedral's four beads are N, else A = B = 1.2. C = D = 1
 * between two B; C = 2/3 and D = -1 between two L or an L and a B; C = 1 and D = 0 with an N.
 */
final class Protein {
  /** The sequence of the beta barrel: B9 N3 (LB)4 N3 B9 N3 (LB)5 L. */
  static final String BARREL = "BBBBBBBBBNNNLBLBLBLBNNNBBBBBBBBBNNNLBLBLBLBLBL";

  private static final double BOND = 231.2;
  private static final double ANGLE = 20;
  private static final double STRAIGHTNESS = StrictMath.toRadians(105);

  /** Keeps the forces of nearly straight angles finite. */
  private static final double TINY = 1e-8;

  private final int beads;
  private final double[] twist;
  private final double[] triple;
  private final int[] first;
  private final int[] second;
  private final double[] repulsion;
  private final double[] attraction;

  private Protein(String sequence) {
    this.beads = sequence.length();
    this.twist = new double[Math.max(0, beads - 3)];
    this.triple = new double[twist.length];
    for (int i = 0; i < twist.length; i++) {
      boolean loop = sequence.substring(i, i + 4).chars().filter(c -> c == 'N').count() >= 2;
      twist[i] = loop ? 0 : 1.2;
      triple[i] = loop ? 0.2 : 1.2;
    }
    int pairs = twist.length * (twist.length + 1) / 2;
    this.first = new int[pairs];
    this.second = new int[pairs];
    this.repulsion = new double[pairs];
    this.attraction = new double[pairs];
    int p = 0;
    for (int i = 0; i < beads; i++) {
      for (int j = i + 3; j < beads; j++) {
        String kinds = "" + sequence.charAt(i) + sequence.charAt(j);
        double c = !kinds.contains("N") && kinds.contains("L") ? 2.0 / 3 : 1;
        double d = kinds.contains("N") ? 0 : kinds.contains("L") ? -1 : 1;
        first[p] = 3 * i;
        second[p] = 3 * j;
        repulsion[p] = 4 * c;
        attraction[p] = 4 * c * d;
        p++;
      }
    }
  }

  /** A protein of the letters B, L and N. */
  static Protein of(String sequence) {
    if (sequence.length() < 4 || !sequence.chars().allMatch(c -> "BLN".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("'" + sequence + "' is not four or more of B, L, N");
    }
    return new Protein(sequence);
  }

  static Protein barrel() {
    return of(BARREL);
  }

  int beads() {
    return beads;
  }

  /** Number of coordinates: three a bead, bead after bead. */
  int coordinates() {
    return 3 * beads;
  }

  /** The chain pulled out to a zigzag, all dihedrals trans. */
  double[] extended() {
    double[] x = new double[coordinates()];
    double half = STRAIGHTNESS / 2;
    for (int i = 0; i < beads; i++) {
      x[3 * i] = i * StrictMath.sin(half);
      x[3 * i + 1] = i % 2 == 0 ? 0 : StrictMath.cos(half);
    }
    return x;
  }

  /**
   * The potential energy at x.
   *
   * @param force receives minus its gradient
   */
  double energy(double[] x, double[] force) {
    Arrays.fill(force, 0);
    return bonds(x, force) + angles(x, force) + dihedrals(x, force) + pairs(x, force);
  }

  private double bonds(double[] x, double[] force) {
    double energy = 0;
    for (int i = 0; i + 3 < x.length; i += 3) {
      double dx = x[i + 3] - x[i];
      double dy = x[i + 4] - x[i + 1];
      double dz = x[i + 5] - x[i + 2];
      double r = Math.sqrt(dx * dx + dy * dy + dz * dz);
      energy += BOND / 2 * (r - 1) * (r - 1);
      add(force, i, i + 3, BOND * (r - 1) / r, dx, dy, dz);
    }
    return energy;
  }

  /** Adds the force scale * (dx, dy, dz) to bead i and takes it from bead j. */
  private static void add(
      double[] force, int i, int j, double scale, double dx, double dy, double dz) {
    force[i] += scale * dx;
    force[i + 1] += scale * dy;
    force[i + 2] += scale * dz;
    force[j] -= scale * dx;
    force[j + 1] -= scale * dy;
    force[j + 2] -= scale * dz;
  }

  private double angles(double[] x, double[] force) {
    double energy = 0;
    for (int i = 0; i + 6 < x.length; i += 3) {
      double ux = x[i] - x[i + 3];
      double uy = x[i + 1] - x[i + 4];
      double uz = x[i + 2] - x[i + 5];
      double vx = x[i + 6] - x[i + 3];
      double vy = x[i + 7] - x[i + 4];
      double vz = x[i + 8] - x[i + 5];
      double u = Math.sqrt(ux * ux + uy * uy + uz * uz);
      double v = Math.sqrt(vx * vx + vy * vy + vz * vz);
      double cos = Math.max(-1, Math.min(1, (ux * vx + uy * vy + uz * vz) / (u * v)));
      double bend = StrictMath.acos(cos) - STRAIGHTNESS;
      energy += ANGLE / 2 * bend * bend;
      // dV/dcos = -ANGLE bend / sin, and dcos/du = (v/|v| - cos u/|u|) / |u|
      double slope = ANGLE * bend / Math.sqrt(Math.max(TINY, 1 - cos * cos));
      double cross = slope / (u * v);
      double uu = slope * cos / (u * u);
      double vv = slope * cos / (v * v);
      double ax = cross * vx - uu * ux;
      double ay = cross * vy - uu * uy;
      double az = cross * vz - uu * uz;
      double bx = cross * ux - vv * vx;
      double by = cross * uy - vv * vy;
      double bz = cross * uz - vv * vz;
      add(force, i, i + 3, 1, ax, ay, az);
      add(force, i + 6, i + 3, 1, bx, by, bz);
    }
    return energy;
  }

  private double dihedrals(double[] x, double[] force) {
    double energy = 0;
    for (int d = 0; d < twist.length; d++) {
      int i = 3 * d;
      double ax = x[i + 3] - x[i];
      double ay = x[i + 4] - x[i + 1];
      double az = x[i + 5] - x[i + 2];
      double bx = x[i + 6] - x[i + 3];
      double by = x[i + 7] - x[i + 4];
      double bz = x[i + 8] - x[i + 5];
      double cx = x[i + 9] - x[i + 6];
      double cy = x[i + 10] - x[i + 7];
      double cz = x[i + 11] - x[i + 8];
      double mx = ay * bz - az * by;
      double my = az * bx - ax * bz;
      double mz = ax * by - ay * bx;
      double nx = by * cz - bz * cy;
      double ny = bz * cx - bx * cz;
      double nz = bx * cy - by * cx;
      double mm = Math.max(TINY, mx * mx + my * my + mz * mz);
      double nn = Math.max(TINY, nx * nx + ny * ny + nz * nz);
      double mn = Math.sqrt(mm * nn);
      double cos = (mx * nx + my * ny + mz * nz) / mn;
      // cos 3 phi = 4 cos^3 phi - 3 cos phi
      energy += twist[d] * (1 + cos) + triple[d] * (1 + (4 * cos * cos - 3) * cos);
      double slope = twist[d] + triple[d] * (12 * cos * cos - 3);
      // gradients of the energy by m = a x b and n = b x c
      double gx = slope * (nx / mn - cos * mx / mm);
      double gy = slope * (ny / mn - cos * my / mm);
      double gz = slope * (nz / mn - cos * mz / mm);
      double hx = slope * (mx / mn - cos * nx / nn);
      double hy = slope * (my / mn - cos * ny / nn);
      double hz = slope * (mz / mn - cos * nz / nn);
      add(force, i, i + 3, 1, by * gz - bz * gy, bz * gx - bx * gz, bx * gy - by * gx);
      add(
          force,
          i + 3,
          i + 6,
          1,
          gy * az - gz * ay + cy * hz - cz * hy,
          gz * ax - gx * az + cz * hx - cx * hz,
          gx * ay - gy * ax + cx * hy - cy * hx);
      add(force, i + 6, i + 9, 1, hy * bz - hz * by, hz * bx - hx * bz, hx * by - hy * bx);
    }
    return energy;
  }

  private double pairs(double[] x, double[] force) {
    double energy = 0;
    for (int p = 0; p < first.length; p++) {
      int i = first[p];
      int j = second[p];
      double dx = x[j] - x[i];
      double dy = x[j + 1] - x[i + 1];
      double dz = x[j + 2] - x[i + 2];
      double inverse = 1 / (dx * dx + dy * dy + dz * dz);
      double sixth = inverse * inverse * inverse;
      double twelfth = repulsion[p] * sixth * sixth;
      double attracted = attraction[p] * sixth;
      energy += twelfth - attracted;
      add(force, i, j, (6 * attracted - 12 * twelfth) * inverse, dx, dy, dz);
    }
    return energy;
  }
}
