package org.interleave.duration;

import org.apache.commons.math3.distribution.GammaDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The gamma distribution with density {@code t^(shape-1) exp(-t/scale)}, up to a constant. The
 * first draw makes a table, which those of other scales share.
 */
public final class Gamma implements Duration {

  private static final double NEARLY_ONE = 1 - 1e-9;

  private final double shape;
  private final double scale;
  private volatile @Nullable GammaTable table;

  /**
   * A gamma distribution.
   *
   * @param shape more than 0.001 and at most 10^8
   * @param scale seconds, positive
   */
  public Gamma(double shape, double scale) {
    Parameters.number("shape", shape, 1e-3, 1e8);
    Parameters.positive("scale", scale);
    this.shape = shape;
    this.scale = scale;
  }

  /** More than 0.001 and at most 10^8. */
  public double shape() {
    return shape;
  }

  /** In seconds. */
  public double scale() {
    return scale;
  }

  /** A gamma duration of the given mean and coefficient of variation. */
  public static Gamma withCv(double mean, double cv) {
    Parameters.positive("mean", mean);
    Parameters.number("cv", cv, 1e-4, 30);
    return new Gamma(1 / (cv * cv), mean * cv * cv);
  }

  @Override
  public double meanSeconds() {
    return shape * scale;
  }

  @Override
  public double sdSeconds() {
    return Math.sqrt(shape) * scale;
  }

  @Override
  public double quantileSeconds(double p) {
    double t =
        p < NEARLY_ONE ? distribution().inverseCumulativeProbability(p) : upperQuantile(1 - p);
    return Math.max(t, Double.MIN_NORMAL);
  }

  @Override
  public void toQuantiles(double[] probabilities, int count) {
    if (shape < GammaTable.LEAST_SHAPE || shape > GammaTable.MOST_SHAPE) {
      Duration.super.toQuantiles(probabilities, count);
      return;
    }
    GammaTable known = table();
    for (int i = 0; i < count; i++) {
      probabilities[i] = Math.max(scale * known.quantile(probabilities[i]), Double.MIN_NORMAL);
    }
  }

  /** Made when it is first needed; should two threads make it, both make the same. */
  private GammaTable table() {
    GammaTable known = table;
    if (known == null) {
      known = new GammaTable(shape);
      table = known;
    }
    return known;
  }

  /** By bisection of the survival: close to 1 the inverse of the cumulative probability is lost. */
  private double upperQuantile(double above) {
    double low = 0;
    double high = meanSeconds() + sdSeconds();
    while (survival(high) > above) {
      low = high;
      high *= 2;
    }
    while (high - low > high * 1e-15 && (low + high) / 2 > low && (low + high) / 2 < high) {
      double middle = (low + high) / 2;
      if (survival(middle) > above) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public double cumulative(double t) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 1 : 0;
    }
    return t <= 0 ? 0 : distribution().cumulativeProbability(t);
  }

  @Override
  public double survival(double t) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 0 : 1;
    }
    return t <= 0 ? 1 : org.apache.commons.math3.special.Gamma.regularizedGammaQ(shape, t / scale);
  }

  @Override
  public Gamma scaledBy(double factor) {
    Gamma scaled = new Gamma(shape, scale * factor);
    scaled.table = table;
    return scaled;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gamma g
        && Double.compare(shape, g.shape) == 0
        && Double.compare(scale, g.scale) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(shape) + Double.hashCode(scale);
  }

  @Override
  public String toString() {
    return "Gamma[shape=" + shape + ", scale=" + scale + "]";
  }

  private GammaDistribution distribution() {
    return new GammaDistribution(null, shape, scale);
  }
}
