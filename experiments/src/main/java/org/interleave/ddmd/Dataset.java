package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an iteration learns from.
 *
 * @param simulations how many trajectories the iteration has
 * @param frames the iteration's own, then a sample of earlier ones
 */
record Dataset(int simulations, List<Frame> frames) {
  private static final String KIND = "mini-ddmd dataset 1";

  void write(Path file) {
    DataFile.write(
        file,
        KIND,
        out -> {
          out.writeInt(simulations);
          out.writeInt(frames.size());
          for (Frame frame : frames) {
            frame.write(out);
          }
        });
  }

  static Dataset read(Path file) {
    return DataFile.read(file, KIND, Dataset::read);
  }

  private static Dataset read(DataInputStream in) throws IOException {
    int simulations = in.readInt();
    int count = in.readInt();
    List<Frame> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(Frame.read(in));
    }
    return new Dataset(simulations, frames);
  }

  Frame lowest() {
    return frames.stream().min(Frame.BY_ENERGY).orElseThrow();
  }

  /** At most so many frames, spread evenly from the lowest energy up. */
  List<Frame> sample(int most) {
    List<Frame> sorted = frames.stream().sorted(Frame.BY_ENERGY).toList();
    if (sorted.size() <= most) {
      return sorted;
    }
    List<Frame> sample = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      sample.add(sorted.get((int) ((long) i * sorted.size() / most)));
    }
    return sample;
  }
}
