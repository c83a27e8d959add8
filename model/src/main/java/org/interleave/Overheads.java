package org.interleave;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run costs beyond its tasks: the constant {@code C} of Eqn 2, taken apart.
 *
 * @param name for people
 * @param bootstrap from the start of TTX to the first release
 * @param stageGap from the end of a stage to the release of the next one of its pipeline
 * @param pipelineGap from the end of a pipeline to the release of one that waits for it
 * @param setGap from the last wait of an asynchronous set to its release
 * @param launchesPerSecond the rate of the launcher, which starts one task after the other; 0 for a
 *     launcher that takes no time
 * @param launchLatency from leaving the launcher to the start of the task
 * @param overrun how much longer than asked for a task holds its slots
 * @param release from a task's end until it is known: until then its slots are not used again, and
 *     what waits for it waits on
 * @param tail from there, for the last task, to the end of TTX
 * @param pipelines what is different for single pipelines, by name
 * @param sets what is different for single task sets, by name
 * @param calibration how far they may be trusted, or null for overheads that were not calibrated
 */
public record Overheads(
    String name,
    OverheadTime bootstrap,
    OverheadTime stageGap,
    OverheadTime pipelineGap,
    OverheadTime setGap,
    double launchesPerSecond,
    OverheadTime launchLatency,
    Overrun overrun,
    OverheadTime release,
    OverheadTime tail,
    Map<String, OfPipeline> pipelines,
    Map<String, OfSet> sets,
    @Nullable Calibrated calibration) {

  /** The most that a single time may be where overheads are written down, in seconds. */
  public static final double MOST_SECONDS = 1e7;

  /** No overheads at all. */
  public static final Overheads NONE = new Overheads("none", 0, 0, 0, 0, 0, 0, Overrun.NONE, 0, 0);

  public Overheads {
    pipelines = Map.copyOf(pipelines);
    sets = Map.copyOf(sets);
    if (!(launchesPerSecond >= 0 && launchesPerSecond <= 1e9)) {
      throw new IllegalArgumentException("a launcher's rate must be from 0 to 1e9 tasks a second");
    }
  }

  /** Overheads that were not calibrated. */
  public Overheads(
      String name,
      OverheadTime bootstrap,
      OverheadTime stageGap,
      OverheadTime pipelineGap,
      OverheadTime setGap,
      double launchesPerSecond,
      OverheadTime launchLatency,
      Overrun overrun,
      OverheadTime release,
      OverheadTime tail,
      Map<String, OfPipeline> pipelines,
      Map<String, OfSet> sets) {
    this(
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
        null);
  }

  /** Constant overheads, the same for all pipelines and sets, in microseconds. */
  public Overheads(
      String name,
      long bootstrapMicros,
      long stageGapMicros,
      long pipelineGapMicros,
      long setGapMicros,
      double launchesPerSecond,
      long launchLatencyMicros,
      Overrun overrun,
      long releaseMicros,
      long tailMicros) {
    this(
        name,
        OverheadTime.ofMicros(bootstrapMicros),
        OverheadTime.ofMicros(stageGapMicros),
        OverheadTime.ofMicros(pipelineGapMicros),
        OverheadTime.ofMicros(setGapMicros),
        launchesPerSecond,
        OverheadTime.ofMicros(launchLatencyMicros),
        overrun,
        OverheadTime.ofMicros(releaseMicros),
        OverheadTime.ofMicros(tailMicros),
        Map.of(),
        Map.of());
  }

  /**
   * What a pipeline has of its own.
   *
   * @param stageGap between its stages, or null for the usual one
   * @param pipelineGap before its first stage, or null for the usual one
   */
  public record OfPipeline(@Nullable OverheadTime stageGap, @Nullable OverheadTime pipelineGap) {}

  /**
   * What a task set has of its own.
   *
   * @param setGap before its release in asynchronous mode, or null for the usual one
   * @param launchLatency of its tasks, or null for the usual one
   * @param overrun of its tasks, or null for the usual one
   */
  public record OfSet(
      @Nullable OverheadTime setGap,
      @Nullable OverheadTime launchLatency,
      @Nullable Overrun overrun) {}

  /**
   * Time that a task holds its slots beyond its duration. The recorded runs show about ten times as
   * much for tasks of many minutes as for short ones.
   *
   * @param ofShort of a task that takes less than {@code longFromMicros}
   * @param ofLong of any other task
   * @param longFromMicros where long begins, 0 or more
   */
  public record Overrun(OverheadTime ofShort, OverheadTime ofLong, long longFromMicros) {

    /** None. */
    public static final Overrun NONE = new Overrun(0, 0, 0);

    /** Constant overruns in microseconds. */
    public Overrun(long shortMicros, long longMicros, long longFromMicros) {
      this(OverheadTime.ofMicros(shortMicros), OverheadTime.ofMicros(longMicros), longFromMicros);
    }

    /** The overrun of a task of the given duration. */
    public OverheadTime of(long durationMicros) {
      return durationMicros >= longFromMicros ? ofLong : ofShort;
    }
  }

  /** Overheads that are to differ from these. */
  public OverheadsBuilder but() {
    return new OverheadsBuilder(this);
  }

  /** The gap between stages of a pipeline. */
  public OverheadTime stageGap(String pipeline) {
    OfPipeline own = pipelines.get(pipeline);
    return own == null || own.stageGap == null ? stageGap : own.stageGap;
  }

  /** The gap before a pipeline that waits for another. */
  public OverheadTime pipelineGap(String pipeline) {
    OfPipeline own = pipelines.get(pipeline);
    return own == null || own.pipelineGap == null ? pipelineGap : own.pipelineGap;
  }

  /** The gap before a set that has become ready by itself. */
  public OverheadTime setGap(String set) {
    OfSet own = sets.get(set);
    return own == null || own.setGap == null ? setGap : own.setGap;
  }

  /** The launch latency of a set's tasks. */
  public OverheadTime launchLatency(String set) {
    OfSet own = sets.get(set);
    return own == null || own.launchLatency == null ? launchLatency : own.launchLatency;
  }

  /** The overrun of a set's tasks. */
  public Overrun overrun(String set) {
    OfSet own = sets.get(set);
    return own == null || own.overrun == null ? overrun : own.overrun;
  }

  /**
   * Whether an attempt at a task costs nothing beyond its task: no launcher, no part of its own.
   */
  public boolean hasNoneOfAttempts() {
    Stream<OverheadTime> common =
        Stream.of(launchLatency, overrun.ofShort, overrun.ofLong, release);
    return launchesPerSecond == 0 && sets.isEmpty() && common.allMatch(OverheadTime::isNone);
  }

  /** Whether some part of them is drawn. */
  public boolean isRandom() {
    Stream<OverheadTime> common =
        Stream.of(
            bootstrap,
            stageGap,
            pipelineGap,
            setGap,
            launchLatency,
            overrun.ofShort,
            overrun.ofLong,
            release,
            tail);
    Stream<@Nullable OverheadTime> own =
        Stream.concat(
            pipelines.values().stream().flatMap(p -> Stream.of(p.stageGap, p.pipelineGap)),
            sets.values().stream()
                .flatMap(
                    s ->
                        Stream.of(
                            s.setGap,
                            s.launchLatency,
                            s.overrun == null ? null : s.overrun.ofShort,
                            s.overrun == null ? null : s.overrun.ofLong)));
    return Stream.concat(common, own).anyMatch(t -> t != null && t.isRandom());
  }
}
