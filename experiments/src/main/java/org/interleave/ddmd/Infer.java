package org.interleave.ddmd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Proposes starting points: the most novel quarter of its frames, lowest energies first. */
final class Infer {
  static final List<String> OPTIONS =
      List.of("work", "iteration", "index", "tasks", "starts", "seed", "copies");

  static final int COPIES = 48;

  /** One frame in so many is an outlier. */
  static final int OUTLIERS = 4;

  private Infer() {}

  /** A frame and how new it is. */
  private record Judged(Frame frame, double novelty) {}

  static void run(Options options) {
    WorkFolder work = options.work();
    int iteration = options.number("iteration", 0, 1_000_000);
    Part part = options.part();
    int starts = options.number("starts", 1, 1_000_000);
    int copies = options.number("copies", 1, 1_000_000, COPIES);
    Path file = work.dataset(iteration);
    Dataset dataset = Dataset.read(file);
    Autoencoder encoder = Autoencoder.read(work.weights(iteration));
    if (encoder.features() != ContactMap.pairs(Protein.barrel().beads())) {
      throw new BadInput(work.weights(iteration) + " is of another protein; train again");
    }
    Novelty novelty =
        new Novelty(
            encoder,
            dataset.frames(),
            copies,
            Seeds.of(options.seed(), "infer", iteration, part.index()));

    // Frames of this iteration only: what earlier ones proposed has been tried.
    List<Frame> own = new ArrayList<>();
    for (int i = 0; i < dataset.frames().size(); i++) {
      Frame frame = dataset.frames().get(i);
      if (frame.origin().iteration() == iteration && part.has(i)) {
        own.add(frame);
      }
    }
    double[] scores = novelty.of(own);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      judged.add(new Judged(own.get(i), scores[i]));
    }
    judged.sort(
        Comparator.comparingDouble(Judged::novelty)
            .reversed()
            .thenComparing(Judged::frame, Frame.BY_ENERGY));
    int outliers = Math.min(judged.size(), Math.max(starts, judged.size() / OUTLIERS));
    List<Judged> best = judged.subList(0, outliers);
    List<Frame> picked = Candidates.pick(best.stream().map(Judged::frame).toList(), starts);

    StringBuilder table = new StringBuilder("iteration,simulation,frame,energy,novelty,picked\n");
    for (Judged each : judged) {
      Origin origin = each.frame().origin();
      table.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%.6f,%.6f,%d\n",
              origin.iteration(),
              origin.simulation(),
              origin.frame(),
              each.frame().energy(),
              each.novelty(),
              picked.contains(each.frame()) ? 1 : 0));
    }
    DataFile.write(work.candidatesTable(iteration, part.index()), table.toString());
    new Candidates(part, picked).write(work.candidates(iteration, part.index()));
  }
}
