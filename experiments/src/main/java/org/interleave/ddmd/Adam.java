package org.interleave.ddmd;

/** The optimizer of Kingma and Ba, with its usual constants. */
final class Adam {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;

  private final double rate;
  private final double[] mean;
  private final double[] square;
  private double firstLeft = 1;
  private double secondLeft = 1;

  Adam(int parameters, double rate) {
    this.rate = rate;
    this.mean = new double[parameters];
    this.square = new double[parameters];
  }

  /** Moves the weights against the gradient. */
  void step(double[] weights, double[] gradient) {
    firstLeft *= FIRST;
    secondLeft *= SECOND;
    double scale = rate * Math.sqrt(1 - secondLeft) / (1 - firstLeft);
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i];
      mean[i] = FIRST * mean[i] + (1 - FIRST) * g;
      square[i] = SECOND * square[i] + (1 - SECOND) * g * g;
      weights[i] -= scale * mean[i] / (Math.sqrt(square[i]) + 1e-8);
    }
  }
}
