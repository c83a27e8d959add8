package org.interleave.ddmd;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Trains the autoencoder on an iteration's dataset, from the weights of the one before. */
final class Train {
  static final List<String> OPTIONS = List.of("work", "iteration", "seed", "epochs");

  static final int EPOCHS = 44;

  /** An epoch is so many frames, whatever the size of the dataset. */
  static final int EPOCH_FRAMES = 400;

  static final int BATCH = 20;
  static final int HIDDEN = 32;
  static final int LATENT = 3;
  static final double RATE = 0.002;

  private Train() {}

  static void run(Options options) {
    WorkFolder work = options.work();
    int iteration = options.number("iteration", 0, 1_000_000);
    int epochs = options.number("epochs", 1, 1_000_000, EPOCHS);
    SplittableRandom random = Seeds.of(options.seed(), "train", iteration, 0);
    List<BitSet> frames =
        Dataset.read(work.dataset(iteration)).frames().stream().map(Frame::contacts).toList();
    int features = ContactMap.pairs(Protein.barrel().beads());
    Autoencoder encoder =
        iteration == 0
            ? Autoencoder.of(features, HIDDEN, LATENT, random)
            : Autoencoder.read(work.weights(iteration - 1));
    StringBuilder table = new StringBuilder("epoch,loss\n");
    double[] losses = train(encoder, frames, epochs, random);
    for (int e = 0; e < epochs; e++) {
      table.append(String.format(Locale.ROOT, "%d,%.6f\n", e, losses[e]));
    }
    DataFile.write(work.losses(iteration), table.toString());
    encoder.write(work.weights(iteration));
  }

  /** Trains and returns the mean loss of a frame in each epoch, before each step. */
  static double[] train(
      Autoencoder encoder, List<BitSet> frames, int epochs, SplittableRandom random) {
    double[] gradient = new double[encoder.weights().length];
    Adam adam = new Adam(gradient.length, RATE);
    int[] order = new int[frames.size()];
    int next = order.length;
    double[] losses = new double[epochs];
    for (int e = 0; e < epochs; e++) {
      for (int f = 1; f <= EPOCH_FRAMES; f++) {
        if (next == order.length) {
          shuffle(order, random);
          next = 0;
        }
        losses[e] += encoder.gradient(frames.get(order[next++]), gradient) / EPOCH_FRAMES;
        if (f % BATCH == 0) {
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= BATCH;
          }
          adam.step(encoder.weights(), gradient);
          Arrays.fill(gradient, 0);
        }
      }
    }
    return losses;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }
}
