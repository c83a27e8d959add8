package org.interleave.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.interchange.Json;
import org.interleave.spec.Position;
import org.interleave.spec.SpecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What determines the runs in a folder, beside their specification.
 *
 * @param id unique; every process of the runs bears it in its environment
 * @param version of the program that made the folder
 * @param source what the specification was read from
 * @param specSha256 of that
 * @param base the folder in which commands run
 * @param modes the plans' names with their labels, in the order in which they are executed
 * @param baseline the sequential baseline that improvements refer to
 * @param seed of the durations
 * @param timeScale factor of the durations
 * @param repetitions how often each plan is executed
 */
public record RunSettings(
    String id,
    String version,
    String source,
    String specSha256,
    Path base,
    Map<String, String> modes,
    String baseline,
    long seed,
    double timeScale,
    int repetitions) {

  private static final String MARK = "interleave-run";

  public RunSettings {
    modes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(modes));
  }

  /** Whether both are of the same runs, whoever began them when. */
  boolean sameRuns(RunSettings other) {
    return specSha256.equals(other.specSha256)
        && modes.equals(other.modes)
        && seed == other.seed
        && timeScale == other.timeScale
        && repetitions == other.repetitions;
  }

  /** The digest of the specification's file that stands beside the settings. */
  static String digest(Path file, String text) {
    try {
      return need(JsonMapper.builder().build().readTree(text), "specFileSha256");
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  /**
   * As a file.
   *
   * @param specFileSha256 digest of the specification's file that stands beside it
   */
  String text(String specFileSha256) {
    List<Json> plans = new ArrayList<>();
    modes.forEach((name, label) -> plans.add(Json.object().put("name", name).put("plan", label)));
    return Json.object()
        .put(MARK, 1)
        .put("id", id)
        .put("version", version)
        .put("source", source)
        .put("specSha256", specSha256)
        .put("specFileSha256", specFileSha256)
        .put("base", base.toString())
        .put("modes", plans)
        .put("baseline", baseline)
        .put("seed", Long.toString(seed)) // as text: JSON readers round large numbers
        .put("timeScale", Double.toString(timeScale))
        .put("repetitions", repetitions)
        .text();
  }

  /**
   * Reads the settings of a folder.
   *
   * @throws SpecException if the text is damaged
   */
  static RunSettings of(Path file, String text) {
    try {
      JsonNode root = JsonMapper.builder().build().readTree(text);
      if (root.path(MARK).asInt(0) != 1) {
        throw new IllegalArgumentException("it has no '" + MARK + ": 1'");
      }
      Map<String, String> modes = new LinkedHashMap<>();
      for (JsonNode mode : root.path("modes")) {
        modes.put(need(mode, "name"), need(mode, "plan"));
      }
      RunSettings settings =
          new RunSettings(
              need(root, "id"),
              need(root, "version"),
              need(root, "source"),
              need(root, "specSha256"),
              Path.of(need(root, "base")),
              modes,
              need(root, "baseline"),
              Long.parseLong(need(root, "seed")),
              Double.parseDouble(need(root, "timeScale")),
              Integer.parseInt(need(root, "repetitions")));
      settings.check();
      return settings;
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private static SpecException damaged(Path file, RuntimeException e) {
    return new SpecException(
        new Position(file.toString(), 1, 1),
        "the settings of this run are damaged: "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + "; start it anew in another folder");
  }

  /** Refuses what no program that wrote these settings can have meant. */
  private void check() {
    require(id.matches("[A-Za-z0-9-]+"), "id", id);
    require(base.isAbsolute(), "base", base.toString());
    require(!modes.isEmpty(), "modes", "empty");
    modes.keySet().forEach(name -> require(name.matches("\\w[\\w/ #-]*"), "name of a mode", name));
    require(timeScale > 0 && timeScale <= 1_000, "timeScale", Double.toString(timeScale));
    require(repetitions >= 1 && repetitions <= 1_000_000, "repetitions", "" + repetitions);
  }

  private static void require(boolean holds, String what, String value) {
    if (!holds) {
      throw new IllegalArgumentException("its " + what + " can't be '" + value + "'");
    }
  }

  private static String need(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isValueNode()) {
      throw new IllegalArgumentException("it has no '" + key + "'");
    }
    return value.asString();
  }
}
