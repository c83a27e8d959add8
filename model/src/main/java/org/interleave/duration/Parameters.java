package org.interleave.duration;

/** Checks of what a distribution is given; all are written so that NaN fails them. */
final class Parameters {

  /** The longest time that a duration may name: a century, in seconds. */
  static final double MAX_SECONDS = 100 * 365.25 * 86_400;

  private Parameters() {}

  static void positive(String name, double seconds) {
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          name + " must be more than 0 and at most a century, but is " + seconds + " s");
    }
  }

  static void nonNegative(String name, double seconds) {
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          name + " must be 0 or more and at most a century, but is " + seconds + " s");
    }
  }

  static void number(String name, double value, double least, double most) {
    if (!(value > least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be more than " + least + " and at most " + most + ", but is " + value);
    }
  }
}
