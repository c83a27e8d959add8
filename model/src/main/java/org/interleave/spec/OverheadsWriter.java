package org.interleave.spec;

import java.util.TreeMap;
import java.util.function.Predicate;
import org.interleave.Calibrated;
import org.interleave.OverheadTime;
import org.interleave.Overheads;
import org.interleave.Overheads.Overrun;
import org.interleave.Workload;
import org.interleave.duration.Constant;
import org.interleave.duration.Duration;
import org.jspecify.annotations.Nullable;

/** Writes what {@link OverheadsReader} reads. */
final class OverheadsWriter {

  private OverheadsWriter() {}

  /**
   * The keys of overheads.
   *
   * @param name the one that they would have without one of their own
   * @param pipelines which pipelines' own are written
   * @param sets which task sets' own are written
   */
  static SpecNode node(
      Overheads o, String name, Predicate<String> pipelines, Predicate<String> sets) {
    Draft draft = new Draft().putText("name", o.name(), name);
    put(draft, "bootstrap", o.bootstrap(), OverheadTime.NONE);
    put(draft, "stage-gap", o.stageGap(), OverheadTime.NONE);
    put(draft, "pipeline-gap", o.pipelineGap(), o.stageGap());
    put(draft, "set-gap", o.setGap(), o.stageGap());
    if (o.launchesPerSecond() > 0) {
      draft.put("launch-rate", QuantityText.number(o.launchesPerSecond()));
    }
    put(draft, "launch-latency", o.launchLatency(), OverheadTime.NONE);
    if (!o.overrun().equals(Overrun.NONE)) {
      draft.put("overrun", overrun(o.overrun()));
    }
    put(draft, "release", o.release(), OverheadTime.NONE);
    put(draft, "tail", o.tail(), OverheadTime.NONE);
    Draft ofPipelines = new Draft();
    new TreeMap<>(o.pipelines())
        .forEach(
            (pipeline, own) -> {
              if (pipelines.test(pipeline)) {
                ofPipelines.put(pipeline, own(own));
              }
            });
    Draft ofSets = new Draft();
    new TreeMap<>(o.sets())
        .forEach(
            (set, own) -> {
              if (sets.test(set)) {
                ofSets.put(set, own(own));
              }
            });
    draft.putUnlessEmpty("pipelines", ofPipelines).putUnlessEmpty("sets", ofSets);
    Calibrated calibration = o.calibration();
    return (calibration == null ? draft : draft.put("calibration", CalibrationNode.of(calibration)))
        .node();
  }

  private static SpecNode own(Overheads.OfPipeline own) {
    Draft draft = new Draft();
    put(draft, "stage-gap", own.stageGap(), null);
    put(draft, "pipeline-gap", own.pipelineGap(), null);
    return draft.node();
  }

  private static SpecNode own(Overheads.OfSet own) {
    Draft draft = new Draft();
    put(draft, "set-gap", own.setGap(), null);
    put(draft, "launch-latency", own.launchLatency(), null);
    Overrun overrun = own.overrun();
    return (overrun == null ? draft : draft.put("overrun", overrun(overrun))).node();
  }

  private static SpecNode overrun(Overrun overrun) {
    if (overrun.longFromMicros() == 0 && overrun.ofShort().equals(overrun.ofLong())) {
      return time(overrun.ofLong());
    }
    return new Draft()
        .put("short", time(overrun.ofShort()))
        .put("long", time(overrun.ofLong()))
        .put("long-from", time(OverheadTime.ofMicros(overrun.longFromMicros())))
        .node();
  }

  private static void put(
      Draft draft, String key, @Nullable OverheadTime time, @Nullable OverheadTime otherwise) {
    if (time != null && !(otherwise != null && time.equals(otherwise))) {
      draft.put(key, time(time));
    }
  }

  /** Times that are just given are read as whole microseconds, those of a distribution as such. */
  private static SpecNode time(OverheadTime time) {
    Duration duration = time.duration();
    if (duration == null) {
      return Draft.plain(QuantityText.micros(0));
    }
    SpecNode node = DurationWriter.node(duration);
    boolean exact =
        duration instanceof Constant c
            && c.seconds() <= OverheadsReader.MOST_SECONDS
            && OverheadTime.ofMicros(Workload.micros(c.seconds())).equals(time);
    return node instanceof SpecNode.Scalar && !exact ? Draft.only("constant", node) : node;
  }
}
