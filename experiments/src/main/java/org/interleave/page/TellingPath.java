package org.interleave.page;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** As much of a path as tells it apart from others. */
public final class TellingPath {

  private TellingPath() {}

  /**
   * The name of a file, and as many of the folders that it is in as tell it from others.
   *
   * @param file one of them
   * @param files that are called alike, each once
   */
  public static String of(Path file, List<Path> files) {
    return ending(file, files.size() == 1 ? 1 : telling(files)).toString();
  }

  /**
   * The same among files of which some have one name: the others need no folder.
   *
   * @param file one of them
   * @param files each once
   */
  public static String among(Path file, List<Path> files) {
    Path name = ending(file, 1);
    return of(file, files.stream().filter(f -> ending(f, 1).equals(name)).toList());
  }

  /** How many names of each path tell them apart, its folder's at least. */
  private static int telling(List<Path> files) {
    int most = files.stream().mapToInt(Path::getNameCount).max().orElse(0);
    return IntStream.range(2, Math.max(2, most))
        .filter(n -> files.stream().map(f -> ending(f, n)).distinct().count() == files.size())
        .findFirst()
        .orElse(most);
  }

  private static Path ending(Path file, int names) {
    int n = file.getNameCount();
    return n <= names ? file : file.subpath(n - names, n);
  }
}
