package org.interleave.analysis;

import java.util.HashMap;
import java.util.Map;
import org.interleave.Overheads;
import org.interleave.Workload;
import org.interleave.duration.Duration;
import org.interleave.workflow.TaskSet;

/** How long whole sets take: the expected slowest task, launching and overrun included. */
final class SetTimes {

  private record Key(Duration time, long tasks) {}

  private final Overheads overheads;
  private final Map<Key, Double> known = new HashMap<>();

  SetTimes(Overheads overheads) {
    this.overheads = overheads;
  }

  /**
   * The expected time of a set of which {@code atOnce} tasks run together. More tasks than that run
   * in waves: all but the last take a mean each, because the slots of quick tasks are used again
   * before the slow ones end.
   */
  double seconds(TaskSet set, long atOnce) {
    long waves = (set.tasks() + atOnce - 1) / atOnce;
    double slowest =
        known.computeIfAbsent(
            new Key(set.time(), Math.min(set.tasks(), atOnce)),
            k -> OrderStatistics.expectedSlowestSeconds(k.time(), k.tasks()));
    double mean = set.time().meanSeconds();
    double overrun = overheads.overrun(set.name()).of(Workload.micros(mean)).meanMicros() / 1e6;
    double launching =
        overheads.launchLatency(set.name()).meanMicros() / 1e6
            + (overheads.launchesPerSecond() > 0
                ? Math.min(set.tasks(), atOnce) / overheads.launchesPerSecond()
                : 0);
    double again = overheads.release().meanMicros() / 1e6;
    return (waves - 1) * (mean + overrun + again) + slowest + overrun + again + launching;
  }
}
