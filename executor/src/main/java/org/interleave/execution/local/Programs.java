package org.interleave.execution.local;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds programs as the system does. */
final class Programs {
  private static final Pattern COLON = Pattern.compile(":");

  private Programs() {}

  /** Whether a program is on the PATH of this process. */
  static boolean exists(String name) {
    return find(name, Path.of("/"), System.getenv("PATH")) != null;
  }

  /**
   * The file that is executed under a name.
   *
   * @param directory where the program would run
   * @param path the variable PATH, or null if there is none
   * @return null if there is none
   */
  static @Nullable Path find(String name, Path directory, @Nullable String path) {
    try {
      if (name.indexOf('/') >= 0) {
        return executable(directory.resolve(name));
      }
      for (String folder : COLON.split(path == null ? "/bin:/usr/bin" : path, -1)) {
        Path file = executable(directory.resolve(folder).resolve(name));
        if (file != null) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      return null;
    }
    return null;
  }

  private static @Nullable Path executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file) ? file : null;
  }

  /** What to say of a program that was not found. */
  static String missing(String set, String name, Path directory) {
    return "task set '"
        + set
        + "' runs '"
        + name
        + "', but there is no such program "
        + (name.indexOf('/') >= 0
            ? "in " + directory + "; correct its path or make the file executable"
            : "on the PATH; install it or give its path");
  }

  /** What this system lacks for running tasks as processes, in one line; empty if nothing. */
  static String missing() {
    for (String program : List.of("setsid", "sh", "sleep", "grep")) {
      if (!exists(program)) {
        return "tasks can't be run as processes without the program "
            + program
            + ", which is not on the PATH; install it (setsid is part of util-linux)";
      }
    }
    return Files.isReadable(Path.of("/proc/self/environ"))
        ? ""
        : "tasks can't be run as processes without /proc, where they are found; use Linux";
  }
}
