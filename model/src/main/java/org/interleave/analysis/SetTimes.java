package org.interleave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.duration.Duration;
import org.interleave.workflow.SetInstance;
import org.interleave.workflow.TaskSet;

/** How long whole sets take: the expected slowest task, launching and overrun included. */
final class SetTimes {

  private static final int POINTS = 64;

  private record Key(Duration time, long tasks) {}

  private final Overheads overheads;
  private final Map<Key, Double> known = new HashMap<>();

  SetTimes(Overheads overheads) {
    this.overheads = overheads;
  }

  /**
   * How long the launcher, which all sets share, is busy with the tasks of a set that start at
   * once.
   *
   * @return seconds
   */
  double launchingSeconds(TaskSet set, long atOnce) {
    return overheads.launchesPerSecond() > 0
        ? Math.min(set.tasks(), atOnce) / overheads.launchesPerSecond()
        : 0;
  }

  /**
   * The expected time of a set of which {@code atOnce} tasks run together, from the launch of the
   * last of those on. More tasks than that run in waves: full waves but the last take a mean each,
   * because the slots of quick tasks are used again before the slow ones end; the tasks of a last,
   * partial wave start in the slots that are free first. A launcher that is slower than the slots
   * becomes the measure of all.
   *
   * @return seconds
   */
  double seconds(TaskSet set, long atOnce) {
    double mean = set.time().meanSeconds();
    double each = eachSeconds(set);
    long waves = (set.tasks() + atOnce - 1) / atOnce;
    if (waves == 1) {
      return slowest(set, set.tasks()) + each;
    }
    long last = set.tasks() - (waves - 1) * atOnce;
    double ends =
        (waves - 2) * (mean + each)
            + Math.max(
                slowest(set, atOnce) + each,
                quickest(set, last, atOnce) + slowest(set, last) + 2 * each);
    double launched =
        overheads.launchesPerSecond() > 0
            ? (set.tasks() - atOnce) / overheads.launchesPerSecond() + mean + each
            : 0;
    return Math.max(ends, launched);
  }

  /**
   * The expected time of sets that all run at once with all their tasks: that of the slowest task
   * of any of them, behind the launcher that they share.
   *
   * @return seconds, or -1 if they do not all fit at once
   */
  double togetherSeconds(List<SetInstance> sets, Demand capacity) {
    Demand all = Demand.NOTHING;
    double launching = 0;
    double each = 0;
    List<OrderStatistics.Group> groups = new ArrayList<>();
    for (SetInstance s : sets) {
      TaskSet set = s.set();
      all = all.plus(Demand.of(set));
      launching += launchingSeconds(set, set.tasks());
      each = Math.max(each, eachSeconds(set));
      groups.add(new OrderStatistics.Group(set.time(), set.tasks()));
    }
    return all.fits(capacity)
        ? launching + each + OrderStatistics.expectedSlowestSeconds(groups)
        : -1;
  }

  /** What every task holds its slots for beyond its duration. */
  private double eachSeconds(TaskSet set) {
    long mean = Workload.micros(set.time().meanSeconds());
    return (overheads.overrun(set.name()).of(mean).meanMicros()
            + overheads.release().meanMicros()
            + overheads.launchLatency(set.name()).meanMicros())
        / 1e6;
  }

  private double slowest(TaskSet set, long tasks) {
    return known.computeIfAbsent(
        new Key(set.time(), tasks),
        k -> OrderStatistics.expectedSlowestSeconds(k.time(), k.tasks()));
  }

  /**
   * The mean of the {@code few} quickest of {@code all} tasks: that of the distribution's start.
   */
  private static double quickest(TaskSet set, long few, long all) {
    if (set.time().isConstant() || few == all) {
      return set.time().meanSeconds();
    }
    double share = (double) few / all;
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += set.time().quantileSeconds(share * (i + 0.5) / POINTS);
    }
    return sum / POINTS;
  }
}
