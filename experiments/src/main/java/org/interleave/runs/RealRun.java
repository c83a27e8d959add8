package org.interleave.runs;

import java.nio.file.Path;
import org.interleave.scheduling.Plan;

/**
 * One execution in a folder of runs.
 *
 * @param name of its mode, with the number of the repetition where there are several
 * @param mode the name of its mode
 * @param repetition from 1
 * @param plan how its sets are released
 * @param folder where its journal, trace and outputs lie
 */
public record RealRun(String name, String mode, int repetition, Plan plan, Path folder) {

  Path journal() {
    return folder.resolve("journal");
  }

  /** The trace of a run that has ended. */
  public Path trace() {
    return folder.resolve("trace.csv");
  }
}
