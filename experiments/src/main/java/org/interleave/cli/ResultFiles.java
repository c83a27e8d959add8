package org.interleave.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.page.TraceFiles;

/** Finds what says something of I. */
final class ResultFiles {

  private static final String VALIDATION = "validation.json";
  private static final Set<String> NAMES = Set.of(VALIDATION, "replications.json");

  private ResultFiles() {}

  /**
   * The files that files and folders stand for.
   *
   * @param given files, which are taken as they are, and folders, in which results of replications
   *     and validations are found, and traces; those of a validation are in its result already
   * @return each file once
   */
  static List<Path> find(List<Path> given) {
    List<Path> found = new ArrayList<>();
    List<Path> validated = new ArrayList<>();
    List<Path> rest = new ArrayList<>();
    for (Path path : given) {
      if (!Files.isDirectory(path)) {
        found.add(path.normalize());
        continue;
      }
      for (Path result : in(path)) {
        found.add(result);
        if (result.endsWith(VALIDATION)) {
          validated.add(result.resolveSibling("").normalize().toAbsolutePath());
        }
      }
      rest.add(path);
    }
    for (Path trace : TraceFiles.find(rest)) {
      if (validated.stream().noneMatch(trace.toAbsolutePath()::startsWith)) {
        found.add(trace);
      }
    }
    return found.stream().distinct().toList();
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> NAMES.contains(f.getFileName().toString()))
          .filter(Files::isRegularFile)
          .map(Path::normalize)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + folder + ": " + e.getMessage(), e);
    }
  }
}
