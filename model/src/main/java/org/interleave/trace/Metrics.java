package org.interleave.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.interleave.cluster.Cluster;
import org.interleave.scheduling.TaskEnd;

/**
 * The figures of one run; this is the only place where they are computed, whatever engine the run
 * came from.
 *
 * @param ttxSeconds TTX or makespan: from the start of the bootstrap to the end of the tail
 * @param spanSeconds from the first start to the last stop of a task
 * @param tasks how many were done
 * @param attempts how many were started, failed ones included
 * @param tasksPerSecond throughput: tasks done over TTX
 * @param cpuUtilization busy slot-seconds (start to stop) over TTX times all slots, reserved ones
 *     included
 * @param gpuUtilization the same of GPUs; NaN on a cluster without any
 * @param sets the figures of every set, in the order of their first starts
 */
public record Metrics(
    double ttxSeconds,
    double spanSeconds,
    int tasks,
    int attempts,
    double tasksPerSecond,
    double cpuUtilization,
    double gpuUtilization,
    List<SetFigures> sets) {

  private static final double MICROS = 1e6;

  public Metrics {
    sets = List.copyOf(sets);
  }

  /**
   * The figures of one set.
   *
   * @param label its name, with the iteration where there are several
   * @param tasks how many were done
   * @param startSeconds the first start of one of its tasks
   * @param endSeconds the last stop of one of its tasks
   * @param nodes the nodes that it used, ascending, from 0
   */
  public record SetFigures(
      String label, int tasks, double startSeconds, double endSeconds, List<Integer> nodes) {

    public SetFigures {
      nodes = List.copyOf(nodes);
    }
  }

  /** The figures of a trace. */
  public static Metrics of(Trace trace) {
    Collector collector = collector(trace.header(), true);
    trace.records().forEach(collector::accept);
    return collector.metrics(trace.header().ttxMicros());
  }

  /**
   * A collector for a run that keeps no trace.
   *
   * @param perSet whether the figures of single sets are collected too
   */
  public static Collector collector(TraceHeader header, boolean perSet) {
    return new Collector(header.cluster(), header.iterations(), perSet);
  }

  /** The relative improvement over a slower run, Eqn 4: 1 - TTX of this one / TTX of the other. */
  public double improvementOver(Metrics sequential) {
    return 1 - ttxSeconds / sequential.ttxSeconds;
  }

  /** Eqn 4 on spans, which bootstrap and tail do not blur. */
  public double spanImprovementOver(Metrics sequential) {
    return 1 - spanSeconds / sequential.spanSeconds;
  }

  /** Adds up the figures of a run as its tasks end. */
  public static final class Collector implements TraceSink {

    private final Cluster cluster;
    private final int iterations;
    private final boolean perSet;
    private final Map<String, SetTally> sets = new LinkedHashMap<>();
    private long first = Long.MAX_VALUE;
    private long last;
    private int done;
    private int attempts;
    private double slotMicros;
    private double gpuMicros;

    private Collector(Cluster cluster, int iterations, boolean perSet) {
      this.cluster = cluster;
      this.iterations = iterations;
      this.perSet = perSet;
    }

    @Override
    public void accept(TaskRecord t) {
      add(t.totalSlots(), t.totalGpus(), t.startedMicros(), t.endedMicros(), t.end());
      if (perSet) {
        sets.computeIfAbsent(t.label(iterations), l -> new SetTally()).add(t);
      }
    }

    /** Adds an attempt of which no record is made. */
    public void add(int slots, int gpus, long startedMicros, long endedMicros, TaskEnd end) {
      first = Math.min(first, startedMicros);
      last = Math.max(last, endedMicros);
      attempts++;
      if (end == TaskEnd.DONE) {
        done++;
      }
      slotMicros += (double) slots * (endedMicros - startedMicros);
      gpuMicros += (double) gpus * (endedMicros - startedMicros);
    }

    /** The figures of all that was added, for a run with the given makespan. */
    public Metrics metrics(long ttxMicros) {
      double ttx = ttxMicros / MICROS;
      List<SetFigures> figures = new ArrayList<>();
      sets.entrySet().stream()
          .sorted(
              Map.Entry.<String, SetTally>comparingByValue(
                      java.util.Comparator.comparingLong(t -> t.first))
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(e -> figures.add(e.getValue().figures(e.getKey())));
      return new Metrics(
          ttx,
          attempts == 0 ? 0 : (last - first) / MICROS,
          done,
          attempts,
          done / ttx,
          slotMicros / ((double) ttxMicros * cluster.totalSlots()),
          gpuMicros / ((double) ttxMicros * cluster.totalGpus()),
          figures);
    }
  }

  private static final class SetTally {
    private long first = Long.MAX_VALUE;
    private long last;
    private int done;
    private final TreeSet<Integer> nodes = new TreeSet<>();

    void add(TaskRecord t) {
      first = Math.min(first, t.startedMicros());
      last = Math.max(last, t.endedMicros());
      done += t.end() == TaskEnd.DONE ? 1 : 0;
      nodes.addAll(t.nodes());
    }

    SetFigures figures(String label) {
      return new SetFigures(label, done, first / MICROS, last / MICROS, List.copyOf(nodes));
    }
  }
}
