package org.interleave;

/**
 * What a run costs beyond its tasks: the constant {@code C} of Eqn 2, taken apart. All times in
 * microseconds, zero or more.
 *
 * @param name for people
 * @param bootstrapMicros from the start of TTX to the first release
 * @param stageGapMicros from the end of a stage to the release of the next one of its pipeline
 * @param pipelineGapMicros from the end of a pipeline to the release of one that waits for it
 * @param setGapMicros from the last wait of an asynchronous set to its release
 * @param launchesPerSecond the rate of the launcher, which starts one task after the other; 0 for a
 *     launcher that takes no time
 * @param launchLatencyMicros from leaving the launcher to the start of the task
 * @param overrun how much longer than asked for a task holds its slots
 * @param releaseMicros from a task's end to the reuse of its slots
 * @param tailMicros from the last task's end to the end of TTX
 */
public record Overheads(
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

  /** No overheads at all. */
  public static final Overheads NONE =
      new Overheads("none", 0, 0, 0, 0, 0, 0, new Overrun(0, 0, 0), 0, 0);

  public Overheads {
    long least =
        Math.min(
            Math.min(
                Math.min(bootstrapMicros, stageGapMicros),
                Math.min(pipelineGapMicros, setGapMicros)),
            Math.min(Math.min(launchLatencyMicros, releaseMicros), tailMicros));
    if (least < 0 || !(launchesPerSecond >= 0 && launchesPerSecond <= 1e9)) {
      throw new IllegalArgumentException(
          "overheads must be 0 or more, and a launcher's rate at most 1e9 tasks a second");
    }
  }

  /**
   * Time that a task holds its slots beyond its duration. The recorded runs show about ten times as
   * much for tasks of many minutes as for short ones.
   *
   * @param shortMicros of a task that takes less than {@code longFromMicros}
   * @param longMicros of any other task
   * @param longFromMicros where long begins
   */
  public record Overrun(long shortMicros, long longMicros, long longFromMicros) {

    public Overrun {
      if (shortMicros < 0 || longMicros < 0 || longFromMicros < 0) {
        throw new IllegalArgumentException("overruns must be 0 or more");
      }
    }

    /** The overrun of a task of the given duration. */
    public long of(long durationMicros) {
      return durationMicros >= longFromMicros ? longMicros : shortMicros;
    }
  }
}
