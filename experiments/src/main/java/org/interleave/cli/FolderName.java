package org.interleave.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where results of real runs go if nothing is said. */
final class FolderName {

  private FolderName() {}

  /**
   * A new folder's name below the working directory, with the workflow's name, the time and the
   * process.
   */
  static Path of(String workflow, String kind) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Clock.systemUTC().instant());
    String name = workflow.replaceAll("[^\\p{L}\\p{N}_-]+", "-");
    return Path.of(
        "interleave-runs", name + "-" + kind + "-" + time + "-" + ProcessHandle.current().pid());
  }
}
