package org.interleave.analysis;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.interleave.duration.Empirical;
import org.interleave.duration.Recorded;

/**
 * How long the slowest of several tasks takes. A set is done when its slowest task is, so a spread
 * of 5% stretches a set of 96 tasks by 12%.
 */
public final class OrderStatistics {

  private static final GaussIntegratorFactory GAUSS = new GaussIntegratorFactory();

  private static final int POINTS = 40;
  private static final int MOST_SEGMENTS = 1_500;

  /** What is left out of the integral, as a share of the result. */
  private static final double NEGLIGIBLE = 1e-12;

  private OrderStatistics() {}

  /**
   * The expected maximum of {@code n} independent times: {@code a + integral over t > a of 1 -
   * F(t)^n}, with {@code a} so low that the maximum is practically never below. The integral is
   * taken by Gauss and Legendre on segments that grow geometrically with the tail.
   *
   * @param n 1 or more
   * @return seconds
   */
  public static double expectedSlowestSeconds(Duration time, long n) {
    if (n == 1 || time.isConstant()) {
      return time.meanSeconds();
    }
    if (time instanceof Empirical measured) {
      return measured.expectedSlowestSeconds(n);
    }
    if (time instanceof Recorded recorded) {
      return recorded.slowestSeconds(n);
    }
    return Math.max(integral(List.of(new Group(time, n))), time.meanSeconds());
  }

  /**
   * Tasks of one distribution.
   *
   * @param time how long each takes
   * @param tasks how many, 1 or more
   */
  public record Group(Duration time, long tasks) {}

  /**
   * The expected maximum over several groups of independent times, such as the sets of a stage: the
   * maximum exceeds t unless no task of any group does.
   *
   * @param given one or more groups
   * @return seconds
   */
  public static double expectedSlowestSeconds(List<Group> given) {
    List<Group> groups = given.stream().map(OrderStatistics::certain).toList();
    double least = 0;
    boolean random = false;
    for (Group g : groups) {
      least = Math.max(least, expectedSlowestSeconds(g.time(), g.tasks()));
      random |= !g.time().isConstant();
    }
    if (groups.size() == 1 || !random) {
      return least;
    }
    boolean stepped =
        groups.stream().allMatch(g -> g.time() instanceof Empirical || g.time().isConstant());
    return Math.max(stepped ? sum(groups) : integral(groups), least);
  }

  /** Of measured times alone, exactly: the integrand is constant from each of them to the next. */
  private static double sum(List<Group> groups) {
    double[] steps =
        groups.stream()
            .flatMapToDouble(
                g ->
                    g.time() instanceof Empirical measured
                        ? measured.timesSeconds().stream().mapToDouble(Double::doubleValue)
                        : DoubleStream.of(g.time().meanSeconds()))
            .sorted()
            .distinct()
            .toArray();
    int first = firstUncertain(groups, steps);
    double sum = steps[first];
    for (int i = first + 1; i < steps.length; i++) {
      sum += (steps[i] - steps[i - 1]) * maximumExceeds(groups, steps[i - 1]);
    }
    return sum;
  }

  /** The slowest of many tasks exceeds nearly all times for certain: nothing to add up there. */
  private static int firstUncertain(List<Group> groups, double[] steps) {
    int low = 0;
    int high = steps.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (maximumExceeds(groups, steps[middle]) < 1) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Recorded times leave the slowest of them no chance to be another. */
  private static Group certain(Group g) {
    return g.time() instanceof Recorded recorded
        ? new Group(new Constant(recorded.slowestSeconds(g.tasks())), 1)
        : g;
  }

  private static double integral(List<Group> groups) {
    double low = 0;
    double middle = 0;
    double largest = 0;
    for (Group g : groups) {
      double n = g.tasks();
      low = Math.max(low, g.time().quantileSeconds(Math.max(Math.pow(NEGLIGIBLE, 1 / n), 1e-300)));
      middle =
          Math.max(middle, g.time().quantileSeconds(Math.min(Math.pow(0.5, 1 / n), 1 - 0x1p-53)));
      largest = Math.max(largest, g.time().largestSeconds());
    }
    double width = Math.max((middle - low) / 8, low * 1e-9);
    double sum = low;
    double from = low;
    for (int s = 0; s < MOST_SEGMENTS && from < largest; s++) {
      double to = Math.min(from + width, largest);
      double part =
          to - from < NEGLIGIBLE * to // too little to put points in
              ? (to - from) * maximumExceeds(groups, from)
              : GAUSS.legendre(POINTS, from, to).integrate(t -> maximumExceeds(groups, t));
      sum += part;
      if (from > middle && part < NEGLIGIBLE * sum) {
        break;
      }
      from = to;
      // Where the integrand falls it needs short steps; far out in a heavy tail long ones will do.
      width *= from > middle ? 1.25 : 1;
    }
    return sum;
  }

  /** The probability that the slowest of all takes longer than t, without loss in the tail. */
  private static double maximumExceeds(List<Group> groups, double t) {
    double logNone = 0;
    for (Group g : groups) {
      logNone += g.tasks() * Math.log1p(-g.time().survival(t));
    }
    return -Math.expm1(logNone);
  }
}
