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
    return Path.of(
        "interleave-runs",
        plain(workflow) + "-" + kind + "-" + time + "-" + ProcessHandle.current().pid());
  }

  /** A name of which every part may be a file's. */
  static String plain(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}_-]+", "-");
  }
}
