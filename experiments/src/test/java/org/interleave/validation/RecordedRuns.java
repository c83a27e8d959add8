package org.interleave.validation;

import java.nio.file.Path;

/** Where recorded runs of other people are, if they are anywhere: tests skip without them. */
public final class RecordedRuns {

  /** The environment variable that names their folder. */
  public static final String VARIABLE = "INTERLEAVE_RECORDED";

  private RecordedRuns() {}

  /** A recorded file, which may not exist. */
  public static Path find(String name) {
    String folder = System.getenv(VARIABLE);
    return Path.of(folder == null ? "../../shared/data" : folder).resolve(name);
  }
}
