package org.interleave.ddmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AutoencoderTest {

  private static BitSet contacts(int features, SplittableRandom random) {
    BitSet contacts = new BitSet();
    for (int f = 0; f < features; f++) {
      contacts.set(f, random.nextInt(3) == 0);
    }
    return contacts;
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    for (int hidden = 4; hidden <= 5; hidden++) { // both halves of the unrolled sum
      SplittableRandom random = new SplittableRandom(21);
      Autoencoder encoder = Autoencoder.of(13, hidden, 2, random);
      double[] w = encoder.weights();
      for (int i = 0; i < w.length; i++) {
        w[i] += 0.2 * Seeds.gaussian(random); // biases too
      }
      BitSet contacts = contacts(13, random);
      double[] gradient = new double[w.length];
      double loss = encoder.gradient(contacts, gradient);
      assertThat(loss).isEqualTo(encoder.loss(contacts)).isPositive();
      double h = 1e-6;
      for (int i = 0; i < w.length; i++) {
        double value = w[i];
        w[i] = value + h;
        double up = encoder.loss(contacts);
        w[i] = value - h;
        double down = encoder.loss(contacts);
        w[i] = value;
        assertThat(gradient[i]).as("weight %d", i).isCloseTo((up - down) / (2 * h), within(1e-7));
      }
    }
  }

  @Test
  void theLossIsTheCrossEntropy() {
    // More features than are multiplied under one logarithm; of nothing but biases.
    Autoencoder encoder = Autoencoder.of(1_203, 2, 1, new SplittableRandom(22));
    double[] w = encoder.weights();
    java.util.Arrays.fill(w, 0);
    for (int f = 0; f < 1_203; f++) {
      w[w.length - 1_203 + f] = -1.5;
    }
    BitSet contacts = new BitSet();
    contacts.set(0, 200);
    double p = 1 / (1 + Math.exp(1.5));
    double expected = -200 * Math.log(p) - 1_003 * Math.log(1 - p);
    assertThat(encoder.loss(contacts)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void learningLowersTheLossAndTellsKindsApart() {
    SplittableRandom random = new SplittableRandom(23);
    BitSet one = contacts(200, random);
    BitSet other = contacts(200, random);
    List<BitSet> frames = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      BitSet frame = (BitSet) (i % 2 == 0 ? one : other).clone();
      frame.flip(random.nextInt(200));
      frames.add(frame);
    }
    Autoencoder encoder = Autoencoder.of(200, 8, 2, random);
    double[] losses = Train.train(encoder, frames, 15, random);
    assertThat(losses[0]).isGreaterThan(60);
    assertThat(losses[14]).isLessThan(losses[0] / 4);
    assertThat(encoder.loss(contacts(200, random)))
        .as("what it has never seen")
        .isGreaterThan(3 * encoder.loss(one));
  }
}
