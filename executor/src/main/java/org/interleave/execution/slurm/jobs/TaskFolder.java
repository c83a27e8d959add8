package org.interleave.execution.slurm.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder of an array: what its tasks execute, and what they say of themselves. */
final class TaskFolder {

  /** A task began: when, in microseconds since 1970, and on which host. */
  record Begin(long micros, String host) {}

  /**
   * A task ended.
   *
   * @param beganMicros as in its {@link Begin}
   * @param endedMicros its command had ended
   * @param stopped whether it was asked to end from outside
   */
  record End(long beganMicros, String host, long endedMicros, int code, boolean stopped) {}

  private static final String SCRIPT = "task.bash";

  private final Path folder;

  private TaskFolder(Path folder) {
    this.folder = folder;
  }

  static TaskFolder of(Path jobs, TaskArray array) {
    return new TaskFolder(jobs.resolve(Integer.toString(array.number)));
  }

  /** The script that every task of every array runs; written anew. */
  static Path script(Path jobs) {
    Path file = jobs.resolve(SCRIPT);
    try (InputStream in =
        Objects.requireNonNull(TaskFolder.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.createDirectories(jobs);
      Path fresh = jobs.resolve(SCRIPT + ".new");
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  Path path() {
    return folder;
  }

  /** Writes what a task executes: a script for sh. */
  void write(int index, String script) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(index + ".sh"), script, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write into " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The names of all files there are now. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
      return names;
    } catch (NoSuchFileException e) {
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + folder + ": " + e.getMessage(), e);
    }
  }

  static String begin(int index, int restarts) {
    return index + "." + restarts + ".begin";
  }

  static String end(int index, int restarts) {
    return index + "." + restarts + ".end";
  }

  /** Null if it has not begun, or not to the end of its line. */
  @Nullable Begin readBegin(int index, int restarts) {
    String[] cells = read(begin(index, restarts));
    return cells.length == 2 ? new Begin(Long.parseLong(cells[0]), cells[1]) : null;
  }

  /** Null if it has not ended. */
  @Nullable End readEnd(int index, int restarts) {
    String[] cells = read(end(index, restarts));
    return cells.length == 5
        ? new End(
            Long.parseLong(cells[0]),
            cells[1],
            Long.parseLong(cells[2]),
            Integer.parseInt(cells[3]),
            !cells[4].equals("-"))
        : null;
  }

  private String[] read(String name) {
    try {
      String text = Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.strip().split(" ", -1) : new String[0];
    } catch (NoSuchFileException e) {
      return new String[0];
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't read " + folder.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Keeps a task from ever beginning, should its array appear after all.
   *
   * @return false if it has begun
   */
  boolean forbid(int index, int restarts) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(begin(index, restarts)), "-\n", StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("can't write into " + folder + ": " + e.getMessage(), e);
    }
  }
}
