package org.interleave.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.interleave.Workload;
import org.interleave.analysis.Bounds;
import org.interleave.presets.ShippedPresets;
import org.interleave.scheduling.Plan;
import org.interleave.simulation.Simulator;
import org.interleave.spec.Spec;
import org.interleave.spec.SpecException;
import org.interleave.spec.SpecReader;
import org.interleave.spec.SpecWriter;
import org.interleave.trace.Metrics;
import org.interleave.validation.RecordedRuns;
import org.interleave.workflow.WorkflowGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Instances of WfCommons, where they are at hand, against a plain walk through their JSON. */
class WfFormatSamplesTest {

  @TempDir private Path folder;

  private final SpecReader reader = new SpecReader(new ShippedPresets());

  private static Path sample(String name) {
    Path file = RecordedRuns.find(name);
    Assumptions.assumeTrue(
        Files.exists(file),
        "the instances are other people's and not part of the project; "
            + RecordedRuns.VARIABLE
            + " names their folder");
    return file;
  }

  /** What a file holds, counted with nothing of the importer's. */
  private static final class Counted {
    final Map<String, Long> micros = new HashMap<>();
    final Map<String, List<String>> parents = new HashMap<>();
    int zeros;

    Counted(Path file) throws Exception {
      JsonNode workflow =
          JsonMapper.builder().build().readTree(Files.readString(file)).get("workflow");
      JsonNode tasks = workflow.path("specification").path("tasks");
      JsonNode executed = workflow.path("execution").path("tasks");
      if (tasks.isMissingNode()) {
        tasks = workflow.has("jobs") ? workflow.get("jobs") : workflow.get("tasks");
        executed = tasks;
      }
      Map<String, String> idOf = new HashMap<>();
      for (JsonNode t : tasks) {
        idOf.put(t.get("name").asString(), id(t));
      }
      for (JsonNode t : tasks) {
        idOf.put(id(t), id(t));
      }
      for (JsonNode t : tasks) {
        List<String> before = new ArrayList<>();
        t.get("parents").forEach(p -> before.add(idOf.get(p.asString())));
        parents.put(id(t), before);
      }
      for (JsonNode t : executed) {
        JsonNode time = t.has("runtime") ? t.get("runtime") : t.get("runtimeInSeconds");
        long each =
            new BigDecimal(time.asString())
                .movePointRight(6)
                .setScale(0, java.math.RoundingMode.HALF_EVEN)
                .longValueExact();
        zeros += each == 0 ? 1 : 0;
        micros.put(id(t), Math.max(1, each));
      }
    }

    private static String id(JsonNode task) {
      return task.has("id") ? task.get("id").asString() : task.get("name").asString();
    }

    Set<String> edges() {
      Set<String> edges = new TreeSet<>();
      parents.forEach((t, before) -> before.forEach(p -> edges.add(p + " > " + t)));
      return edges;
    }

    long sum() {
      return micros.values().stream().mapToLong(Long::longValue).sum();
    }

    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Integer> levels = new HashMap<>();

    long end(String task) {
      Long known = ends.get(task);
      if (known == null) {
        long start = 0;
        for (String p : parents.get(task)) {
          start = Math.max(start, end(p));
        }
        known = start + micros.get(task);
        ends.put(task, known);
      }
      return known;
    }

    int level(String task) {
      Integer known = levels.get(task);
      if (known == null) {
        known = 0;
        for (String p : parents.get(task)) {
          known = Math.max(known, level(p) + 1);
        }
        levels.put(task, known);
      }
      return known;
    }

    long criticalPath() {
      return parents.keySet().stream().mapToLong(this::end).max().orElseThrow();
    }

    int widest() {
      Map<Integer, Integer> wide = new HashMap<>();
      parents.keySet().forEach(t -> wide.merge(level(t), 1, Integer::sum));
      return wide.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
  }

  private ImportedWorkflow read(Path file) {
    return Importer.read(file, ImportFormat.of(file), null, n -> {});
  }

  private Spec written(ImportedWorkflow imported, String... settings) throws Exception {
    Path file = folder.resolve("workflow.yaml");
    Files.writeString(file, SpecWriter.text(imported.spec(), imported.notes()));
    return reader.read(file, List.of(settings));
  }

