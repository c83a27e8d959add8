package org.interleave.ddmd;

import java.util.BitSet;

/** Which beads of a frame touch: one bit for each pair three or more bonds apart. */
final class ContactMap {
  /** Beads nearer than this, in sigma, touch. */
  static final double CUTOFF = 1.5;

  private ContactMap() {}

  /** Number of pairs. */
  static int pairs(int beads) {
    return (beads - 3) * (beads - 2) / 2;
  }

  static BitSet of(double[] x) {
    int beads = x.length / 3;
    BitSet contacts = new BitSet(pairs(beads));
    int pair = 0;
    for (int i = 0; i < x.length; i += 3) {
      for (int j = i + 9; j < x.length; j += 3) {
        double dx = x[j] - x[i];
        double dy = x[j + 1] - x[i + 1];
        double dz = x[j + 2] - x[i + 2];
        if (dx * dx + dy * dy + dz * dz < CUTOFF * CUTOFF) {
          contacts.set(pair);
        }
        pair++;
      }
    }
    return contacts;
  }

  /** In how many pairs two maps differ. */
  static int difference(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.xor(b);
    return both.cardinality();
  }

  /** The share of the reference's contacts that a frame has; 1 where the reference has none. */
  static double shared(BitSet contacts, BitSet reference) {
    BitSet both = (BitSet) contacts.clone();
    both.and(reference);
    return reference.isEmpty() ? 1 : (double) both.cardinality() / reference.cardinality();
  }
}
