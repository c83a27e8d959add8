package org.interleave.calibration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.scheduling.ReleaseGroup.Gap;
import org.interleave.scheduling.TaskEnd;
import org.interleave.trace.TaskRecord;
import org.interleave.trace.Trace;

/**
 * The overheads that explain what traces of one system show, part by part: what {@link Overheads}
 * adds to a run, taken out of it again.
 *
 * <ul>
 *   <li>bootstrap: to the first release; the mean of the runs
 *   <li>gaps: from the instant at which the last task that a group waited for was freed to the
 *       group's release
 *   <li>launch rate: by how much starts of tasks rise that were dispatched together
 *   <li>launch latency: what is left from dispatched to started without the launcher's time
 *   <li>overrun: how much longer than requested tasks executed; those of unknown duration tell
 *       nothing. Short and long tasks are told apart where sets show that they differ
 *   <li>release: from ended to freed
 *   <li>tail: from the last task's being freed to the end of TTX; the mean of the runs that were
 *       not ended early, and of which more was recorded than their tasks
 * </ul>
 *
 * <p>Only attempts that were done are looked at for what concerns single tasks. Gaps, latency,
 * overrun and release are distributions where ten observations or more spread noticeably, else
 * constants; a part without observations is none.
 */
public final class OverheadFit {

  private final Overheads overheads;
  private final List<Part> parts;

  private OverheadFit(Overheads overheads, List<Part> parts) {
    this.overheads = overheads;
    this.parts = List.copyOf(parts);
  }

  /**
   * Fits the overheads of one system.
   *
   * @param name of the overheads
   * @param runs one or more on the same system, each with its plan
   * @throws IllegalArgumentException if there is no run, or a trace is not of its plan's workflow
   */
  public static OverheadFit of(String name, List<Observation> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "overheads are fitted to one run or more, but none is given");
    }
    return new Fitting(runs).fit(name);
  }

  /** The fitted overheads. */
  public Overheads overheads() {
    return overheads;
  }

  /** What they were found from, in the order of a specification. */
  public List<Part> parts() {
    return parts;
  }

  /** What was observed of each part. */
  private static final class Fitting {
    private final List<Value> bootstraps = new ArrayList<>();
    private final Map<Gap, List<Value>> gaps = new EnumMap<>(Gap.class);
    private final List<Value> overruns = new ArrayList<>();
    private final Map<String, Double> durations = new HashMap<>();
    private final List<Value> releases = new ArrayList<>();
    private final List<Value> tails = new ArrayList<>();
    private final Launches launches;
    private final List<Part> parts = new ArrayList<>();

    Fitting(List<Observation> runs) {
      for (Gap kind : List.of(Gap.STAGE, Gap.PIPELINE, Gap.SET)) {
        gaps.put(kind, new ArrayList<>());
      }
      for (int run = 0; run < runs.size(); run++) {
        Gaps.collect(runs.get(run), run, gaps);
        observe(run, runs.get(run).trace(), runs.get(run).plan().graph().taskCount());
      }
      this.launches = Launches.of(runs.stream().map(Observation::trace).toList());
    }

    private void observe(int run, Trace trace, int tasks) {
      long first = Long.MAX_VALUE;
      long last = 0;
      int done = 0;
      for (TaskRecord r : trace.records()) {
        first = Math.min(first, r.readyMicros());
        last = Math.max(last, r.freedMicros());
        if (r.end() == TaskEnd.DONE) {
          done++;
          String set = r.set() + "#" + r.iteration();
          releases.add(new Value(r.freedMicros() - r.endedMicros(), run, set));
          if (r.requestedMicros() > 0) {
            long executed = r.endedMicros() - r.startedMicros();
            overruns.add(new Value(Math.max(0, executed - r.requestedMicros()), run, set));
            durations.putIfAbsent(run + " " + set, (double) r.requestedMicros());
          }
        }
      }
      if (first < Long.MAX_VALUE) {
        bootstraps.add(new Value(first, run, "run"));
        // What was ended early may not have come to its tail, and other people's records end with
        // their last task.
        long ttx = trace.header().ttxMicros();
        boolean told = !trace.header().engine().equals("recorded") || ttx > last;
        if (done == tasks && told) {
          tails.add(new Value(ttx - last, run, "run"));
        }
      }
    }

    OverheadFit fit(String name) {
      OverheadTime bootstrap = constant("bootstrap", bootstraps, "no task became ready");
      OverheadTime stageGap = gap("stage-gap", Gap.STAGE, "stage");
      OverheadTime pipelineGap = gap("pipeline-gap", Gap.PIPELINE, "pipeline");
      OverheadTime setGap = gap("set-gap", Gap.SET, "set by itself");
      parts.add(launchRate());
      OverheadTime latency =
          drawn("launch-latency", launches.latency(), "no task was launched and done");
      Overrun overrun = overrun();
      OverheadTime release = drawn("release", Sample.of(releases), "no task was done");
      OverheadTime tail = constant("tail", tails, "no record goes on after its last task");
      Overheads fitted =
          new Overheads(
              name,
              bootstrap,
              stageGap,
              pipelineGap,
              setGap,
              launches.perSecond(),
              latency,
              overrun,
              release,
              tail,
              Map.of(),
              Map.of());
      return new OverheadFit(fitted, parts);
    }

    private OverheadTime gap(String name, Gap kind, String what) {
      Sample sample = Sample.of(gaps.getOrDefault(kind, List.of()));
      return drawn(name, sample, "no " + what + " waited for another");
    }

    private Overrun overrun() {
      Sample all = Sample.of(overruns);
      long from = Split.of(all, durations);
      if (from == 0) {
        OverheadTime time = drawn("overrun", all, "no task of known duration was done");
        return new Overrun(time, time, 0);
      }
      Predicate<Value> isLong =
          v -> durations.getOrDefault(v.run() + " " + v.cluster(), 0.0) >= from;
      return new Overrun(
          drawn("overrun short", all.only(isLong.negate()), ""),
          drawn("overrun long", all.only(isLong), ""),
          from);
    }

    private OverheadTime constant(String name, List<Value> micros, String otherwise) {
      Sample sample = Sample.of(micros);
      parts.add(sample.part(name, sample.constant(), otherwise));
      return sample.constant();
    }

    private OverheadTime drawn(String name, Sample sample, String otherwise) {
      OverheadTime time = sample.distribution();
      parts.add(sample.part(name, time, otherwise));
      return time;
    }

    private Part launchRate() {
      Sample rates = launches.rates();
      double rate = launches.perSecond();
      String form = rate > 0 ? "constant" : "none: starts of tasks of one burst do not rise";
      return new Part(
          "launch-rate",
          rate,
          "tasks/s",
          rates.size(),
          rates.sd(),
          rates.quantile(0.05),
          rates.quantile(0.95),
          rates.size() > 0
              ? form
              : "none: no " + Launches.BURST + " tasks of a set were dispatched at once",
          rate > 0 ? rate - rates.halfWidth() : Double.NaN,
          rate > 0 ? rate + rates.halfWidth() : Double.NaN,
          Homogeneity.of(rates.values()));
    }
  }
}
