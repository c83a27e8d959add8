package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames that one part of an inference proposes to start from, the best first.
 *
 * @param part which part
 * @param frames its proposals
 */
record Candidates(Part part, List<Frame> frames) {
  private static final String KIND = "mini-ddmd candidates 1";

  /** In how many contacts two starting points differ at least, if enough do. */
  private static final int DIFFERENCE = 20;

  void write(Path file) {
    DataFile.write(
        file,
        KIND,
        out -> {
          out.writeInt(part.index());
          out.writeInt(part.parts());
          out.writeInt(frames.size());
          for (Frame frame : frames) {
            frame.write(out);
          }
        });
  }

  static Candidates read(Path file) {
    return DataFile.read(file, KIND, Candidates::read);
  }

  private static Candidates read(DataInputStream in) throws IOException {
    Part part = new Part(in.readInt(), in.readInt());
    int count = in.readInt();
    List<Frame> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(Frame.read(in));
    }
    return new Candidates(part, frames);
  }

  /** The proposals of all parts of an iteration; the first part tells how many there are. */
  static List<Frame> ofAllParts(WorkFolder work, int iteration) {
    Candidates first = read(work.candidates(iteration, 0));
    List<Frame> all = new ArrayList<>(first.frames());
    for (int i = 1; i < first.part().parts(); i++) {
      Path file = work.candidates(iteration, i);
      Candidates next = read(file);
      if (!next.part().equals(new Part(i, first.part().parts()))) {
        throw new BadInput(
            file + " is of an inference with another number of tasks; run all of them again");
      }
      all.addAll(next.frames());
    }
    return all;
  }

  /**
   * The frames of lowest energy that differ from each other; where too few differ, those that do
   * not come after them.
   */
  static List<Frame> pick(List<Frame> frames, int count) {
    List<Frame> picked = new ArrayList<>();
    List<Frame> alike = new ArrayList<>();
    for (Frame frame : frames.stream().sorted(Frame.BY_ENERGY).toList()) {
      boolean differs =
          picked.stream()
              .allMatch(p -> ContactMap.difference(p.contacts(), frame.contacts()) >= DIFFERENCE);
      (differs ? picked : alike).add(frame);
    }
    picked.addAll(alike);
    return picked.subList(0, Math.min(count, picked.size()));
  }
}
