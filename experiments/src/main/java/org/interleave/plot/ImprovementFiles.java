package org.interleave.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interleave.interchange.TraceFile;
import org.interleave.plot.Improvement.Source;
import org.interleave.scheduling.SequentialBaseline;
import org.interleave.trace.Metrics;
import org.interleave.trace.Trace;
import org.interleave.trace.TraceHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads I from what other commands write: traces in pairs, replications, validations. */
public final class ImprovementFiles {

  private static final String IMPROVEMENT = "improvement";
  private static final String ASYNCHRONOUS = "asynchronous";

  private ImprovementFiles() {}

  /**
   * What files say of I.
   *
   * @param files traces, and JSON of {@code simulate} and {@code validate}
   * @return in the order of the files, pairs of traces last; one or more
   * @throws IllegalArgumentException if a file is of another kind, or none says anything
   */
  public static List<Improvement> read(List<Path> files) {
    List<Improvement> found = new ArrayList<>();
    List<Trace> traces = new ArrayList<>();
    for (Path file : files) {
      if (isResult(file)) {
        found.addAll(ofResult(file));
      } else {
        traces.add(TraceFile.read(file));
      }
    }
    found.addAll(ofPairs(traces));
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "I needs a sequential and another run of the same work, both done, or the JSON of"
              + " 'simulate --replications' or 'validate'; none of the "
              + files.size()
              + " file(s) has it");
    }
    return List.copyOf(found);
  }

  private static boolean isResult(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".json") && !TraceFile.isTrace(file);
  }

  private static List<Improvement> ofResult(Path file) {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(Files.readString(file));
    } catch (CharacterCodingException | JacksonException e) {
      throw new IllegalArgumentException("'" + file + "' is not JSON, or damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String workflow = root.path("workflow").asString("");
    List<Improvement> found =
        root.path("measured").isArray()
            ? ofValidation(root, workflow)
            : ofSimulation(root, workflow);
    if (workflow.isEmpty() || found.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + file + "' says nothing of I; give JSON of 'simulate' or 'validate', or traces");
    }
    return found;
  }

  private static List<Improvement> ofValidation(JsonNode root, String workflow) {
    List<Improvement> found = new ArrayList<>();
    add(found, workflow, "predicted", Source.PREDICTED, root.path("predicted"));
    String overheads = root.path("overheads").asString("none");
    boolean none = overheads.equals("none");
    String bare = none ? "simulated" : "simulated, no overheads";
    add(found, workflow, bare, Source.SIMULATED, root.path("simulated"));
    if (!none) {
      String with = "simulated, " + overheads;
      JsonNode mean = root.path("simulatedWithOverheadsMean");
      add(
          found,
          workflow,
          with,
          Source.SIMULATED,
          mean.isObject() ? mean : root.path("simulatedWithOverheads"));
    }
    List<Double> measured = new ArrayList<>();
    for (JsonNode pair : root.path("measured")) {
      if (pair.path(IMPROVEMENT).isNumber()) {
        measured.add(pair.path(IMPROVEMENT).asDouble());
      }
    }
    if (!measured.isEmpty()) {
      found.add(Improvement.of(workflow, "measured", Source.MEASURED, measured));
    }
    return found;
  }

  private static void add(
      List<Improvement> to, String workflow, String from, Source source, JsonNode node) {
    if (node.path(IMPROVEMENT).isNumber()) {
      List<Double> point = List.of(node.path(IMPROVEMENT).asDouble());
      to.add(Improvement.of(workflow, from, source, point));
    }
  }

  /** A number of one run, or of replications the mean and its interval; one a mode. */
  private static List<Improvement> ofSimulation(JsonNode root, String workflow) {
    List<Improvement> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : root.properties()) {
      String key = e.getKey();
      boolean main = key.equals(IMPROVEMENT);
      if (!main && !key.endsWith("/" + IMPROVEMENT)) {
        continue;
      }
      String mode = main ? ASYNCHRONOUS : key.substring(0, key.length() - IMPROVEMENT.length() - 1);
      JsonNode value = e.getValue();
      String from = from("simulated", root.path("overheads").asString("none"), mode);
      if (value.isNumber()) {
        found.add(Improvement.of(workflow, from, Source.SIMULATED, List.of(value.asDouble())));
      } else if (value.path("mean").isNumber()) {
        found.add(
            new Improvement(
                workflow,
                from + ", n = " + root.path("replications").asInt(0),
                Source.SIMULATED,
                List.of(value.path("mean").asDouble()),
                value.path("low").asDouble(Double.NaN),
                value.path("high").asDouble(Double.NaN)));
      }
    }
    return found;
  }

  private static String from(String engine, String overheads, String mode) {
    return engine
        + (overheads.equals("none") || overheads.isEmpty() ? "" : ", " + overheads)
        + (mode.equals(ASYNCHRONOUS) ? "" : ", " + mode);
  }

  /** Runs of the same kind, whose values stand in one row. */
  private record Row(
      String workflow,
      int iterations,
      String engine,
      String cluster,
      String overheads,
      String policy,
      String timeScale,
      String mode) {

    static Row of(TraceHeader h) {
      return new Row(
          h.workflow(),
          h.iterations(),
          h.engine(),
          h.cluster().toString(),
          h.overheads(),
          h.policy(),
          h.provenance().getOrDefault(TraceHeader.TIME_SCALE, "1"),
          h.mode());
    }

    boolean isSequential() {
      return mode.startsWith("sequential");
    }

    Source source() {
      return engine.equals("simulated") ? Source.SIMULATED : Source.MEASURED;
    }
  }

  private record Run(Row row, TraceHeader header, Metrics metrics) {
    static Run of(Trace trace) {
      TraceHeader h = trace.header();
      return new Run(Row.of(h), h, Metrics.of(trace));
    }

    boolean isComparableTo(Run o) {
      return header.isOfSameWork(o.header)
          && metrics.tasks() == o.metrics.tasks()
          && metrics.tasks() > 0;
    }
  }

  /**
   * Each run over its sequential one: of several that were repeated the first over the first, the
   * second over the second.
   */
  static List<Improvement> ofPairs(List<Trace> traces) {
    List<Run> runs = traces.stream().map(Run::of).toList();
    Map<Row, List<Double>> values = new LinkedHashMap<>();
    List<Run> before = new ArrayList<>();
    for (Run run : runs) {
      if (run.row.isSequential()) {
        continue;
      }
      List<Run> over =
          runs.stream().filter(r -> r.row.isSequential() && run.isComparableTo(r)).toList();
      if (!over.isEmpty()) {
        long turn =
            before.stream().filter(r -> r.row.equals(run.row) && r.isComparableTo(run)).count();
        // Of several baselines that of ranks is meant.
        Row first =
            over.stream()
                .map(r -> r.row)
                .filter(r -> r.mode.endsWith("/" + SequentialBaseline.RANKS.label()))
                .findFirst()
                .orElse(over.get(0).row);
        List<Run> repeated = over.stream().filter(r -> r.row.equals(first)).toList();
        Run sequential = repeated.get((int) Math.min(turn, repeated.size() - 1));
        values
            .computeIfAbsent(run.row, k -> new ArrayList<>())
            .add(run.metrics.improvementOver(sequential.metrics));
      }
      before.add(run);
    }
    List<Improvement> found = new ArrayList<>();
    values.forEach(
        (row, points) -> {
          String from = from(row.engine, row.overheads, row.mode);
          found.add(Improvement.of(row.workflow, from, row.source(), points));
        });
    return found;
  }
}
