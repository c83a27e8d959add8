package org.interleave.ddmd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How new frames are to an autoencoder: badly reconstructed, and far from their neighbours in
 * latent space. Contacts flicker at their cut-off, so each frame is judged by the mean over
 * slightly shaken copies of itself.
 */
final class Novelty {
  private static final int NEIGHBOURS = 8;
  private static final double SHAKE = 0.05;

  private final Autoencoder encoder;
  private final int copies;
  private final SplittableRandom random;
  private final List<double[]> points;

  /**
   * A judge.
   *
   * @param known the frames in whose company a frame is judged
   * @param copies shaken copies of a frame, at least 1
   */
  Novelty(Autoencoder encoder, List<Frame> known, int copies, SplittableRandom random) {
    this.encoder = encoder;
    this.copies = copies;
    this.random = random;
    this.points = known.stream().map(f -> encoder.embed(f.contacts())).toList();
  }

  /** The novelty of each frame: the sum of two scores, each of mean 0 and deviation 1. */
  double[] of(List<Frame> frames) {
    double[] losses = new double[frames.size()];
    double[] distances = new double[frames.size()];
    for (int i = 0; i < losses.length; i++) {
      double[] centre = new double[encoder.latent()];
      for (int c = 0; c < copies; c++) {
        BitSet contacts = ContactMap.of(shaken(frames.get(i).positions()));
        losses[i] += encoder.loss(contacts) / copies;
        double[] point = encoder.embed(contacts);
        for (int z = 0; z < point.length; z++) {
          centre[z] += point[z] / copies;
        }
      }
      distances[i] = isolation(centre);
    }
    double[] novelty = standardized(losses);
    double[] isolation = standardized(distances);
    for (int i = 0; i < novelty.length; i++) {
      novelty[i] += isolation[i];
    }
    return novelty;
  }

  private double[] shaken(double[] x) {
    double[] moved = x.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += SHAKE * Seeds.gaussian(random);
    }
    return moved;
  }

  /** The mean distance to the nearest points, its own left out. */
  private double isolation(double[] point) {
    List<Double> distances = new ArrayList<>(points.size());
    for (double[] other : points) {
      double sum = 0;
      for (int z = 0; z < point.length; z++) {
        sum += (point[z] - other[z]) * (point[z] - other[z]);
      }
      distances.add(Math.sqrt(sum));
    }
    distances.sort(null);
    return distances.stream()
        .skip(1)
        .limit(NEIGHBOURS)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  private static double[] standardized(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean) / values.length;
    }
    double[] scores = new double[values.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = square > 0 ? (values[i] - mean) / Math.sqrt(square) : 0;
    }
    return scores;
  }
}
