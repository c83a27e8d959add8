package org.interleave.spec;

import java.util.List;
import org.interleave.scheduling.SequentialBaseline;

/**
 * A family of specifications: one of which some values are varied, and how often each of them is
 * simulated.
 *
 * @param source the file that it came from
 * @param sha256 of its text
 * @param name for people
 * @param base the specification that is varied: a shipped name, or a file
 * @param settings what is the same in all points, each {@code path=value}
 * @param axes what varies: axes are independent of each other
 * @param constraints points that break one are left out
 * @param design which points are made
 * @param effort how often each is simulated
 * @param seed of the drawn durations, and of random designs
 * @param baseline what asynchronous execution is compared with
 */
public record Sweep(
    String source,
    String sha256,
    String name,
    String base,
    List<String> settings,
    List<SweepAxis> axes,
    List<SweepConstraint> constraints,
    Design design,
    Effort effort,
    long seed,
    SequentialBaseline baseline) {

  /** How points are chosen. */
  public enum Kind {
    /** Every combination of the values. */
    GRID,
    /** Independent uniform points. */
    RANDOM,
    /** A randomly shifted Sobol sequence. */
    SOBOL,
    /** A randomly shifted Halton sequence. */
    HALTON,
    /** A randomly shifted Korobov lattice. */
    KOROBOV,
    /**
     * What Sobol indices need: two matrices of points, and the first with each column of the
     * second.
     */
    SENSITIVITY,
    /** The middle, and each axis alone at both of its ends. */
    TORNADO;

    /** The name of the design in sweeps. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A design.
   *
   * @param kind how points are chosen
   * @param size how many; of a sensitivity design the rows of a matrix; 0 where the axes say it
   */
  public record Design(Kind kind, int size) {}

  /**
   * How often each point is simulated.
   *
   * @param least the number of replications, or with a half width the least
   * @param most the most replications
   * @param halfWidth of the 95% interval of I at which to stop; 0 for just {@code least}
   * @param antithetic whether replications come in antithetic pairs
   */
  public record Effort(int least, int most, double halfWidth, boolean antithetic) {}

  public Sweep {
    settings = List.copyOf(settings);
    axes = List.copyOf(axes);
    constraints = List.copyOf(constraints);
  }

  /** The paths of all parameters, in the order in which they are given. */
  public List<String> paths() {
    return axes.stream()
        .flatMap(a -> a.parameters().stream())
        .map(SweepAxis.Parameter::path)
        .toList();
  }
}
