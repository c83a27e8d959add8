package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;

/**
 * Where a frame comes from.
 *
 * @param iteration of the simulation, or -1 for the extended chain
 * @param simulation its index
 * @param frame its number in the trajectory
 */
record Origin(int iteration, int simulation, int frame) implements Comparable<Origin> {
  static final Origin EXTENDED = new Origin(-1, 0, 0);

  private static final Comparator<Origin> ORDER =
      Comparator.comparingInt(Origin::iteration)
          .thenComparingInt(Origin::simulation)
          .thenComparingInt(Origin::frame);

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(iteration);
    out.writeInt(simulation);
    out.writeInt(frame);
  }

  static Origin read(DataInputStream in) throws IOException {
    return new Origin(in.readInt(), in.readInt(), in.readInt());
  }
}
