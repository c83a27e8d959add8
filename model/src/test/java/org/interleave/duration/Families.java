package org.interleave.duration;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Durations of every family, ordinary and extreme ones. */
final class Families {

  private Families() {}

  /** Families with a density. */
  static Stream<Duration> continuous() {
    return Stream.of(
        new Uniform(1, 2),
        new Uniform(1e-3, 1e5),
        Uniform.withCv(100, 0.577),
        Uniform.withCv(100, 1e-6),
        Normal.withCv(340, 0.05),
        Normal.withCv(340, 1e-9),
        Normal.withCv(100, 0.5),
        new Normal(1, 1),
        new Normal(1, 100),
        Lognormal.withCv(200, 0.3),
        Lognormal.withCv(200, 1e-6),
        Lognormal.withCv(100, 3),
        new Lognormal(60, 1),
        new Exponential(1e-2),
        new Exponential(50),
        new Exponential(1e8),
        new Gamma(2, 10),
        Gamma.withCv(100, 0.05),
        Gamma.withCv(100, 1),
        Gamma.withCv(100, 3),
        Gamma.withCv(100, 0.005),
        new Weibull(1, 20),
        new Weibull(2.5, 60),
        new Weibull(0.5, 30),
        Weibull.withCv(100, 0.05),
        Weibull.withCv(100, 2),
        Weibull.withCv(100, 1e-4));
  }

  /** Families that jump. */
  static Stream<Duration> discrete() {
    SplittableRandom random = new SplittableRandom(7);
    return Stream.of(
        new Constant(1e-6),
        new Constant(340),
        new Normal(340, 0),
        new Empirical(List.of(5.0)),
        new Empirical(List.of(3.0, 1.0, 2.0, 2.0)),
        new Recorded(List.of(3.0, 1.0, 2.0, 2.0)),
        new Empirical(
            IntStream.range(0, 997).mapToObj(i -> 1 + 1000 * random.nextDouble()).toList()));
  }

  static Stream<Duration> all() {
    return Stream.concat(continuous(), discrete());
  }
}
