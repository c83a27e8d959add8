package org.interleave.ddmd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Describes a part of an iteration's frames: deviation from the best fold so far, share of its
 * contacts, radius of gyration, and clusters by the method of Daura and others (1999), where the
 * neighbours of a frame are counted among all frames of the iteration.
 */
final class Analyse {
  static final List<String> OPTIONS =
      List.of("work", "iteration", "index", "tasks", "frames", "cutoff-percent");

  /** Frames of each trajectory. */
  static final int FRAMES = 980;

  /** Frames nearer than this share of sigma are neighbours. */
  static final int CUTOFF_PERCENT = 60;

  private Analyse() {}

  /** A centred frame. */
  private record Body(Origin origin, double[] x, double squares) {
    static Body of(Origin origin, double[] x) {
      double[] centred = Superposition.centred(x);
      return new Body(origin, centred, Superposition.squares(centred));
    }

    double rmsd(Body other) {
      return Superposition.rmsd(x, squares, other.x, other.squares);
    }
  }

  static void run(Options options) {
    WorkFolder work = options.work();
    int iteration = options.number("iteration", 0, 1_000_000);
    Part part = options.part();
    int frames = options.number("frames", 1, 1_000_000, FRAMES);
    double cutoff = options.number("cutoff-percent", 1, 10_000, CUTOFF_PERCENT) / 100.0;
    Dataset dataset = Dataset.read(work.dataset(iteration));
    List<Body> all = new ArrayList<>();
    for (int s = 0; s < dataset.simulations(); s++) {
      List<double[]> trajectory = Trajectory.read(work.trajectory(iteration, s)).frames();
      int taken = Math.min(frames, trajectory.size());
      for (int i = 1; i <= taken; i++) {
        int f = (int) ((long) i * trajectory.size() / taken) - 1;
        all.add(Body.of(new Origin(iteration, s, f), trajectory.get(f)));
      }
    }
    List<Body> own = new ArrayList<>();
    List<BitSet> near = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (part.has(i)) {
        own.add(all.get(i));
        near.add(neighbours(all.get(i), all, cutoff));
      }
    }
    Frame best = dataset.lowest();
    DataFile.write(work.analysis(iteration, part.index()), table(own, near, best));
    DataFile.write(work.clusters(iteration, part.index()), clusters(own, near, all.size()));
  }

  private static BitSet neighbours(Body body, List<Body> all, double cutoff) {
    BitSet near = new BitSet(all.size());
    for (int j = 0; j < all.size(); j++) {
      near.set(j, body.rmsd(all.get(j)) < cutoff);
    }
    return near;
  }

  private static String table(List<Body> own, List<BitSet> near, Frame best) {
    Body reference = Body.of(best.origin(), best.positions());
    StringBuilder table =
        new StringBuilder("simulation,frame,radius,best_contacts,rmsd_to_best,neighbours\n");
    for (int i = 0; i < own.size(); i++) {
      Body body = own.get(i);
      table.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.6f,%.6f,%.6f,%d\n",
              body.origin().simulation(),
              body.origin().frame(),
              Superposition.radiusOfGyration(body.x()),
              ContactMap.shared(ContactMap.of(body.x()), best.contacts()),
              body.rmsd(reference),
              near.get(i).cardinality()));
    }
    return table.toString();
  }

  /**
   * The frame with most neighbours left is a centre; they leave with it; and again. Neighbours are
   * counted once, and down when they leave, so that many small clusters cost no more than a few
   * large ones: this task's time shall not hang on what the simulations found.
   */
  private static String clusters(List<Body> own, List<BitSet> near, int frames) {
    StringBuilder table = new StringBuilder("cluster,size,simulation,frame\n");
    int[] left = near.stream().mapToInt(BitSet::cardinality).toArray();
    BitSet gone = new BitSet(frames);
    for (int cluster = 0; ; cluster++) {
      int centre = -1;
      int most = 1;
      for (int i = 0; i < left.length; i++) {
        if (left[i] > most) {
          most = left[i];
          centre = i;
        }
      }
      if (centre < 0) {
        return table.toString();
      }
      BitSet leaving = (BitSet) near.get(centre).clone();
      leaving.andNot(gone);
      gone.or(leaving);
      for (int j = leaving.nextSetBit(0); j >= 0; j = leaving.nextSetBit(j + 1)) {
        for (int i = 0; i < left.length; i++) {
          left[i] -= near.get(i).get(j) ? 1 : 0;
        }
      }
      Origin origin = own.get(centre).origin();
      table.append(
          String.format(
              Locale.ROOT, "%d,%d,%d,%d\n", cluster, most, origin.simulation(), origin.frame()));
    }
  }
}
