package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that a simulation left, at equal distances in time.
 *
 * @param start the starting point, or null for the extended chain
 * @param frames coordinates of each
 */
record Trajectory(Origin start, List<double[]> frames) {
  private static final String KIND = "mini-ddmd trajectory 1";

  void write(Path file) {
    DataFile.write(
        file,
        KIND,
        out -> {
          start.write(out);
          out.writeInt(frames.size());
          out.writeInt(frames.get(0).length);
          for (double[] frame : frames) {
            DataFile.writeDoubles(out, frame);
          }
        });
  }

  static Trajectory read(Path file) {
    return DataFile.read(file, KIND, Trajectory::read);
  }

  private static Trajectory read(DataInputStream in) throws IOException {
    Origin start = Origin.read(in);
    int count = in.readInt();
    int coordinates = in.readInt();
    List<double[]> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(DataFile.readDoubles(in, coordinates));
    }
    return new Trajectory(start, frames);
  }
}