  private static Metrics simulated(Spec spec) {
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    return Simulator.measure(spec.scenario(Workload.draw(graph, 1, 0), Plan.asynchronous(graph)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000genome-chameleon-2ch-100k-001.json",
        "bacass-dirt02-001.json",
        "blast-chameleon-small-001.json",
        "bwa-chameleon-small-001.json",
        "cycles-chameleon-1l-1c-9p-001.json",
        "epigenomics-chameleon-hep-1seq-100k-001.json",
        "helloworld-forkjoin-10-chameleon.json",
        "methylseq-dirt02-001.json",
        "montage-chameleon-2mass-005d-001.json",
        "seismology-100p.schema1.4.json",
        "seismology-chameleon-100p-001.json",
        "srasearch-chameleon-10a-001.json",
        "wrench-exogeni-1000genome-001.schema1.0.json"
      })
  void instancesKeepTheirTasksEdgesAndTimes(String name) throws Exception {
    Path file = sample("wfformat/" + name);
    Counted counted = new Counted(file);
    ImportedWorkflow imported = read(file);
    ImportedWorkflow.Figures figures = imported.figures();
    assertThat(figures.tasks()).isEqualTo(counted.parents.size());
    assertThat(figures.edges()).isEqualTo(counted.edges().size());
    assertThat(figures.runtimeMicros()).isEqualTo(counted.sum());
    assertThat(figures.criticalPathMicros()).isEqualTo(counted.criticalPath());
    assertThat(figures.widest()).isEqualTo(counted.widest());
    assertThat(figures.levels())
        .isEqualTo(1 + counted.parents.keySet().stream().mapToInt(counted::level).max().orElse(0));
    assertThat(imported.notes().stream().anyMatch(n -> n.contains("runtime of zero")))
        .isEqualTo(counted.zeros > 0);

    // Through the file, as every other command sees it.
    Spec spec = written(imported);
    WorkflowGraph graph = WorkflowGraph.of(spec.workflow());
    Precedence precedence = new Precedence(graph, imported.tasks());
    assertThat(graph.taskCount()).isEqualTo(counted.parents.size());
    assertThat(precedence.named()).isEqualTo(counted.parents.size());
    assertThat(precedence.edges()).isEqualTo(counted.edges());
    Workload workload = Workload.draw(graph, 7, 3);
    for (int t = 0; t < graph.taskCount(); t++) {
      assertThat(workload.durationMicros(t)).isEqualTo(counted.micros.get(precedence.id(t)));
    }
    Bounds bounds = Bounds.of(workload, spec.cluster(), false);
    assertThat(bounds.criticalPathSeconds()).isEqualTo(counted.criticalPath() / 1e6);
    assertThat(Bounds.ofMeans(graph, spec.cluster(), false).criticalPathSeconds())
        .isEqualTo(counted.criticalPath() / 1e6);

    // No faster than any bound, no slower than Graham's, which holds where a task has one slot.
    double makespan = simulated(spec).ttxSeconds();
    assertThat(makespan).isGreaterThanOrEqualTo(bounds.largestSeconds() - 1e-9);
    if (spec.workflow().sets().stream().allMatch(s -> s.resources().totalSlots() == 1)) {
      double m = spec.cluster().usableSlots();
      double path = counted.criticalPath() / 1e6;
      assertThat(makespan).isLessThanOrEqualTo(counted.sum() / 1e6 / m + (1 - 1 / m) * path + 1e-6);
    }
    Spec narrow = written(imported, "cluster={nodes: [{cores: 1}]}");
    assertThat(simulated(narrow).ttxSeconds())
        .as("on one slot tasks follow each other")
        .isCloseTo(counted.sum() / 1e6, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cycle.json|cycle: mapMerge_mapMerge_HEP2_MSP1_Digests_ID0000021 -> chr21_chr21_ID0000001",
        "empty.json|the file is empty",
        "missing-parent-id.json|names the parent 'no_such_task_ID9999'",
        "negative-runtime.json|but is -5.0",
        "schema-9.9.json|schemaVersion '9.9' is not known",
        "truncated.json|not whole, valid JSON"
      })
  void damagedInstancesAreRefusedAtTheirPlace(String name, String message) {
    Path file = sample("malformed/" + name);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message)
        .hasMessageMatching("(?s)\\Q" + file + "\\E:[1-9][0-9]*:[1-9][0-9]*: .*");
  }
}
