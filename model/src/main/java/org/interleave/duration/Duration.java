package org.interleave.duration;

/**
 * The distribution of a task's execution time (TX), in seconds.
 *
 * <p>Every family is sampled by inversion, {@link #quantileSeconds}: one uniform number gives one
 * duration, so that runs which share their random numbers share their durations. To add a family,
 * add one file here, name it in {@code permits}, and give it a key in {@code DurationReader} and
 * {@code DurationWriter}.
 */
public sealed interface Duration
    permits Constant, Uniform, Normal, Lognormal, Exponential, Gamma, Weibull, Empirical, Recorded {

  /** The expected value in seconds, after any truncation; positive and finite. */
  double meanSeconds();

  /** The standard deviation in seconds, after any truncation; zero or more. */
  double sdSeconds();

  /**
   * The time that a fraction {@code p} of tasks does not exceed.
   *
   * @param p a probability, 0 &lt; p &lt; 1
   * @return seconds, positive
   */
  double quantileSeconds(double p);

  /**
   * Puts the times of some tasks of a set in the places of the probabilities that they are drawn
   * from. Only {@link Recorded} looks at the index.
   *
   * @param probabilities each as of {@link #quantileSeconds}
   * @param first the index of the first of them in its set, from 0
   * @param count how many they are
   */
  default void toTimes(double[] probabilities, int first, int count) {
    toQuantiles(probabilities, count);
  }

  /** The expected time of one task of a set, which differs between them for {@link Recorded}. */
  default double meanSecondsOf(int index) {
    return meanSeconds();
  }

  /**
   * Puts the quantiles of the first {@code count} of many probabilities in their places, as drawing
   * asks for them. A family that has to search for its quantiles takes these from a table, where
   * they may be off by one part in 10^9.
   */
  default void toQuantiles(double[] probabilities, int count) {
    for (int i = 0; i < count; i++) {
      probabilities[i] = quantileSeconds(probabilities[i]);
    }
  }

  /** The probability that a task takes at most {@code seconds}. */
  double cumulative(double seconds);

  /**
   * The probability that a task takes longer than {@code seconds}. Families override it where one
   * less the cumulative probability would lose the small numbers of the tail.
   */
  default double survival(double seconds) {
    return 1 - cumulative(seconds);
  }

  /** The time that no task exceeds; infinite for most families. */
  default double largestSeconds() {
    return Double.POSITIVE_INFINITY;
  }

  /** Whether every task takes the same time. */
  default boolean isConstant() {
    return sdSeconds() == 0;
  }

  /** The same distribution with every time multiplied by {@code factor}, a positive number. */
  Duration scaledBy(double factor);

  /** A duration that is always {@code seconds}. */
  static Duration ofSeconds(double seconds) {
    return new Constant(seconds);
  }
}
