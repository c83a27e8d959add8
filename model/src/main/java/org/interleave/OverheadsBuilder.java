package org.interleave;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Overheads that differ from others in a few parts; each method sets the part of its name and
 * returns this.
 */
public final class OverheadsBuilder {

  private String name;
  private OverheadTime bootstrap;
  private OverheadTime stageGap;
  private OverheadTime pipelineGap;
  private OverheadTime setGap;
  private double launchesPerSecond;
  private OverheadTime launchLatency;
  private Overheads.Overrun overrun;
  private OverheadTime release;
  private OverheadTime tail;
  private Map<String, Overheads.OfPipeline> pipelines;
  private Map<String, Overheads.OfSet> sets;
  private @Nullable Calibrated calibration;

  OverheadsBuilder(Overheads from) {
    name = from.name();
    bootstrap = from.bootstrap();
    stageGap = from.stageGap();
    pipelineGap = from.pipelineGap();
    setGap = from.setGap();
    launchesPerSecond = from.launchesPerSecond();
    launchLatency = from.launchLatency();
    overrun = from.overrun();
    release = from.release();
    tail = from.tail();
    pipelines = from.pipelines();
    sets = from.sets();
    calibration = from.calibration();
  }

  /** Sets it. */
  public OverheadsBuilder name(String other) {
    name = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder bootstrap(OverheadTime other) {
    bootstrap = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder stageGap(OverheadTime other) {
    stageGap = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder pipelineGap(OverheadTime other) {
    pipelineGap = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder setGap(OverheadTime other) {
    setGap = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder launchesPerSecond(double other) {
    launchesPerSecond = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder launchLatency(OverheadTime other) {
    launchLatency = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder overrun(Overheads.Overrun other) {
    overrun = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder release(OverheadTime other) {
    release = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder tail(OverheadTime other) {
    tail = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder pipelines(Map<String, Overheads.OfPipeline> other) {
    pipelines = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder sets(Map<String, Overheads.OfSet> other) {
    sets = other;
    return this;
  }

  /** Sets it. */
  public OverheadsBuilder calibration(@Nullable Calibrated other) {
    calibration = other;
    return this;
  }

  /** The overheads. */
  public Overheads build() {
    return new Overheads(
        name,
        bootstrap,
        stageGap,
        pipelineGap,
        setGap,
        launchesPerSecond,
        launchLatency,
        overrun,
        release,
        tail,
        pipelines,
        sets,
        calibration);
  }
}
