package org.interleave.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The jobs that a folder of runs was given to, in its file {@code slurm-jobs}: a line each with the
 * name, written before the job is submitted, so that it is found whatever happens meanwhile.
 */
public final class JobRecord {

  private final Path file;

  private JobRecord(Path file) {
    this.file = file;
  }

  /** The jobs of a folder. */
  public static JobRecord in(Path folder) {
    return new JobRecord(folder.resolve("slurm-jobs"));
  }

  /** The name of the latest job, or empty if there was none. */
  public String latest() {
    try {
      if (!Files.exists(file)) {
        return "";
      }
      List<String> names =
          Files.readString(file, StandardCharsets.UTF_8).lines().filter(n -> !n.isBlank()).toList();
      return names.isEmpty() ? "" : names.get(names.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Notes a job that is about to be submitted. */
  public void add(String name) {
    try {
      Files.writeString(
          file,
          name + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }
}
