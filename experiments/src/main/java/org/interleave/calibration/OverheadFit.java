package org.interleave.calibration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 *       nothing
 *   <li>release: from ended to freed
 *   <li>tail: from the last task's being freed to the end of TTX; the mean of the runs that were
 *       not ended early
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
    private final List<Double> bootstraps = new ArrayList<>();
    private final Map<Gap, List<Double>> gaps = new EnumMap<>(Gap.class);
    private final List<Double> overruns = new ArrayList<>();
    private final List<Double> releases = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();
    private final Launches launches;
    private final List<Part> parts = new ArrayList<>();

    Fitting(List<Observation> runs) {
      for (Gap kind : List.of(Gap.STAGE, Gap.PIPELINE, Gap.SET)) {
        gaps.put(kind, new ArrayList<>());
      }
      for (Observation run : runs) {
        Gaps.collect(run, gaps);
        observe(run.trace(), run.plan().graph().taskCount());
      }
      this.launches = Launches.of(runs.stream().map(Observation::trace).toList());
    }

    private void observe(Trace trace, int tasks) {
      long first = Long.MAX_VALUE;
      long last = 0;
      int done = 0;
      for (TaskRecord r : trace.records()) {
        first = Math.min(first, r.readyMicros());
        last = Math.max(last, r.freedMicros());
        if (r.end() == TaskEnd.DONE) {
          done++;
          releases.add((double) (r.freedMicros() - r.endedMicros()));
          if (r.requestedMicros() > 0) {
            long executed = r.endedMicros() - r.startedMicros();
            overruns.add((double) Math.max(0, executed - r.requestedMicros()));
          }
        }
      }
      if (first < Long.MAX_VALUE) {
        bootstraps.add((double) first);
        // What was ended early may not have come to its tail.
        if (done == tasks) {
          tails.add((double) (trace.header().ttxMicros() - last));
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
      OverheadTime overrun =
          drawn("overrun", Sample.of(overruns), "no task of known duration was done");
      OverheadTime release = drawn("release", Sample.of(releases), "no task was done");
      OverheadTime tail = constant("tail", tails, "in no run all tasks were done");
      Overheads fitted =
          new Overheads(
              name,
              bootstrap,
              stageGap,
              pipelineGap,
              setGap,
              launches.perSecond(),
              latency,
              new Overrun(overrun, overrun, 0),
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

    private OverheadTime constant(String name, List<Double> micros, String otherwise) {
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
              : "none: no " + Launches.BURST + " tasks of a set were dispatched at once");
    }
  }
}
