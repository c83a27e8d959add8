package org.interleave.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results beside traces that other commands wrote: validations and replications. */
public final class ResultFiles {

  static final String VALIDATION = "validation.json";
  static final String REPLICATIONS = "replications.json";

  private ResultFiles() {}

  /**
   * The results in some folders, in the order of their names; files are not looked at.
   *
   * @param given folders and traces
   * @return each file once
   */
  public static List<Path> find(List<Path> given) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path folder : given) {
      if (Files.isDirectory(folder)) {
        found.addAll(in(folder));
      }
    }
    return List.copyOf(found);
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> is(f, VALIDATION) || is(f, REPLICATIONS))
          .filter(Files::isRegularFile)
          .map(Path::normalize)
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The name of the workflow that a result is of. */
  static String workflow(Path file) {
    return read(file).path("workflow").asString("");
  }

  static boolean is(Path file, String name) {
    return String.valueOf(file.getFileName()).equals(name);
  }

  /**
   * Reads one.
   *
   * @throws SpecException if it is no JSON object
   */
  static JsonNode read(Path file) {
    JsonNode root;
    try {
      root =
          JsonMapper.builder()
              .build()
              .readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      root = null;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
    if (root == null || !root.isObject()) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "this is damaged: it is no JSON object; let the command write it anew, or remove it");
    }
    return root;
  }

  /** NaN where there is no number. */
  static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }
}
