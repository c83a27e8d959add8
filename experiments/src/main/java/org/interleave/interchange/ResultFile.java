package org.interleave.interchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures of runs in JSON that other commands wrote: simulations, validations, predictions. */
public final class ResultFile {

  private static final int DEEPEST = 3;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ResultFile() {}

  /**
   * The figures of a run; NaN where they are not told.
   *
   * @param name where they stand in the file
   * @param ttxSeconds TTX or makespan
   * @param spanSeconds from the first start to the last stop
   * @param cpuUtilization of all slots over TTX
   * @param gpuUtilization of all GPUs over TTX
   * @param tasksPerSecond throughput
   */
  public record Figures(
      String name,
      double ttxSeconds,
      double spanSeconds,
      double cpuUtilization,
      double gpuUtilization,
      double tasksPerSecond) {}

  /**
   * Reads a file.
   *
   * @throws SpecException if it is not JSON, or tells of no run
   */
  public static List<Figures> read(Path file) {
    List<Figures> found = new ArrayList<>();
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      collect(root, "", 0, found);
      predicted(root, found);
    } catch (JacksonException e) {
      throw new SpecException(new Position(file.toString(), 1, 1), "this is not valid JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found.isEmpty()) {
      throw new SpecException(
          new Position(file.toString(), 1, 1),
          "this tells of no run; give traces, or what simulate, predict and validate wrote");
    }
    return found;
  }

  private static void collect(JsonNode node, String name, int depth, List<Figures> found) {
    if (node.path("ttxSeconds").isNumber()) {
      found.add(
          new Figures(
              name,
              number(node, "ttxSeconds"),
              number(node, "spanSeconds"),
              number(node, "cpuUtilization"),
              number(node, "gpuUtilization"),
              number(node, "tasksPerSecond")));
    } else if (depth < DEEPEST) {
      String before = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(p -> collect(p.getValue(), before + p.getKey(), depth + 1, found));
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        collect(node.path(i), name + "[" + i + "]", depth + 1, found);
      }
    }
  }

  private static void predicted(JsonNode root, List<Figures> found) {
    double nan = Double.NaN;
    double sequential = number(root.path("sequential"), "ranksSeconds");
    double asynchronous = number(root.path("asynchronous"), "correctedSeconds");
    if (Double.isFinite(sequential) && Double.isFinite(asynchronous)) {
      found.add(new Figures("predicted sequential", sequential, nan, nan, nan, nan));
      found.add(new Figures("predicted asynchronous", asynchronous, nan, nan, nan, nan));
    }
  }

  private static double number(JsonNode node, String key) {
    return node.path(key).isNumber() ? node.path(key).asDouble() : Double.NaN;
  }
}
