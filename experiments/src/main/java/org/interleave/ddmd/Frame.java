package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;

/**
 * A relaxed frame of a trajectory.
 *
 * @param origin where it comes from
 * @param energy of the relaxed coordinates, in epsilon
 * @param positions the relaxed coordinates
 * @param contacts their contact map
 */
record Frame(Origin origin, double energy, double[] positions, BitSet contacts) {
  /** Low energies first. */
  static final Comparator<Frame> BY_ENERGY =
      Comparator.comparingDouble(Frame::energy).thenComparing(Frame::origin);

  static Frame of(Origin origin, double energy, double[] positions) {
    return new Frame(origin, energy, positions, ContactMap.of(positions));
  }

  void write(DataOutputStream out) throws IOException {
    origin.write(out);
    out.writeDouble(energy);
    out.writeInt(positions.length);
    DataFile.writeDoubles(out, positions);
  }

  static Frame read(DataInputStream in) throws IOException {
    Origin origin = Origin.read(in);
    double energy = in.readDouble();
    return of(origin, energy, DataFile.readDoubles(in, in.readInt()));
  }
}
