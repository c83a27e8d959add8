package org.interleave.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.interchange.TraceFile;

/** Finds the traces that other commands wrote. */
public final class TraceFiles {

  private static final Pattern NAME = Pattern.compile("(trace|simulated-).*\\.(csv|json)");

  private TraceFiles() {}

  /**
   * The traces that files and folders stand for.
   *
   * @param given traces, which are taken as they are, and folders, in which those are found that
   *     {@code simulate --out}, {@code run} and {@code validate} write, in the order of their names
   * @return each file once
   */
  public static List<Path> find(List<Path> given) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        found.addAll(in(path));
      } else {
        found.add(path.normalize());
      }
    }
    return List.copyOf(found);
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> NAME.matcher(f.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .filter(TraceFile::isTrace)
          .map(Path::normalize)
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + folder + ": " + e.getMessage(), e);
    }
  }
}
