package org.interleave.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.interleave.Faults;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Scenario;
import org.interleave.Workload;
import org.interleave.duration.Exponential;
import org.interleave.scheduling.FailurePolicy;
import org.interleave.scheduling.FailurePolicy.OnFailure;
import org.interleave.workflow.SetInstance;

/** Random scenarios in which tasks and nodes fail and walltimes end runs. */
public final class RandomFaults {

  private RandomFaults() {}

  /** Nodes live so long that every task has a fair chance, or some runs would never end. */
  public static Scenario in(RandomScenario base, SplittableRandom random) {
    Scenario s = base.scenario();
    Workload workload = s.workload();
    Overheads overheads = random.nextInt(4) == 0 ? drawn(random) : s.overheads();
    double p = random.nextInt(3) == 0 ? 0 : random.nextDouble() * random.nextDouble();
    Map<String, Double> own = new HashMap<>();
    base.workflow().sets().stream()
        .filter(set -> random.nextInt(6) == 0)
        .forEach(set -> own.put(set.name(), random.nextInt(3) == 0 ? 1.0 : random.nextDouble()));
    long longest = 0;
    long all = 0;
    for (SetInstance set : workload.graph().instances()) {
      longest = Math.max(longest, workload.longestMicros(set));
      for (int t = set.firstTask(); t < set.endTask(); t++) {
        all += workload.durationMicros(t);
      }
    }
    long atLeast =
        longest
            + overheads.launchLatency().meanMicros()
            + overheads.release().meanMicros()
            + 20_000_000
            + (overheads.launchesPerSecond() > 0
                ? (long) (30e6 / overheads.launchesPerSecond())
                : 0);
    boolean nodesFail = !s.policy().placement().pooled() && random.nextInt(3) > 0;
    long mtbf = nodesFail ? atLeast * (1 + random.nextInt(10)) : 0;
    long repair = nodesFail && random.nextInt(5) > 0 ? 1 + random.nextLong(2 * atLeast) : 0;
    long walltime = random.nextInt(4) == 0 ? 1 + random.nextLong(all / 2 + 1) : 0;
    return new Scenario(
        workload,
        s.plan(),
        s.cluster(),
        s.policy(),
        overheads,
        new FailurePolicy(
            random.nextInt(4), random.nextInt(3) == 0 ? OnFailure.STOP : OnFailure.CONTINUE),
        new Faults(p, own, mtbf, repair, walltime));
  }

  private static Overheads drawn(SplittableRandom random) {
    OverheadTime[] parts = new OverheadTime[9];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          random.nextBoolean()
              ? OverheadTime.NONE
              : OverheadTime.of(new Exponential(1e-6 + random.nextDouble()));
    }
    Overheads.Overrun overrun = new Overheads.Overrun(parts[5], parts[6], random.nextLong(1 << 25));
    double rate = random.nextBoolean() ? 0 : 0.5 + 10 * random.nextDouble();
    return new Overheads(
        "drawn", parts[0], parts[1], parts[2], parts[3], rate, parts[4], overrun, parts[7],
        parts[8], Map.of(), Map.of());
  }
}
