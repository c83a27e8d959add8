package org.interleave.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/**
 * What traces show of the launcher: how long it takes for a task, and what there is of latency
 * besides.
 *
 * <p>Tasks of one set that become ready together and are dispatched together go through it in the
 * order of their indices. If it takes time, starts therefore rise with the index; latency alone,
 * however widely it spreads, does not make them rise. So the time is the mean rise from an index to
 * one that is half the tasks further on, the largest and the smallest quarter left out.
 */
final class Launches {

  /** The fewest tasks that tell something of a rate. */
  static final int BURST = 8;

  /** A rise of fewer standard errors is taken for chance. */
  private static final double SIGNIFICANT = 4;

  /** Slots that were given to tasks further apart were not given in one go. */
  private static final long SHORTLY_MICROS = 50_000;

  /** Of slots that were given at more than this share of the pace of starts, starts follow. */
  private static final double FASTER = 0.2;

  /** A launcher that is faster takes no time that a clock of microseconds would show. */
  private static final double LEAST_MICROS = 0.01;

  private final double micros;
  private final Sample rates;
  private final Sample latency;

  private Launches(double micros, Sample rates, Sample latency) {
    this.micros = micros;
    this.rates = rates;
    this.latency = latency;
  }

  static Launches of(List<Trace> traces) {
    List<List<Burst>> bursts = traces.stream().map(Launches::bursts).toList();
    List<Rise> rises =
        bursts.stream()
            .flatMap(List::stream)
            .filter(Burst::isSound)
            .map(b -> Rise.of(b.starts()))
            .toList();
    double micros = micros(rises);
    List<Value> rates = new ArrayList<>();
    for (int run = 0; run < bursts.size(); run++) {
      int number = run;
      bursts.get(run).stream()
          .filter(Burst::isSound)
          .map(b -> Rise.of(b.starts()))
          .mapToDouble(r -> r.micros > 0 && micros > 0 ? 1e6 / r.micros : 0)
          .forEach(rate -> rates.add(new Value(rate, number, "burst " + rates.size())));
    }
    List<List<Value>> periods = new ArrayList<>();
    for (int run = 0; run < bursts.size(); run++) {
      latencies(bursts.get(run), run, micros, periods);
    }
    return new Launches(micros, Sample.of(rates), Sample.of(withoutDrift(periods)));
  }

  /** Launches a second, or 0 for a launcher that takes no time. */
  double perSecond() {
    return micros > 0 ? 1e6 / micros : 0;
  }

  /** The rates of the single bursts. */
  Sample rates() {
    return rates;
  }

  /** Latencies in microseconds. */
  Sample latency() {
    return latency;
  }

  /**
   * First attempts at tasks of one set that became ready together and were dispatched together, in
   * the order of their indices; or one later attempt.
   */
  private record Burst(List<TaskRecord> tasks) {

    long dispatched() {
      return tasks.get(0).dispatchedMicros();
    }

    double[] starts() {
      return tasks.stream().mapToDouble(TaskRecord::startedMicros).toArray();
    }

    double meanStart() {
      return Arrays.stream(starts()).sum() / tasks.size();
    }

    boolean isSound() {
      return tasks.size() >= BURST
          && tasks.stream().noneMatch(Launches::isWithdrawn)
          && (tasks.get(tasks.size() - 1).dispatchedMicros() == dispatched()
              || Rise.of(dispatches()).micros < FASTER * Rise.of(starts()).micros);
    }

    double[] dispatches() {
      return tasks.stream().mapToDouble(TaskRecord::dispatchedMicros).toArray();
    }
  }

  /** Whether an attempt may have been ended before it had left the launcher. */
  private static boolean isWithdrawn(TaskRecord r) {
    return r.end() != TaskEnd.DONE && r.startedMicros() == r.endedMicros();
  }

  private record Task(String set, int iteration, int index) {

    static Task of(TaskRecord r) {
      return new Task(r.set(), r.iteration(), r.index());
    }
  }

  /** Of a burst; the index is that of a task that is tried again, which is a burst of its own. */
  private record Key(String set, int iteration, int index, long ready, long dispatched) {}

  /** What was recorded by others tells when each single task got its slots. */
  private static boolean isRecorded(Trace trace) {
    return trace.header().engine().equals("recorded");
  }

  private static List<Burst> bursts(Trace trace) {
    return isRecorded(trace) ? recordedBursts(trace) : exactBursts(trace);
  }

  /**
   * Tasks that got their slots shortly one after the other; they tell of the launcher only where
   * they got them much faster than they then started.
   */
  private static List<Burst> recordedBursts(Trace trace) {
    List<TaskRecord> tasks = new ArrayList<>(trace.records());
    tasks.sort(
        Comparator.comparingLong(TaskRecord::dispatchedMicros)
            .thenComparingLong(TaskRecord::startedMicros));
    List<Burst> bursts = new ArrayList<>();
    for (int from = 0; from < tasks.size(); ) {
      int to = from + 1;
      while (to < tasks.size()
          && tasks.get(to).dispatchedMicros() - tasks.get(to - 1).dispatchedMicros()
              <= SHORTLY_MICROS) {
        to++;
      }
      bursts.add(new Burst(List.copyOf(tasks.subList(from, to))));
      from = to;
    }
    return bursts;
  }

