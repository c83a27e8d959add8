package org.interleave.ddmd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * A dense autoencoder of contact maps: contacts - hidden (tanh) - latent (linear) - hidden (tanh) -
 * contacts (sigmoid). Its loss is the binary cross-entropy summed over the pairs, in nats a frame.
 */
final class Autoencoder {
  private static final String KIND = "mini-ddmd weights 1";

  /** How many factors {@code 1 + exp(-|z|) <= 2} are multiplied before their logarithm is taken. */
  private static final int FACTORS = 500;

  private final int features;
  private final int hidden;
  private final int latent;
  // Offsets into the parameters: weights and biases of the four layers.
  private final int encode;
  private final int squeeze;
  private final int expand;
  private final int decode;
  private final double[] weights;

  private Autoencoder(int features, int hidden, int latent, double[] weights) {
    this.features = features;
    this.hidden = hidden;
    this.latent = latent;
    this.encode = 0;
    this.squeeze = (features + 1) * hidden;
    this.expand = squeeze + (hidden + 1) * latent;
    this.decode = expand + (latent + 1) * hidden;
    this.weights = weights;
  }

  private static int parameters(int features, int hidden, int latent) {
    return (features + 1) * hidden
        + (hidden + 1) * latent
        + (latent + 1) * hidden
        + features * (hidden + 1);
  }

  /** One that has learned nothing: normal weights scaled by the width of what they read. */
  static Autoencoder of(int features, int hidden, int latent, SplittableRandom random) {
    double[] w = new double[parameters(features, hidden, latent)];
    Autoencoder fresh = new Autoencoder(features, hidden, latent, w);
    fresh.draw(0, features * hidden, features, random);
    fresh.draw(fresh.squeeze, hidden * latent, hidden, random);
    fresh.draw(fresh.expand, latent * hidden, latent, random);
    fresh.draw(fresh.decode, features * hidden, hidden, random);
    return fresh;
  }

  private void draw(int from, int count, int width, SplittableRandom random) {
    for (int i = from; i < from + count; i++) {
      weights[i] = Seeds.gaussian(random) / Math.sqrt(width);
    }
  }

  static Autoencoder read(Path file) {
    return DataFile.read(file, KIND, Autoencoder::read);
  }

  private static Autoencoder read(DataInputStream in) throws IOException {
    int features = in.readInt();
    int hidden = in.readInt();
    int latent = in.readInt();
    int count = parameters(features, hidden, latent);
    return new Autoencoder(features, hidden, latent, DataFile.readDoubles(in, count));
  }

  void write(Path file) {
    DataFile.write(file, KIND, this::write);
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(features);
    out.writeInt(hidden);
    out.writeInt(latent);
    DataFile.writeDoubles(out, weights);
  }

  int features() {
    return features;
  }

  int latent() {
    return latent;
  }

  /** The parameters themselves, for training. */
  double[] weights() {
    return weights;
  }

  /** Where in latent space a frame lies. */
  double[] embed(BitSet contacts) {
    return squeezed(encoded(contacts));
  }

  /** How badly a frame is reconstructed, in nats. */
  double loss(BitSet contacts) {
    return output(contacts, expanded(embed(contacts)), new double[features]);
  }

  /** The loss of a frame; its gradient by the parameters is added to the given one. */
  double gradient(BitSet contacts, double[] gradient) {
    double[] first = encoded(contacts);
    double[] point = squeezed(first);
    double[] last = expanded(point);
    double[] error = new double[features];
    final double loss = output(contacts, last, error);

    double[] lastError = new double[hidden];
    int biases = decode + features * hidden;
    for (int f = 0; f < features; f++) {
      double e = error[f];
      int row = decode + f * hidden;
      for (int h = 0; h < hidden; h++) {
        gradient[row + h] += e * last[h];
        lastError[h] += e * weights[row + h];
      }
      gradient[biases + f] += e;
    }
    double[] pointError = new double[latent];
    for (int h = 0; h < hidden; h++) {
      double e = lastError[h] * (1 - last[h] * last[h]);
      for (int z = 0; z < latent; z++) {
        gradient[expand + z * hidden + h] += e * point[z];
        pointError[z] += e * weights[expand + z * hidden + h];
      }
      gradient[expand + latent * hidden + h] += e;
    }
    double[] firstError = new double[hidden];
    for (int h = 0; h < hidden; h++) {
      double sum = 0;
      for (int z = 0; z < latent; z++) {
        gradient[squeeze + z * hidden + h] += pointError[z] * first[h];
        sum += pointError[z] * weights[squeeze + z * hidden + h];
      }
      firstError[h] = sum * (1 - first[h] * first[h]);
    }
    for (int z = 0; z < latent; z++) {
      gradient[squeeze + latent * hidden + z] += pointError[z];
    }
    for (int f = contacts.nextSetBit(0); f >= 0; f = contacts.nextSetBit(f + 1)) {
      addTo(gradient, encode + f * hidden, firstError);
    }
    addTo(gradient, encode + features * hidden, firstError);
    return loss;
  }

  private static void addTo(double[] target, int from, double[] values) {
    for (int i = 0; i < values.length; i++) {
      target[from + i] += values[i];
    }
  }

  /** The first layer; only pairs in contact contribute. */
  private double[] encoded(BitSet contacts) {
    double[] units = new double[hidden];
    System.arraycopy(weights, encode + features * hidden, units, 0, hidden);
    for (int f = contacts.nextSetBit(0); f >= 0; f = contacts.nextSetBit(f + 1)) {
      int row = encode + f * hidden;
      for (int h = 0; h < hidden; h++) {
        units[h] += weights[row + h];
      }
    }
    return tanh(units);
  }

  private double[] squeezed(double[] units) {
    double[] point = new double[latent];
    for (int z = 0; z < latent; z++) {
      double sum = weights[squeeze + latent * hidden + z];
      for (int h = 0; h < hidden; h++) {
        sum += weights[squeeze + z * hidden + h] * units[h];
      }
      point[z] = sum;
    }
    return point;
  }

  private double[] expanded(double[] point) {
    double[] units = new double[hidden];
    for (int h = 0; h < hidden; h++) {
      double sum = weights[expand + latent * hidden + h];
      for (int z = 0; z < latent; z++) {
        sum += weights[expand + z * hidden + h] * point[z];
      }
      units[h] = sum;
    }
    return tanh(units);
  }

  private static double[] tanh(double[] units) {
    for (int i = 0; i < units.length; i++) {
      units[i] = StrictMath.tanh(units[i]);
    }
    return units;
  }

  /** The loss; the error receives its derivatives by the last layer's inputs. */
  private double output(BitSet contacts, double[] units, double[] error) {
    int biases = decode + features * hidden;
    double loss = 0;
    double product = 1;
    for (int f = 0; f < features; f++) {
      int row = decode + f * hidden;
      double even = weights[biases + f];
      double odd = 0;
      for (int h = 0; h + 1 < hidden; h += 2) {
        even += weights[row + h] * units[h];
        odd += weights[row + h + 1] * units[h + 1];
      }
      if (hidden % 2 == 1) {
        even += weights[row + hidden - 1] * units[hidden - 1];
      }
      double logit = even + odd;
      double small = StrictMath.exp(-Math.abs(logit));
      double sigmoid = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
      boolean contact = contacts.get(f);
      loss += Math.max(logit, 0) - (contact ? logit : 0);
      product *= 1 + small;
      if (f % FACTORS == FACTORS - 1) {
        loss += StrictMath.log(product);
        product = 1;
      }
      error[f] = sigmoid - (contact ? 1 : 0);
    }
    return loss + StrictMath.log(product);
  }
}
