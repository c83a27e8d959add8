package org.interleave.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The texts that mutants are made of: what is shipped, what is wrong and what is hostile. */
final class SpecCorpus {

  private static final Path PRESETS = Path.of("src/main/resources/org/interleave/presets");
  private static final Path TESTS = Path.of("src/test/resources");

  private SpecCorpus() {}

  /** The whole specifications that are shipped. */
  static List<String> shipped() {
    return texts(PRESETS.resolve("workflows"));
  }

  /** Whole specifications that can be read. */
  static List<String> right() {
    List<String> right = new ArrayList<>(shipped());
    right.addAll(rich());
    return right;
  }

  /** All texts of modest size, in an order that does not depend on the file system. */
  static List<String> all() {
    List<String> all = right();
    all.addAll(texts(TESTS.resolve("wrong")));
    all.addAll(texts(TESTS.resolve("hostile")));
    return all;
  }

  /** Specifications in place of whose parts others are only named, so that mutants reach them. */
  static List<String> rich() {
    return texts(TESTS.resolve("rich"));
  }

  private static List<String> texts(Path folder) {
    try (var files = Files.list(folder)) {
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      List<String> texts = new ArrayList<>();
      for (Path file : sorted) {
        texts.add(Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
