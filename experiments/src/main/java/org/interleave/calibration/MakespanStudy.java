package org.interleave.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.interleave.Calibrated;
import org.interleave.Calibrated.Range;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.workflow.TaskSet;

/**
 * What one constant explains of a system whose runs tell their makespans and no starts, and how
 * well each run is foretold from the others. More than one can't be told apart by makespans alone.
 *
 * @param taken the constant
 * @param tried what one constant might stand for, each at its best value, in the order of {@link
 *     Lump}
 * @param runs each run, foretold from the others
 * @param ranges what the runs were like, and the largest of those errors
 */
public record MakespanStudy(
    Constant taken, List<Constant> tried, List<Foretold> runs, Calibrated ranges) {

  /** What a constant adds to the makespan that it explains, to a ten-thousandth of that. */
  private static final double PRECISION = 1e-4;

  private static final int MOST_STEPS = 60;

  public MakespanStudy {
    tried = List.copyOf(tried);
    runs = List.copyOf(runs);
  }

  /**
   * A constant.
   *
   * @param lump what it stands for
   * @param seconds its value
   * @param error its mean error in runs that were left out, as a share, where twice as long and
   *     half as long are equally wrong (exp of the mean |ln| of foretold to recorded, less 1); NaN
   *     of a single run, which is not left out
   * @param explains false if the runs took longer than without overheads, and none of them with any
   *     value of it as long as recorded
   */
  public record Constant(Lump lump, double seconds, double error, boolean explains) {

    Overheads overheads(String name) {
      return lump.overheads(name, seconds);
    }
  }

  /**
   * A run that was foretold.
   *
   * @param run its name
   * @param recordedSeconds its makespan
   * @param plainSeconds as simulated without overheads
   * @param seconds as simulated with the constant
   * @param constant its value in seconds as the others yielded it; of a single run, as it did
   */
  public record Foretold(
      String run, double recordedSeconds, double plainSeconds, double seconds, double constant) {

    /** How much longer than recorded without overheads, as a share. */
    public double plainError() {
      return plainSeconds / recordedSeconds - 1;
    }

    /** How much longer than recorded with the constant, as a share. */
    public double error() {
      return seconds / recordedSeconds - 1;
    }
  }

  /**
   * Calibrates.
   *
   * @param lump what the constant stands for; left to the runs, a few of them choose badly
   * @param runs one or more on one system
   * @throws IllegalArgumentException if a run is given twice, or if a makespan is so far from what
   *     its tasks take that it yields no overheads
   */
  public static MakespanStudy of(Lump lump, List<MakespanRun> runs) {
    for (int a = 0; a < runs.size(); a++) {
      for (int b = a + 1; b < runs.size(); b++) {
        if (runs.get(a).isAlike(runs.get(b))) {
          throw new IllegalArgumentException(
              runs.get(a).name()
                  + " and "
                  + runs.get(b).name()
                  + " are one run: it would be foretold from itself; give one of them");
        }
      }
    }
    List<Simulated> all = runs.stream().map(Simulated::new).toList();
    List<Constant> tried = Arrays.stream(Lump.values()).map(l -> constant(l, all)).toList();
    List<Foretold> foretold = new ArrayList<>();
    for (Simulated one : all) {
      double constant = value(lump, others(all, one));
      foretold.add(
          new Foretold(
              one.run.name(),
              one.run.recordedSeconds(),
              one.run.seconds(Overheads.NONE),
              one.seconds(lump, constant),
              constant));
    }
    requireUsable(tried.get(lump.ordinal()), all, foretold);
    return new MakespanStudy(tried.get(lump.ordinal()), tried, foretold, ranges(runs, foretold));
  }

  /** Overheads that can be written and read again, and errors that are some. */
  private static void requireUsable(Constant taken, List<Simulated> runs, List<Foretold> foretold) {
    boolean large = taken.lump() != Lump.LAUNCH && taken.seconds() > Overheads.MOST_SECONDS;
    if (large || foretold.stream().anyMatch(f -> f.error() > Calibrated.MOST_ERROR)) {
      Simulated odd =
          Collections.max(runs, Comparator.comparingDouble(r -> r.distance(taken.lump(), 0)));
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has a recorded makespan of %s s, but takes %s s without overheads, and %s;"
                  + " correct its makespan or leave it out",
              odd.run.name(),
              plain(odd.run.recordedSeconds()),
              plain(odd.seconds(taken.lump(), 0)),
              large
                  ? "overheads may be "
                      + plain(Overheads.MOST_SECONDS)
                      + " s at most, not "
                      + plain(taken.seconds())
                      + " s"
                  : "no constant suits both it and the others"));
    }
    for (Simulated r : runs) {
      Workload workload = r.run.workload();
      for (int t = 0; t < workload.graph().taskCount(); t++) {
        double seconds = workload.durationMicros(t) / 1e6;
        if (seconds > Overheads.MOST_SECONDS) {
          throw new IllegalArgumentException(
              r.run.name()
                  + " has a task of "
                  + plain(seconds)
                  + " s, but calibrated on may be "
                  + plain(Overheads.MOST_SECONDS)
                  + " s at most; correct its time or leave the run out");
        }
      }
    }
  }

  private static String plain(double seconds) {
    return BigDecimal.valueOf(seconds)
        .round(new MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Whether the runs were left out, which a single one can't be. */
  public boolean leftOut() {
    return runs.size() > 1;
  }

  /** The overheads, which tell how far they may be trusted. */
  public Overheads overheads(String name) {
    return taken.overheads(name).but().calibration(ranges).build();
  }

  /** The gaps of these runs are in the constant, whatever it is called. */
  private static Calibrated ranges(List<MakespanRun> runs, List<Foretold> foretold) {
    List<TaskSet> sets = runs.stream().flatMap(r -> r.spec().workflow().sets().stream()).toList();
    double worst = foretold.stream().mapToDouble(f -> Math.abs(f.error())).max().orElseThrow();
    return new Calibrated(
        runs.size(),
        true,
        runs.size() > 1 ? worst : Double.NaN,
        Double.NaN,
        Range.of(runs.stream().mapToLong(r -> r.spec().cluster().nodeCount())),
        Range.of(sets.stream().mapToLong(TaskSet::tasks)),
        Range.of(sets.stream().mapToLong(s -> s.resources().totalSlots())),
        Range.of(sets.stream().mapToLong(s -> s.resources().totalGpus())),
        Range.of(
            runs.stream()
                .flatMapToLong(
                    r ->
                        LongStream.range(0, r.workload().graph().taskCount())
                            .map(t -> r.workload().durationMicros((int) t)))),
        sets.stream().anyMatch(s -> !s.after().isEmpty()) ? Set.of("set", "stage") : Set.of());
  }

  private static Constant constant(Lump lump, List<Simulated> runs) {
    double sum = 0;
    for (Simulated one : runs) {
      sum += one.distance(lump, value(lump, others(runs, one)));
    }
    double error = runs.size() > 1 ? Math.expm1(sum / runs.size()) : Double.NaN;
    boolean explains =
        runs.stream().anyMatch(r -> r.exact(lump) > 0)
            || runs.stream().allMatch(r -> r.seconds(lump, 0) >= r.run.recordedSeconds());
    return new Constant(lump, value(lump, runs), error, explains);
  }

  /** The runs but one; that one alone if there is no other. */
  private static List<Simulated> others(List<Simulated> runs, Simulated one) {
    return runs.size() == 1 ? runs : runs.stream().filter(r -> r != one).toList();
  }

  /** The best value among those that explain one of the runs exactly. */
  private static double value(Lump lump, List<Simulated> runs) {
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Simulated offers : runs) {
      double value = offers.exact(lump);
      double sum = runs.stream().mapToDouble(r -> r.distance(lump, value)).sum();
      if (sum < least) {
        least = sum;
        best = value;
      }
    }
    return best;
  }

  /** A run and its simulations, each made once: the folds of leaving one out share most of them. */
  private static final class Simulated {

    private record Lost(Lump lump, double constant) {}

    private final MakespanRun run;
    private final Map<Lost, Double> seconds = new HashMap<>();
    private final Map<Lump, Double> exact = new EnumMap<>(Lump.class);

    Simulated(MakespanRun run) {
      this.run = run;
    }

    double seconds(Lump lump, double constant) {
      return seconds.computeIfAbsent(
          new Lost(lump, constant), l -> run.seconds(lump.overheads("constant", constant)));
    }

    /** How far off its makespan is: |ln| of simulated to recorded. */
    double distance(Lump lump, double constant) {
      return Math.abs(Math.log(seconds(lump, constant) / run.recordedSeconds()));
    }

    /** The value with which the run takes as long as recorded; 0 where none does. */
    double exact(Lump lump) {
      return exact.computeIfAbsent(lump, this::solved);
    }

    private double solved(Lump lump) {
      double recorded = run.recordedSeconds();
      if (seconds(lump, 0) >= recorded || seconds(lump, recorded) < recorded) {
        return 0;
      }
      double precision = PRECISION * recorded / lump.times(run.workload().graph());
      return new BisectionSolver(PRECISION, precision)
          .solve(MOST_STEPS, c -> seconds(lump, c) - recorded, 0, recorded);
    }
  }
}