  private static List<Burst> exactBursts(Trace trace) {
    Map<Task, Long> first = new HashMap<>();
    for (TaskRecord r : trace.records()) {
      first.merge(Task.of(r), r.dispatchedMicros(), Math::min);
    }
    Map<Key, List<TaskRecord>> together = new HashMap<>();
    for (TaskRecord r : trace.records()) {
      long dispatched = r.dispatchedMicros();
      boolean again = dispatched > first.getOrDefault(Task.of(r), dispatched);
      int index = again ? r.index() : -1;
      Key key = new Key(r.set(), r.iteration(), index, r.readyMicros(), dispatched);
      together.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
    }
    List<Burst> bursts = new ArrayList<>();
    for (List<TaskRecord> tasks : together.values()) {
      tasks.sort(Comparator.comparingInt(TaskRecord::index));
      bursts.add(new Burst(tasks));
    }
    Comparator<Burst> inOrder =
        Comparator.comparingLong(Burst::dispatched)
            .thenComparingDouble(Burst::meanStart)
            .thenComparing(b -> b.tasks.get(0).set())
            .thenComparingInt(b -> b.tasks.get(0).iteration())
            .thenComparingInt(b -> b.tasks.get(0).index());
    bursts.sort(inOrder);
    return bursts;
  }

  /**
   * How far starts rise from one index to the next.
   *
   * @param micros a task
   * @param variance of that, were there nothing but chance
   * @param weight how much it tells: short bursts tell far less than long ones
   */
  private record Rise(double micros, double variance, double weight) {

    static Rise of(double[] starts) {
      int half = starts.length / 2;
      double[] rises = new double[starts.length - half];
      for (int i = 0; i < rises.length; i++) {
        rises[i] = starts[i + half] - starts[i];
      }
      Arrays.sort(rises);
      int quarter = rises.length / 4;
      double middle =
          Arrays.stream(rises, quarter, rises.length - quarter).sum()
              / (rises.length - 2 * quarter);
      double squares = Arrays.stream(rises).map(r -> (r - middle) * (r - middle)).sum();
      // Times of whole microseconds are never surer than to half of one.
      double variance = Math.max(squares / (rises.length - 1), 0.25) / rises.length;
      double n = starts.length;
      return new Rise(middle / half, variance / ((double) half * half), n * n * n);
    }
  }

  /**
   * The mean of the middle half of the rises by their weight, or 0 where it is no more than chance.
   */
  private static double micros(List<Rise> rises) {
    List<Rise> sorted = new ArrayList<>(rises);
    sorted.sort(Comparator.comparingDouble(Rise::micros));
    double all = sorted.stream().mapToDouble(Rise::weight).sum();
    double before = 0;
    double sum = 0;
    double variance = 0;
    for (Rise r : sorted) {
      double from = Math.max(before, all / 4);
      before += r.weight;
      double counts = Math.max(0, Math.min(before, all * 3 / 4) - from) / (all / 2);
      sum += counts * r.micros;
      variance += counts * counts * r.variance;
    }
    return sum > LEAST_MICROS && sum > SIGNIFICANT * Math.sqrt(variance) ? sum : 0;
  }

  /**
   * Lets the launcher do its work once more, and notes how long after it each task started. From
   * its being idle to its being idle again, all counts or nothing: until what is withdrawn has gone
   * from its queue, nobody knows where it was.
   */
  private static void latencies(
      List<Burst> bursts, int run, double micros, List<List<Value>> periods) {
    List<Value> busy = new ArrayList<>();
    double begin = 0;
    double free = 0;
    double unclear = 0; // until when something might have been withdrawn
    for (Burst burst : bursts) {
      for (TaskRecord r : burst.tasks) {
        if (r.dispatchedMicros() >= free) {
          if (begin >= unclear) {
            periods.add(busy);
          }
          busy = new ArrayList<>();
          begin = r.dispatchedMicros();
        }
        free = Math.max(free, r.dispatchedMicros()) + micros;
        if (isWithdrawn(r)) {
          unclear = Math.max(unclear, r.freedMicros() + 1.0);
        }
        if (r.end() == TaskEnd.DONE) {
          busy.add(new Value(r.startedMicros() - free, run, r.set() + "#" + r.iteration()));
        }
      }
    }
    if (begin >= unclear) {
      periods.add(busy);
    }
  }

  /**
   * A real launcher is now quicker, now slower. That shifts neighbours alike, and the more the
   * later they are in its queue, while latency differs from task to task: so what neighbours have
   * in common is taken away, but for the latency with which the launcher began.
   *
   * @param periods what remains of each task's start, by periods in which the launcher was busy
   */
  private static List<Value> withoutDrift(List<List<Value>> periods) {
    double level = 0;
    int tasks = 0;
    for (List<Value> period : periods) {
      if (period.size() >= 2 * BURST) {
        level += period.size() * atBegin(period);
        tasks += period.size();
      }
    }
    List<Value> latencies = new ArrayList<>();
    for (List<Value> period : periods) {
      if (period.size() < 2 * BURST) {
        latencies.addAll(period);
      } else {
        double common = Math.max(0, level / tasks);
        differences(period)
            .forEach(d -> latencies.add(new Value(d.micros() + common, d.run(), d.cluster())));
      }
    }
    return latencies;
  }

  /** Where the straight line through the values begins. */
  private static double atBegin(List<Value> values) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < values.size(); i++) {
      line.addData(i, values.get(i).micros());
    }
    return line.getIntercept();
  }

  /** How much each value differs from its neighbours; zero on average. */
  private static List<Value> differences(List<Value> values) {
    int n = values.size();
    double[] sums = new double[n + 1];
    for (int i = 0; i < n; i++) {
      sums[i + 1] = sums[i] + values.get(i).micros();
    }
    double[] own = new double[n];
    for (int i = 0; i < n; i++) {
      int reach = Math.min(BURST, Math.min(i, n - 1 - i)); // as far to both sides
      own[i] = values.get(i).micros() - (sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1);
    }
    double mean = Arrays.stream(own).sum() / n;
    List<Value> differences = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Value v = values.get(i);
      differences.add(new Value(own[i] - mean, v.run(), v.cluster()));
    }
    return differences;
  }
}
